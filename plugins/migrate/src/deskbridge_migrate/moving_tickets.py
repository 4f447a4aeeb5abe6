"""Moves one ticket with everything in it: the ticket, its sheet, its messages in their order."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError, ValidationError
from deskbridge.hookspecs import Skip
from deskbridge.records import (
    AgentId,
    CustomerId,
    Message,
    PastMessage,
    PastTicket,
    Requester,
    Ticket,
    TicketChange,
    TicketId,
)
from deskbridge_migrate import translate
from deskbridge_migrate.doubles import SAME_AGAIN, refused
from deskbridge_migrate.ledger import Row, State
from deskbridge_migrate.model import UNTOLD
from deskbridge_migrate.moving import Moving
from deskbridge_migrate.once import FATAL, REFUSALS, content_hash, said
from deskbridge_migrate.owning import own_ticket
from deskbridge_migrate.reading import read_messages
from deskbridge_migrate.sheet import sheets
from deskbridge_migrate.translate import Translation

NO_TIME = "the source tells no time of it, not even of a message"
LEFT_OUT = "its customer was left out: "
SKIPPED_WITH = "its ticket was skipped: "
NOT_WRITTEN = "its ticket was not written: "


@frozen(kw_only=True)
class Parcel:
    """A ticket, ready to be written.

    Attributes:
        ticket: The ticket itself.
        assignee: The agent to give it to once it is there.
        notes: Its sheet.
        messages: Its messages, oldest first.
        left_out: Messages that a plugin left out: id and reason.
        refused: Messages that can't be told from another: id and reason.
        unplanned: Why it can't be moved under this plan, "" if it can.
    """

    ticket: PastTicket
    assignee: AgentId | None
    notes: tuple[PastMessage, ...]
    messages: tuple[PastMessage, ...]
    left_out: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    unplanned: str


def pack(
    moving: Moving, ticket: Ticket, messages: Sequence[Message], who: Requester, lines: Sequence[str]
) -> Parcel | str:
    """Translate a ticket with its messages; or say why it can't be.

    Args:
        moving: The run.
        ticket: The ticket, as the plugins left it.
        messages: Its messages at the source.
        who: Who it is for at the target.
        lines: What the sheet says of its customer.
    """
    opened = translate.opened_at(ticket, messages)
    if opened is None:
        return NO_TIME
    moved: list[Translation[PastMessage]] = []
    left_out: list[tuple[str, str]] = []
    unmovable = refused(ticket.id, messages)
    for message in messages:
        if message.id in unmovable:
            continue
        kept = moving.transformed(message, "message")
        if isinstance(kept, Skip):
            left_out.append((message.id, kept.reason))
        else:
            moved.append(translate.message(kept, moving.context, opened=opened))
    case = translate.ticket(ticket, messages, who, moving.context, opened=opened)
    carried = [*case.lines, *lines, *(line for one in moved for line in one.lines)]
    context = moving.context
    return Parcel(
        ticket=case.value,
        assignee=translate.assignee(ticket, context),
        notes=sheets(ticket.id, carried, vendor=context.vendor, opened=opened, can=context.can),
        messages=tuple(one.value for one in moved),
        left_out=tuple(left_out),
        refused=tuple(unmovable.items()),
        unplanned=moving.unplanned([*case.judgments, *(each for one in moved for each in one.judgments)]),
    )


class TicketMover:
    """Moves tickets, each by one thread at a time.

    Args:
        moving: The run.
    """

    def __init__(self, moving: Moving) -> None:
        self._moving = moving
        self._owners: dict[str, CustomerId | None] = {}

    def customer_id_of(self, ticket: Row) -> CustomerId | None:
        """Return the customer at the target of a ticket that was moved: as the import answered, or read."""
        if ticket.source_id in self._owners:
            return self._owners.pop(ticket.source_id)
        return self._moving.target.tickets.get(TicketId(ticket.target_id)).customer_id

    def move(self, ticket: Ticket, who: Requester, lines: Sequence[str]) -> Row:
        """Move a ticket and its messages; returns the ticket's row, settled."""
        moving = self._moving
        row = moving.row("ticket", ticket.id)
        try:
            messages, cut = read_messages(moving.source, ticket)
        except FATAL:
            raise
        except Exception as unread:  # noqa: BLE001  whatever a source breaks with is this ticket's end, not the run's
            return moving.settle(row, State.FAILED, f"its messages can't be read: {said(unread)}")
        moving.board.found("message", len(messages))
        if row.state is State.SKIPPED:
            moving.board.count(row)
            return self._leave(row, messages)
        parcel = self._packed(ticket, messages, who, lines)
        if isinstance(parcel, tuple):
            return self._leave(moving.settle(row, *parcel), messages)
        row = self._write_ticket(row, parcel, cut=cut)
        moving.board.count(row)
        if row.state is not State.DONE:
            return self._leave(row, messages)
        self._write_messages(row, parcel)
        return row

    def _packed(
        self, ticket: Ticket, messages: Sequence[Message], who: Requester, lines: Sequence[str]
    ) -> Parcel | tuple[State, str]:
        """Return what is to be written; or how the ticket ends without, and why."""
        moving = self._moving
        try:
            kept = moving.transformed(ticket, "ticket")
            parcel = kept.reason if isinstance(kept, Skip) else pack(moving, kept, messages, who, lines)
        except FATAL:
            raise
        except Exception as broken:  # noqa: BLE001  whatever a plugin breaks with likewise
            return State.FAILED, f"it can't be made ready: {said(broken)}"
        if isinstance(parcel, str):
            return State.SKIPPED, parcel
        return (State.FAILED, parcel.unplanned) if parcel.unplanned else parcel

    def leave(self, ticket: Ticket, state: State, reason: str) -> None:
        """Settle a ticket and its messages without writing them, because its customer was not."""
        row = self._moving.row("ticket", ticket.id)
        try:
            messages, _ = read_messages(self._moving.source, ticket)
        except FATAL:
            raise
        except Exception as unread:  # noqa: BLE001  as in `move`
            self._moving.settle(row, State.FAILED, f"its messages can't be read: {said(unread)}")
            return
        self._moving.board.found("message", len(messages))
        row = self._moving.once.settle(row, state, reason=reason)
        self._moving.board.count(row, consequence=True)
        self._leave(row, messages)

    def _leave(self, ticket: Row, messages: Sequence[Message]) -> Row:
        """Write down that the messages of a ticket share its fate."""
        state = State.SKIPPED if ticket.state is State.SKIPPED else State.FAILED
        reason = f"{SKIPPED_WITH if state is State.SKIPPED else NOT_WRITTEN}{ticket.reason}"
        known = self._moving.ledger.children(ticket.source_id)
        rows = [
            evolve(
                known.get(("message", one.id)) or Row(kind="message", source_id=one.id, parent_id=ticket.source_id),
                state=state,
                reason=reason,
            )
            for one in messages
        ]
        self._moving.ledger.put(*(one for one in rows if known.get(("message", one.source_id)) != one))
        for one in rows:
            self._moving.board.count(one, consequence=True)
        return ticket

    def _write_ticket(self, row: Row, parcel: Parcel, *, cut: bool) -> Row:
        if row.settled:
            return row
        tickets = self._moving.target.tickets
        known = ["the source cut the list of its messages short"] if cut else []

        def write() -> Ticket:
            made = tickets.import_past(parcel.ticket)
            if parcel.ticket.requester.id is None:
                self._owners[row.source_id] = made.customer_id
            return self._assigned(made, parcel.assignee, known)

        def look_up() -> Ticket | None:
            found = own_ticket(self._moving, parcel.ticket)
            return self._assigned(found, parcel.assignee, known) if found else None

        try:
            row = evolve(row, content_hash=content_hash(parcel.ticket))
        except ValidationError as unwritable:
            return self._moving.once.settle(row, State.FAILED, reason=str(unwritable))
        row = self._moving.once.write(row, write, look_up)
        if row.state is State.DONE and known:
            row = self._moving.once.settle(row, State.DONE, reason="; ".join(known))
        return row

    def _assigned(self, ticket: Ticket, agent_id: AgentId | None, known: list[str]) -> Ticket:
        """Give a ticket to its agent unless it is the agent's already; doing so twice is the same as once."""
        if agent_id is None or ticket.agent_id == agent_id:
            return ticket
        try:
            return self._moving.target.tickets.update(TicketId(ticket.id), TicketChange(agent_id=agent_id))
        except REFUSALS as wrong:
            known.append(f"{UNTOLD}it could not be given to its agent: {wrong}")
            return ticket

    def _write_messages(self, ticket: Row, parcel: Parcel) -> None:
        moving = self._moving
        known = moving.ledger.children(ticket.source_id)
        for message_id, reason in parcel.left_out:
            row = known.get(("message", message_id)) or _new(ticket, "message", message_id)
            moving.settle(row, State.SKIPPED, reason)
        for message_id, reason in parcel.refused:
            row = known.get(("message", message_id)) or _new(ticket, "message", message_id)
            moving.settle(row, State.SKIPPED if reason == SAME_AGAIN else State.FAILED, reason)
        wanted = [("sheet", one) for one in parcel.notes] + [("message", one) for one in parcel.messages]
        todo: list[tuple[Row, PastMessage]] = []
        for kind, past in wanted:
            row = known.get((kind, past.external_id)) or _new(ticket, kind, past.external_id)
            if row.settled:
                moving.board.count(row)
                continue
            try:
                todo.append((evolve(row, content_hash=content_hash(past)), past))
            except ValidationError as unwritable:
                moving.settle(row, State.FAILED, str(unwritable))
        if todo:
            MessageWriter(moving, TicketId(ticket.target_id)).write(todo)


