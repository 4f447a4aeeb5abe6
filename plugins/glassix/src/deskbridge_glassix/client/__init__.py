"""The native client: the vendor's API, typed, in the vendor's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskbridge.transport import Client
from deskbridge_glassix.client.contacts import ContactsApi
from deskbridge_glassix.client.department import TenantsApi, UsersApi
from deskbridge_glassix.client.ticket_changes import TicketChangesApi
from deskbridge_glassix.client.tickets import TicketsApi
from deskbridge_glassix.client.walk import walk
from deskbridge_glassix.wire.tickets import Ticket

__all__ = ["ContactsApi", "GlassixClient", "TenantsApi", "TicketChangesApi", "TicketsApi", "UsersApi"]


class GlassixClient:
    """One department of a workspace, as one user.

    Attributes:
        department_id: The department that all of this is about; the same as its API key.
        tickets: Making, reading, listing tickets and writing into them.
        ticket_changes: Changing a ticket's state, fields, owner or department.
        contacts: Contacts.
        users: Users.
        tenants: Tags and opening hours.
    """

    def __init__(self, http: Client, *, department_id: str) -> None:
        self.department_id = department_id
        self.tickets = TicketsApi(http)
        self.ticket_changes = TicketChangesApi(http)
        self.contacts = ContactsApi(http)
        self.users = UsersApi(http)
        self.tenants = TenantsApi(http)

    def every_ticket(self, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Ticket]:
        """Yield each ticket with activity in a period once, without transactions: one listing a month at least.

        Args:
            since: Aware, inclusive; 2015-01-01 if None.
            until: Aware, inclusive; tomorrow if None.
        """
        return walk(self.tickets, since=since, until=until)
