"""Tickets: making, reading, listing them and writing into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deskbridge.operations import operation
from deskbridge.records import UNSET
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, read, segment, written, written_done
from deskbridge_glassix.wire.sending import MessageBody
from deskbridge_glassix.wire.tickets import NewTicket, Ticket, TicketPage, Transaction
from deskbridge_glassix.wire.times import format_list_time


class TicketsApi(Area):
    """Operations on tickets as a whole, and entries written into them."""

    @operation("tickets_create")
    def create(self, new: NewTicket) -> Ticket:
        """Create a ticket. Never repeated by itself: its outcome can only be looked up.

        Raises:
            ConflictError: A phone number has an open ticket already; `existing_id` tells which.
            ValidationError: A tag is not of the department, or another value is refused.

        Source: docs.glassix.com, Create Ticket.
        """
        return written(self._http.post("tickets.create", "/tickets/create", body=unstructure(new)), Ticket)

    @operation("tickets_get")
    def get(self, ticket_id: int | str) -> Ticket:
        """Read a ticket with its transactions.

        Raises:
            NotFoundError: There is none of that id in the department.

        Source: docs.glassix.com, Get Ticket.
        """
        return read(self._http.get("tickets.get", f"/tickets/get/{segment(ticket_id)}"), Ticket)

    @operation("tickets_list")
    def first_page(
        self, *, since: datetime, until: datetime, states: Sequence[str] = (), sort_order: str = ""
    ) -> TicketPage:
        """List the first 100 tickets that were opened, closed or active in a period, without transactions.

        Args:
            since: Aware, inclusive, cut to hundredths of a second.
            until: The same; at most one calendar month later.
            states: ``Open``, ``Closed``, ``Pending``, ``Snoozed``; none means all.
            sort_order: ``ASC`` or ``DESC``, of whose meaning the vendor's sources disagree; "" leaves it out.

        Source: docs.glassix.com, Get Tickets List.
        """
        query = {"since": format_list_time(since), "until": format_list_time(until)}
        if states:
            query["ticketState"] = ",".join(states)
        if sort_order:
            query["sortOrder"] = sort_order
        return read(self._http.get("tickets.list", "/tickets/list", query=query), TicketPage)

    @operation("tickets_list")
    def next_page(self, link: str) -> TicketPage:
        """Follow a page's `next_link` as it came; it lives for 24 hours from the first page.

        Raises:
            ForeignOriginError: It leads to another host; nothing was sent there.
            ValidationError: It has expired.
        """
        return read(self._http.get("tickets.list", link), TicketPage)

    @operation("tickets_send")
    def send(self, ticket_id: int | str, *, text: str = "", html: str = "", files: Sequence[str] = ()) -> Transaction:
        """Send a message to all participants as the token's user, now and for good.

        Args:
            ticket_id: A ticket that is open.
            text: The message.
            html: For mail and web chat only.
            files: What uploaded files are called in a message.

        Source: both official SDKs.
        """
        body = MessageBody(text=text or UNSET, html=html or UNSET, files=tuple(files) if files else UNSET)
        return self.send_body(ticket_id, body)

    @operation("tickets_send")
    def send_body(self, ticket_id: int | str, body: MessageBody) -> Transaction:
        """Send a message as `send` does, with buttons, cards and files."""
        path = f"/tickets/send/{segment(ticket_id)}"
        return written(self._http.post("tickets.send", path, body=unstructure(body)), Transaction)

    @operation("tickets_addnote")
    def add_note(self, ticket_id: int | str, *, text: str = "", html: str = "") -> str:
        """Add a note that customers don't see, as the token's user. Returns the vendor's remark.

        Source: both official SDKs.
        """
        response = self._http.post("tickets.addnote", f"/tickets/addnote/{segment(ticket_id)}", body=_body(text, html))
        return written_done(response)

    @operation("tickets_addtags")
    def add_tags(self, ticket_id: int | str, tags: Sequence[str]) -> tuple[str, ...]:
        """Add tags of the department to an open or snoozed ticket; returns all that it has then.

        Source: both official SDKs.
        """
        response = self._http.post(
            "tickets.addtags", f"/tickets/addtags/{segment(ticket_id)}", body=list(tags), idempotent=True
        )
        return read(response, tuple[str, ...])

    @operation("tickets_removetag")
    def remove_tag(self, ticket_id: int | str, tag: str) -> tuple[str, ...]:
        """Remove a tag; returns those that remain. What happens to one that is not there is not known.

        Source: both official SDKs.
        """
        response = self._http.delete(
            "tickets.removetag", f"/tickets/removetag/{segment(ticket_id)}", query={"tag": tag}, idempotent=True
        )
        return read(response, tuple[str, ...])


def _body(text: str, html: str) -> dict[str, str]:
    return {name: value for name, value in (("text", text), ("html", html)) if value}
