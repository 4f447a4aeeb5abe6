"""Customers, agents and groups in memory."""

from __future__ import annotations

from attrs import evolve

from deskbridge.errors import ConflictError, InvalidRequestError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, listing
from deskbridge.records import (
    Agent,
    AgentId,
    ChannelKind,
    Customer,
    CustomerChange,
    CustomerId,
    Group,
    GroupId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    Unset,
)
from deskbridge.records.changes import given_fields


def _known_by(customer: Customer, kind: IdentifierKind, value: str) -> bool:
    return any(one.kind is kind and one.value.casefold() == value.casefold() for one in customer.identifiers)


class MemoryCustomers:
    """Customers; ids, e-mail addresses and external ids are unique, phone numbers may be shared."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, customer_id: CustomerId) -> Customer:
        """See `deskbridge.protocols.Customers`."""
        with self._store.lock:
            return held(self._store.customers, customer_id, "customers.get")

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """See `deskbridge.protocols.Customers`."""
        asked = {
            IdentifierKind.EMAIL: email,
            IdentifierKind.PHONE: phone,
            IdentifierKind.EXTERNAL_ID: external_id,
        }
        given = [(kind, value) for kind, value in asked.items() if value is not None]
        if len(given) != 1:
            msg = "give exactly one of email, phone and external_id"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="customers.find")
        ((kind, value),) = given
        return listing(
            self._store,
            "customers found",
            lambda: (one for one in self._store.customers.values() if _known_by(one, kind, value)),
        )

    def all(self) -> Listing[Customer]:
        """See `deskbridge.protocols.Customers`."""
        return listing(self._store, "all customers", self._store.customers.values)

    def create(self, new: NewCustomer) -> Customer:
        """See `deskbridge.protocols.Customers`."""
        store = self._store
        with store.lock:
            if new.id is not None and new.id in store.customers:
                msg = f"the id {new.id!r} is taken"
                raise ConflictError(msg, existing_id=new.id, vendor=VENDOR, operation="customers.create")
            self._check_unique(new.identifiers, None, "customers.create")
            made = Customer(
                id=new.id or store.new_id("customer"),
                vendor=VENDOR,
                name=new.name,
                identifiers=new.identifiers,
                address=new.address,
                attributes=new.attributes,
                created_at=store.now(),
            )
            store.customers[made.id] = made
            return made

    def update(self, customer_id: CustomerId, change: CustomerChange) -> Customer:
        """See `deskbridge.protocols.Customers`."""
        store = self._store
        with store.lock:
            before = held(store.customers, customer_id, "customers.update")
            if not isinstance(change.identifiers, Unset):
                self._check_unique(change.identifiers, before.id, "customers.update")
            after = evolve(before, **given_fields(change), updated_at=store.now())
            store.customers[after.id] = after
            return after

    def delete(self, customer_id: CustomerId) -> None:
        """See `deskbridge.protocols.Customers`. The customer's tickets and messages go too."""
        store = self._store
        with store.lock:
            held(store.customers, customer_id, "customers.delete")
            del store.customers[customer_id]
            gone = {one.id for one in store.tickets.values() if one.customer_id == customer_id}
            for ident in gone:
                del store.tickets[ident]
            for message in list(store.messages.values()):
                if message.ticket_id in gone or message.customer_id == customer_id:
                    del store.messages[message.id]

    def _check_unique(self, identifiers: tuple[Identifier, ...], own: str | None, operation: str) -> None:
        for wanted in identifiers:
            if wanted.kind is IdentifierKind.PHONE:
                continue
            for one in self._store.customers.values():
                if one.id != own and _known_by(one, wanted.kind, wanted.value):
                    msg = f"the {wanted.kind} belongs to another customer; update that one instead"
                    raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation=operation)


class MemoryAgents:
    """Agents, as they were seeded."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Agent]:
        """See `deskbridge.protocols.Agents`."""
        return listing(self._store, "all agents", self._store.agents.values)

    def get(self, agent_id: AgentId) -> Agent:
        """See `deskbridge.protocols.Agents`."""
        with self._store.lock:
            return held(self._store.agents, agent_id, "agents.get")

    def find(self, *, email: str) -> Listing[Agent]:
        """See `deskbridge.protocols.Agents`."""
        return listing(
            self._store,
            "agents found",
            lambda: (one for one in self._store.agents.values() if one.email.casefold() == email.casefold()),
        )


class MemoryGroups:
    """Groups, as they were seeded; they are always open unless disabled."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Group]:
        """See `deskbridge.protocols.Groups`."""
        return listing(self._store, "all groups", self._store.groups.values)

    def get(self, group_id: GroupId) -> Group:
        """See `deskbridge.protocols.Groups`."""
        with self._store.lock:
            return held(self._store.groups, group_id, "groups.get")

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:  # noqa: ARG002  same all over
        """See `deskbridge.protocols.Groups`."""
        return not self.get(group_id).disabled
