"""Customers: contacts, which the vendor neither lists nor searches: they are found by the tickets they take part in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from deskbridge.checking import one_identifier
from deskbridge.errors import NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import UNSET, Customer, CustomerChange, CustomerId, IdentifierKind, Unset
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.ids import guid
from deskbridge_glassix.translate.customers import IdentifierDifference, customer, difference, is_known_by
from deskbridge_glassix.translate.tickets import clients_of


class GlassixCustomers:
    """`deskbridge.protocols.Customers`, without making and erasing them."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def get(self, customer_id: CustomerId) -> Customer:
        """Return a contact.

        Raises:
            NotFoundError: There is none of that id, or it was deleted.
        """
        contact = self._client.contacts.get(guid(customer_id, what="customer", operation="customers.get"))
        if contact.is_deleted:
            msg = f"customer {customer_id} was deleted"
            raise NotFoundError(msg, vendor=VENDOR, operation="customers.get")
        return customer(contact)

    def all(self) -> Listing[Customer]:
        """List every contact that takes part in a ticket: all tickets are read, then each contact by its id."""
        return Listing(lambda: whole(self._behind_tickets()), what="customers")

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """List the contacts of an identifier by reading all tickets, and then each contact by its id.

        No shorter way is safe: a contact may write by another address than the one that is looked for.

        Args:
            email: Compared without regard to case.
            phone: International; compared by its digits.
            external_id: The contact's uniqueArgument, compared exactly.

        Raises:
            InvalidRequestError: None or more than one identifier was given.
        """
        given = {"email": email, "phone": phone, "external_id": external_id}
        name, value = one_identifier(given, vendor=VENDOR, operation="customers.find")
        asked = [(IdentifierKind(name), value)]

        def fetch() -> Pages[Customer]:
            return whole(one for one in self._behind_tickets() if is_known_by(one, asked))

        return Listing(fetch, what=f"customers by {name}")

    def update(self, customer_id: CustomerId, change: CustomerChange) -> Customer:
        """Change name, external id and identifiers: one call for each that differs, in that order, then a read.

        Identifiers replace all that there are, so one that is not among the new ones is deleted; new ones are added
        first. Only e-mail addresses, phone numbers, FacebookId and InstagramId can be added.

        Raises:
            ConflictError: An identifier belongs to another contact; what came before it has been changed.
        """
        contact_id = guid(customer_id, what="customer", operation="customers.update")
        before = self._client.contacts.get(contact_id)
        wanted = UNSET if isinstance(change.identifiers, Unset) else difference(before, change.identifiers)
        if not isinstance(change.name, Unset) and change.name != (before.name or ""):
            self._client.contacts.set_name(contact_id, change.name)
        if not isinstance(wanted, Unset):
            self._identify(contact_id, wanted, external_id=before.unique_argument or "")
        return self.get(customer_id)

    def _identify(self, contact_id: str, wanted: IdentifierDifference, *, external_id: str) -> None:
        if wanted.external_id != external_id:
            self._client.contacts.set_unique_argument(contact_id, wanted.external_id)
        for one in wanted.add:
            self._client.contacts.add_identifier(contact_id, one.type, one.value)
        for number in wanted.delete:
            # It may be gone already: by a first try whose answer got lost.
            with suppress(NotFoundError):
                self._client.contacts.delete_identifier(contact_id, number)

    def _behind_tickets(self) -> Iterator[Customer]:
        """Read each contact behind any ticket once."""
        seen: set[str] = set()
        for ticket in self._client.every_ticket():
            for one in clients_of(ticket):
                contact_id = one.contact_id or ""
                if contact_id not in seen:
                    seen.add(contact_id)
                    yield from self._if_there(CustomerId(contact_id))

    def _if_there(self, customer_id: CustomerId) -> Iterator[Customer]:
        try:
            yield self.get(customer_id)
        except NotFoundError:  # merged or erased: it is no customer any more
            return