def _new(ticket: Row, kind: str, source_id: str) -> Row:
    return Row(kind=kind, source_id=source_id, parent_id=ticket.source_id)


class MessageWriter:
    """Writes messages of one ticket in their order.

    Their intents are committed together: an intent only says "look before you write", and what they belong to is
    looked up with one listing.

    Args:
        moving: The run.
        ticket_id: The ticket at the target.
    """

    def __init__(self, moving: Moving, ticket_id: TicketId) -> None:
        self._moving = moving
        self._ticket_id = ticket_id

    def write(self, todo: Sequence[tuple[Row, PastMessage]]) -> None:
        """Write those that are not there yet; each row is settled and counted."""
        try:
            there = self._there() if any(row.attempts for row, _ in todo) else {}
        except FATAL:
            raise
        except Exception as wrong:  # noqa: BLE001  whatever the target breaks with is this ticket's end, not the run's
            for row, _ in todo:
                self._moving.settle(row, State.FAILED, f"what is at the target already can't be read: {said(wrong)}")
            return
        intended: list[tuple[Row, PastMessage]] = []
        for row, past in todo:
            if past.external_id in there:
                settled = self._moving.once.settle(row, State.DONE, target_id=there[past.external_id].id)
                self._moving.board.count(settled)
            else:
                intended.append((evolve(row, state=State.INTENDED, attempts=row.attempts + 1, reason=""), past))
        self._moving.ledger.put(*(row for row, _ in intended))
        for row, past in intended:
            self._write_one(row, past)

    def _write_one(self, row: Row, past: PastMessage) -> None:
        messages = self._moving.target.messages
        settled = self._moving.once.write(
            row,
            lambda: messages.import_past(self._ticket_id, past),
            lambda: self._there().get(past.external_id),
            intended=True,
        )
        self._moving.board.count(settled)

    def _there(self) -> dict[str, Message]:
        """Return the target's messages of the ticket by external id.

        Raises:
            ConflictError: The listing is cut short, so that nobody can say what is not there.
        """
        listing = self._moving.target.messages.of_ticket(self._ticket_id)
        found = {one.external_id: one for one in listing if one.external_id}
        if listing.truncated:
            msg = "the target cuts the list of the ticket's messages short; whether it was written can't be told"
            raise ConflictError(msg, vendor=self._moving.target.vendor, operation=Capability.MESSAGES_OF_TICKET)
        return found
