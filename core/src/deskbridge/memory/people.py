"""Customers, agents and groups in memory."""

from __future__ import annotations

from attrs import evolve

from deskbridge.checking import check_agent_change, one_identifier
from deskbridge.errors import ConflictError, MergedError, ValidationError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, listing
from deskbridge.records import (
    Agent,
    AgentChange,
    AgentId,
    Availability,
    AvailabilityKind,
    ChannelKind,
    Customer,
    CustomerChange,
    CustomerId,
    Group,
    GroupId,
    GroupKind,
    Identifier,
    IdentifierKind,
    NewAgent,
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
            try:
                return held(self._store.customers, customer_id, "customers.get")
            except MergedError as merged:
                survivor = held(self._store.customers, merged.new_id, "customers.get")
                return evolve(survivor, merged_from=customer_id)

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """See `deskbridge.protocols.Customers`."""
        given = {"email": email, "phone": phone, "external_id": external_id}
        name, value = one_identifier(given, vendor=VENDOR, operation="customers.find")
        kind = IdentifierKind(name)
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
        """See `deskbridge.protocols.Customers`. The customer's tickets, messages and tasks go too."""
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
            done = {one.id for one in store.tasks.values() if one.customer_id == customer_id}
            for ident in done:
                del store.tasks[ident]
            for comment in list(store.comments.values()):
                if comment.task_id in done:
                    del store.comments[comment.id]

    def _check_unique(self, identifiers: tuple[Identifier, ...], own: str | None, operation: str) -> None:
        for wanted in identifiers:
            if wanted.kind is IdentifierKind.PHONE:
                continue
            for one in self._store.customers.values():
                if one.id != own and _known_by(one, wanted.kind, wanted.value):
                    msg = f"the {wanted.kind} belongs to another customer; update that one instead"
                    raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation=operation)


class MemoryAgents:
    """Agents; addresses and external ids are unique. Their roles are whatever they are given."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Agent]:
        """See `deskbridge.protocols.Agents`."""
        return listing(self._store, "all agents", self._store.agents.values)

    def get(self, agent_id: AgentId) -> Agent:
        """See `deskbridge.protocols.Agents`."""
        with self._store.lock:
            return held(self._store.agents, agent_id, "agents.get")

    def find(self, *, email: str | None = None, external_id: str | None = None) -> Listing[Agent]:
        """See `deskbridge.protocols.Agents`."""
        given = {"email": email, "external_id": external_id}
        name, value = one_identifier(given, vendor=VENDOR, operation="agents.find")
        return listing(self._store, "agents found", lambda: self._known_by(name, value))

    def create(self, new: NewAgent) -> Agent:
        """See `deskbridge.protocols.Agents`. Nobody is invited."""
        store = self._store
        if not new.email:
            msg = "an agent needs an address to sign in with"
            raise ValidationError(msg, vendor=VENDOR, operation="agents.create", codes=("blank",))
        with store.lock:
            self._check_unique("email", new.email, None, "agents.create")
            self._check_unique("external_id", new.external_id, None, "agents.create")
            made = Agent(
                id=store.new_id("agent"),
                vendor=VENDOR,
                email=new.email.lower(),
                active=True,
                kind=new.kind,
                roles=new.roles,
                external_id=new.external_id,
                availability=_availability(AvailabilityKind.OFFLINE),
            )
            store.agents[made.id] = made
            return made

    def update(self, agent_id: AgentId, change: AgentChange) -> Agent:
        """See `deskbridge.protocols.Agents`."""
        store = self._store
        check_agent_change(change, vendor=VENDOR)
        with store.lock:
            before = held(store.agents, agent_id, "agents.update")
            given = given_fields(change)
            self._check_unique("external_id", given.get("external_id", ""), before.id, "agents.update")
            if "availability" in given:
                given["availability"] = _availability(given["availability"])
            after = evolve(before, **given)
            store.agents[after.id] = after
            return after

    def delete(self, agent_id: AgentId) -> None:
        """See `deskbridge.protocols.Agents`. Tickets and tasks keep the id."""
        with self._store.lock:
            held(self._store.agents, agent_id, "agents.delete")
            del self._store.agents[agent_id]
            self._store.recording.discard(agent_id)

    def _known_by(self, name: str, value: str) -> list[Agent]:
        fold = str.casefold if name == "email" else str
        found = [one for one in self._store.agents.values() if fold(getattr(one, name)) == fold(value)]
        return found if value else []

    def _check_unique(self, name: str, value: str, own: str | None, operation: str) -> None:
        taken = [one.id for one in self._known_by(name, value) if one.id != own]
        if taken:
            msg = f"the {name} belongs to another agent; update that one instead"
            raise ConflictError(msg, existing_id=taken[0], vendor=VENDOR, operation=operation)


def _availability(kind: AvailabilityKind) -> Availability:
    return Availability(kind=kind, original=kind.value)


class MemoryGroups:
    """Groups, as they were seeded; they are always open unless disabled."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, kind: GroupKind | None = None) -> Listing[Group]:
        """See `deskbridge.protocols.Groups`."""
        groups = self._store.groups
        return listing(self._store, "all groups", lambda: (one for one in groups.values() if kind in (None, one.kind)))

    def get(self, group_id: GroupId) -> Group:
        """See `deskbridge.protocols.Groups`."""
        with self._store.lock:
            return held(self._store.groups, group_id, "groups.get")

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:  # noqa: ARG002  same all over
        """See `deskbridge.protocols.Groups`."""
        return not self.get(group_id).disabled
