"""The customers of a Gladly desk."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from deskbridge.checking import one_identifier
from deskbridge.errors import ConflictError, InvalidRequestError, MergedError, NotFoundError
from deskbridge.listing import Listing, Pages
from deskbridge.records import Customer, CustomerChange, CustomerId, NewCustomer, Unset
from deskbridge.records.changes import as_sent
from deskbridge.writing import after_write, settled_delete
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.roles.enumeration import ExportedIds, survivors
from deskbridge_gladly.translate import customers as translate
from deskbridge_gladly.translate.phones import normal_phone
from deskbridge_gladly.wire.customers import Profile, ProfileBody

FIND_LIMIT = 50


class Customers:
    """See `deskbridge.protocols.Customers`.

    Args:
        client: Asks the vendor.
        reads_back: Whether what was written is read again; else what was sent is returned.
    """

    def __init__(self, client: GladlyClient, *, reads_back: bool = True) -> None:
        self._client = client
        self._reads_back = reads_back

    def get(self, customer_id: CustomerId) -> Customer:
        """Return one customer; a merged one is followed once."""
        try:
            return self._read(customer_id)
        except MergedError as merged:
            return evolve(self._read(merged.new_id), merged_from=customer_id)

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """List the customers of one identifier, last updated first.

        There is no sign of a cut but the number: with 50 found, the vendor's cap, the listing counts as truncated.
        """
        given = {"email": email, "phone": phone, "external_id": external_id}
        name, value = one_identifier(given, vendor="gladly", operation="customers.find")
        if not value:
            msg = f"{name} is empty, by which nobody can be found; nothing was sent"
            raise InvalidRequestError(msg, vendor="gladly", operation="customers.find")
        searches: dict[str, Callable[[str], tuple[Profile, ...]]] = {
            "email": self._client.customers.find_by_email,
            "phone": lambda number: self._client.customers.find_by_phone(normal_phone(number)),
            "external_id": self._client.customers.find_by_external_id,
        }

        def fetch() -> Pages[Customer]:
            found = searches[name](value)
            yield from map(translate.customer, found)
            return len(found) >= FIND_LIMIT

        return Listing(fetch, what="customers found")

    def all(self) -> Listing[Customer]:
        """List the customers that the kept export jobs name, in the jobs' order: one request each."""

        def fetch() -> Pages[Customer]:
            exported = ExportedIds(self._client.exports)
            yield from survivors(exported.of_customers(), self._read)
            return exported.incomplete

        return Listing(fetch, what="all customers")

    def create(self, new: NewCustomer) -> Customer:
        """Create a customer, with an id of ours, so that a repetition is recognised."""
        customer_id = new.id or new_id()
        body = translate.new_profile(new, customer_id)
        try:
            made = self._client.customers.create(body)
        except ConflictError as taken:
            return self._made_before(new, customer_id, taken)
        if not self._reads_back:
            return as_sent(Customer, new, {"id": made, "vendor": "gladly"})
        with after_write(f"the customer {made} was made", vendor="gladly", operation="customers.create"):
            return self._read(made)

    def update(self, customer_id: CustomerId, change: CustomerChange) -> Customer:
        """Change the fields that are set; what the profile's lists hold beside is kept."""
        lists = not isinstance(change.identifiers, Unset)
        body = translate.changed_profile(change, self._client.customers.get(customer_id) if lists else None)
        if body != ProfileBody():
            self._client.customers.update(customer_id, body)
        if not self._reads_back:
            return as_sent(Customer, change, {"id": customer_id, "vendor": "gladly"})
        return self._read(customer_id)

    def delete(self, customer_id: CustomerId) -> None:
        """Erase a customer with all conversations, which must be closed."""
        settled_delete(
            lambda: self._client.customers.delete(customer_id), lambda: self._client.customers.get(customer_id)
        )

    def _read(self, customer_id: str) -> Customer:
        return translate.customer(self._client.customers.get(customer_id))

    def _made_before(self, new: NewCustomer, customer_id: str, taken: ConflictError) -> Customer:
        """Return what an earlier try made; else it is a conflict indeed."""
        try:
            existing = self._read(customer_id)
        except (NotFoundError, MergedError):
            raise taken from None
        if translate.is_same(new, existing):
            return existing
        taken.existing_id = customer_id
        raise taken
