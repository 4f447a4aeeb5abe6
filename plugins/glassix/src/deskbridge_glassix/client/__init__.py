"""The native client: the vendor's API, typed, in the vendor's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskbridge.transport import Client
from deskbridge_glassix.client.canned_replies import CannedRepliesApi
from deskbridge_glassix.client.contacts import ContactsApi
from deskbridge_glassix.client.files import FilesApi
from deskbridge_glassix.client.interactive_documents import InteractiveDocumentsApi
from deskbridge_glassix.client.phone_calls import PhoneCallsApi
from deskbridge_glassix.client.protocols import ProtocolsApi
from deskbridge_glassix.client.tenants import TenantsApi
from deskbridge_glassix.client.ticket_changes import TicketChangesApi
from deskbridge_glassix.client.ticket_details import TicketDetailsApi
from deskbridge_glassix.client.ticket_documents import TicketDocumentsApi
from deskbridge_glassix.client.tickets import TicketsApi
from deskbridge_glassix.client.tokens import TokenApi
from deskbridge_glassix.client.users import OwnUserApi, UsersApi
from deskbridge_glassix.client.walk import walk
from deskbridge_glassix.client.webhooks import WebhooksApi
from deskbridge_glassix.settings import GlassixSettings
from deskbridge_glassix.wire.tickets import Ticket

__all__ = ["GlassixClient"]


class GlassixClient:
    """One department of a workspace, as one user. Sends nothing when it is made.

    Attributes:
        department_id: The department that all of this is about; the same as its API key.
        token: Access tokens; asking for one is throttled, and nobody needs to who works through a desk.
        tickets: Making, reading, listing tickets and writing into them.
        ticket_changes: Changing a ticket's state, fields, owner or department; erasing it.
        ticket_details: A ticket's summary and the names of who takes part.
        ticket_documents: A ticket as PDF or HTML, and links to surveys about it.
        contacts: Contacts.
        users: Users.
        own_user: The user whom the token is for.
        tenants: Tags and opening hours.
        canned_replies: Texts that agents send often.
        interactive_documents: Documents that customers fill in or sign.
        protocols: Messages outside any ticket.
        phone_calls: What a ticket tells of a call.
        webhooks: Events, polled.
        files: Uploads.
    """

    def __init__(self, http: Client, settings: GlassixSettings) -> None:
        self.department_id = settings.api_key
        self._first_time = settings.first_time
        self.token = TokenApi(http, settings)
        self.tickets = TicketsApi(http)
        self.ticket_changes = TicketChangesApi(http)
        self.ticket_details = TicketDetailsApi(http)
        self.ticket_documents = TicketDocumentsApi(http)
        self.contacts = ContactsApi(http)
        self.users = UsersApi(http)
        self.own_user = OwnUserApi(http)
        self.tenants = TenantsApi(http)
        self.canned_replies = CannedRepliesApi(http)
        self.interactive_documents = InteractiveDocumentsApi(http)
        self.protocols = ProtocolsApi(http)
        self.phone_calls = PhoneCallsApi(http)
        self.webhooks = WebhooksApi(http)
        self.files = FilesApi(http)

    def every_ticket(self, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Ticket]:
        """Yield each ticket with activity in a period once, without transactions: one listing a month at least.

        Args:
            since: Aware, inclusive; the first day of the settings if None.
            until: Aware, inclusive; tomorrow if None.
        """
        return walk(self.tickets, since=since or self._first_time, until=until)
