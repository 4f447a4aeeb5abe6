"""Everything the sandbox holds: departments with their users and tags, contacts, tickets."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from attrs import Factory, define, field, frozen

from deskbridge.sandbox import Clock, Counters
from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.agenda import Agenda
from deskbridge_glassix.sandbox.contacts import ContactBook
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.eventlog import EventLog
from deskbridge_glassix.sandbox.filestore import FileStore
from deskbridge_glassix.sandbox.refusal import invalid, unknown
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.statuses import StatusBook
from deskbridge_glassix.sandbox.switches import Switches
from deskbridge_glassix.sandbox.ticket import NOTE, Ticket
from deskbridge_glassix.sandbox.times import stamp

_NAMESPACE = UUID("5f0f5a3e-6a0c-4d0b-9c55-2f2f8f6f9a11")
_MARKS = {"Closed": "TicketClosed", "Open": "TicketOpened"}
FIRST_TICKET = 220_668_019
FIRST_TRANSACTION = 681_728_957_177_908


def _phones(ticket: Ticket) -> Iterator[tuple[str, str]]:
    if ticket.wire["isScrambled"]:
        return
    for one in ticket.clients:
        if shapes.IDENTIFIER_TYPES.get(one["protocolType"]) == "PhoneNumber":
            yield ticket.wire["departmentId"], one["identifier"]


@frozen
class SurveyLink:
    """What a survey's link stands for."""

    ticket_id: int
    survey_id: int
    participant_id: int


@define(eq=False, kw_only=True)
class World:
    """What all operations work on.

    Attributes:
        departments: By id.
        tickets: By number, of all departments.
        in_department: Each department's tickets.
        switches: Where the facts leave a choice.
        agenda: What happens by itself later.
        events: What happened, for webhooks and queues.
        files: The stored files.
        statuses: The users' statuses over time.
        direct: The messages outside of tickets, by the provider's id.
        surveyed: The numbers of the tickets in which a survey was sent.
        survey_links: Ticket, survey and participant of each survey link, by the link's last part.
        survey_answers: What customers answered, by ticket.
        changes: How many writes succeeded.
    """

    clock: Clock
    counters: Counters
    departments: dict[str, Department] = field(factory=dict)
    tickets: dict[int, Ticket] = field(factory=dict)
    in_department: dict[str, list[Ticket]] = field(factory=dict)
    switches: Switches = field(factory=Switches)
    agenda: Agenda = field(default=Factory(lambda self: Agenda(self.clock), takes_self=True))
    events: EventLog = field(default=Factory(lambda self: EventLog(self.clock, self.switches), takes_self=True))
    files: FileStore = field(default=Factory(lambda self: FileStore(self.clock, self.switches), takes_self=True))
    statuses: StatusBook = field(factory=StatusBook)
    direct: dict[str, Wire] = field(factory=dict)
    surveyed: set[int] = field(factory=set)
    survey_links: dict[str, SurveyLink] = field(factory=dict)
    survey_answers: dict[int, list[Wire]] = field(factory=dict)
    contacts: ContactBook = field(default=Factory(lambda self: ContactBook(self.guid), takes_self=True))
    changes: int = 0
    _open_by_phone: dict[tuple[str, str], int] = field(factory=dict)
    _next_ticket: int = FIRST_TICKET
    _next_transaction: int = FIRST_TRANSACTION
    _guids: int = 0

    def guid(self, kind: str) -> str:
        """Make a GUID, the same ones in the same order in every sandbox."""
        self._guids += 1
        return str(uuid5(_NAMESPACE, f"{kind}/{self._guids}"))

    def next_ticket_id(self) -> int:
        """Return the next ticket number, within 32 bits."""
        self._next_ticket += 1
        return self._next_ticket

    def ticket(self, number: int, department_id: str) -> Ticket:
        """Return a ticket of a department.

        Raises:
            RefusedError: 404; also for another department's ticket (inferred: the token knows no other).
        """
        found = self.tickets.get(number)
        if found is None or found.wire["departmentId"] != department_id:
            raise unknown(f"Ticket #{number} was not found.")
        return found

    def add(self, ticket: Ticket) -> None:
        """Take a ticket in."""
        self.tickets[ticket.id] = ticket
        self.in_department.setdefault(ticket.wire["departmentId"], []).append(ticket)
        self.file(ticket)

    def check_phones(self, ticket: Ticket) -> None:
        """Make sure that none of a ticket's phone numbers has another ticket that isn't closed.

        That the rule counts by department, and every state but Closed, is inferred.

        Raises:
            RefusedError: 400, the message contains the existing ticket's number.
        """
        held = self.open_beside(ticket)
        if held:
            raise invalid(f"There is already an open ticket for this phone number: ticket #{held}.")

    def open_beside(self, ticket: Ticket) -> int:
        """Return the number of another open ticket of one of a ticket's phone numbers, 0 if there is none."""
        held = (self._open_by_phone.get(phone, 0) for phone in _phones(ticket))
        return next((number for number in held if number not in {0, ticket.id}), 0)

    def file(self, ticket: Ticket) -> None:
        """Remember, or forget, that a ticket's phone numbers have an open ticket."""
        if ticket.state == "Closed":
            self.release(ticket)
            return
        for phone in _phones(ticket):
            self._open_by_phone.setdefault(phone, ticket.id)

    def release(self, ticket: Ticket) -> None:
        """Let a ticket's phone numbers have another open ticket."""
        for phone in _phones(ticket):
            if self._open_by_phone.get(phone) == ticket.id:
                del self._open_by_phone[phone]

    def copy_to(self, target: Department, ticket: Ticket, now: datetime) -> Ticket:
        """Copy a ticket to another department, and link the two.

        Inferred: the copy keeps the state and the thread, goes to that department's queue, and keeps the tags that
        the department has.

        Raises:
            RefusedError: 400, that department has an open ticket of the same phone number.
        """
        wire = copy.deepcopy(ticket.wire)
        wire |= {"departmentId": target.id, "tags": [tag for tag in wire["tags"] if tag in target.tags]}
        wire |= {"movedFromTicketId": ticket.id, "movedFromDepartmentId": ticket.wire["departmentId"]}
        copied = Ticket(
            wire=wire,
            opened=ticket.opened,
            closed=ticket.closed,
            transactions=copy.deepcopy(ticket.transactions),
        )
        if copied.state != "Closed":
            self.check_phones(copied)
        wire["id"] = self.next_ticket_id()
        self._copy_files(copied)
        copied.assign(None, now)
        self.add(copied)
        ticket.wire |= {"movedToTicketId": copied.id, "movedToDepartmentId": target.id}
        return copied

    def _copy_files(self, copied: Ticket) -> None:
        """Give a copied ticket its own files, which scrambling the first doesn't take away."""
        for entry in copied.transactions:
            for one in entry["attachments"]:
                held = one["fileIdentifier"]
                one["fileIdentifier"] = self.files.copy(held, f"{held}-{copied.id}") or held

    def users_of(self, user_id: str) -> list[Wire]:
        """Return what every department holds of one user."""
        found = (one.user_of(user_id) for one in self.departments.values())
        return [user for user in found if user is not None]

    def move(self, ticket: Ticket, state: str, now: datetime, initiator_id: str) -> None:
        """Change a ticket's state; opening and closing show in the thread, the others' marks aren't known."""
        ticket.move(state, now, initiator_id)
        self.file(ticket)
        if state in _MARKS:
            self.transact(ticket, shapes.participant(0, type="System"), now, type=_MARKS[state], status="Read")

    def transact(self, ticket: Ticket, sender: Wire, now: datetime, **values: object) -> Wire:
        """Append a transaction to a ticket's thread and return it.

        Args:
            ticket: The ticket.
            sender: The participant it is from.
            now: Its time.
            values: Its other fields.
        """
        self._next_transaction += 7
        made = shapes.transaction(
            self._next_transaction,
            self.guid("transaction"),
            **{
                "dateTime": stamp(now),
                "fromProtocolType": sender["protocolType"],
                "fromParticipant": dict(sender),
                **values,
            },
        )
        ticket.append(made, now)
        return made

    def summary(self) -> dict[str, int]:
        """Count what is held, for tests; they may ask from another thread than the server's."""
        types = [one["type"] for ticket in list(self.tickets.values()) for one in list(ticket.transactions)]
        return {
            "tickets": len(self.tickets),
            "transactions": len(types),
            "notes": types.count(NOTE),
            "contacts": len(self.contacts),
            "users": len({user["id"] for one in self.departments.values() for user in one.users.values()}),
            "tags": len({name for one in self.departments.values() for name in one.tags}),
            "canned_replies": sum(len(one.canned_replies) for one in self.departments.values()),
            "files": len(self.files),
            "files_asked_with_credentials": self.files.with_credentials,
            "direct_messages": len(self.direct),
            "queued_events": sum(len(queue) for queue in list(self.events.queues.values())),
            "outbound_messages": self.counters.outbound_messages,
            "changes": self.changes,
        }
