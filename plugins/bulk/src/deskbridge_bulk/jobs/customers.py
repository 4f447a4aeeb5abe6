"""Jobs on customers: create, update, delete."""

from __future__ import annotations

import functools
from typing import ClassVar

from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.records import Customer, CustomerChange, CustomerId, Identifier, IdentifierKind, NewCustomer
from deskbridge.records.base import UNSET
from deskbridge_bulk.jobs.common import Rowwise, creating, needed
from deskbridge_bulk.jobs.turns import Turns
from deskbridge_bulk.problems import RowError
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Columns, Done, Step, Writes, derived_id

ATTRIBUTE = "customAttribute:"
_KINDS = {"email": IdentifierKind.EMAIL, "phone": IdentifierKind.PHONE}

_NEEDING = {
    "name": Capability.CUSTOMER_NAME,
    "address": Capability.CUSTOMER_ADDRESS,
    ATTRIBUTE: Capability.CUSTOMER_ATTRIBUTES,
}

CREATE = Columns(
    required=(),
    optional=("name", "address", "email", "phone"),
    prefixes=("email:", "phone:", ATTRIBUTE),
    needing={
        **_NEEDING,
        **dict.fromkeys(("email", "email:"), Capability.CUSTOMER_EMAIL),
        **dict.fromkeys(("phone", "phone:"), Capability.CUSTOMER_PHONE),
    },
)
UPDATE = Columns(required=("email",), optional=("name", "address"), prefixes=(ATTRIBUTE,), needing=_NEEDING)


@define
class Create(Rowwise):
    """Creates a customer for each row, with an id that is derived from what the row says."""

    name: ClassVar[str] = "customers.create"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.CUSTOMERS_CREATE,)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        given = {column: cell for column, cell in row.cells.items() if cell}
        new_id = CustomerId(derived_id(self.name, given))
        new = NewCustomer(
            id=new_id,
            name=row["name"],
            address=row["address"],
            identifiers=[_identifier(kind, cell) for name, cell in given.items() if (kind := _kind(name)) is not None],
            attributes=_attributes(row),
        )
        if not (new.name or new.identifiers):
            msg = "it has neither a name nor an e-mail address nor a phone number"
            raise RowError(msg)
        return creating(Capability.CUSTOMERS_CREATE, self.desk.customers.create, new, new_id)


@define
class _Found(Rowwise):
    """Finds the customer of each row by one column."""

    by: str = "email"

    def _found(self, address: str) -> list[Customer]:
        find = self.desk.customers.find
        return list(find(email=address) if self.by == "email" else find(phone=address))

    def _one(self, address: str, found: list[Customer]) -> Customer:
        if len(found) != 1:
            ids = ", ".join(one.id for one in found[:5])
            msg = f"{len(found)} customers have {address!r}: {ids}" if found else f"no customer has {address!r}"
            raise RowError(msg, column=self.by)
        return found[0]


@define
class Update(_Found):
    """Changes the customer of each row, found by e-mail address or phone number; empty cells change nothing."""

    name: ClassVar[str] = "customers.update"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.CUSTOMERS_FIND, Capability.CUSTOMERS_UPDATE)
    _turns: Turns = field(factory=Turns, init=False)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        address = needed(row, self.by)
        attributes = _attributes(row)
        if not (row["name"] or row["address"] or attributes):
            msg = "there is nothing to change in it"
            raise RowError(msg)

        def update(writes: Writes) -> Done:
            with self._turns.looking() as changed:
                customer = self._one(address, self._found(address))
                with self._turns.at(customer.id):
                    if attributes and customer.id in changed:  # by a row with another address of theirs
                        customer = self._one(address, self._found(address))
                    change = CustomerChange(
                        name=row["name"] or UNSET,
                        address=row["address"] or UNSET,
                        attributes={**customer.attributes, **attributes} if attributes else UNSET,
                    )
                    write = self.desk.customers.update
                    writes.send(Capability.CUSTOMERS_UPDATE, write, CustomerId(customer.id), change)
            return Done(id=customer.id)

        return Step(action="update", key=address.casefold(), run=update)


@define
class Delete(_Found):
    """Erases the customer of each row, found by e-mail address or phone number. One who is not there is skipped."""

    needs: ClassVar[tuple[Capability, ...]] = (Capability.CUSTOMERS_FIND, Capability.CUSTOMERS_DELETE)

    @property
    def name(self) -> str:
        """The job, and by what customers are found."""
        return f"customers.delete by {self.by}"

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        address = needed(row, self.by)

        def delete(writes: Writes) -> Done:
            found = self._found(address)
            if not found:
                return Done(skipped="" if writes.doubt else f"no customer has {address!r}")
            customer = self._one(address, found)
            try:
                writes.send(Capability.CUSTOMERS_DELETE, self.desk.customers.delete, CustomerId(customer.id))
            except NotFoundError:
                return Done(id=customer.id, skipped="it is gone already")
            return Done(id=customer.id)

        return Step(action="delete", key=address.casefold(), run=delete)


@functools.cache
def _kind(column: str) -> IdentifierKind | None:
    return _KINDS.get(column.partition(":")[0])


def _identifier(kind: IdentifierKind, cell: str) -> Identifier:
    value = cell.lower() if kind is IdentifierKind.EMAIL else cell
    return Identifier(kind=kind, value=value, original=cell)


def _attributes(row: SheetRow) -> dict[str, str]:
    named = {name: cell for name, cell in row.cells.items() if cell and name.startswith(ATTRIBUTE)}
    return {name.removeprefix(ATTRIBUTE): cell for name, cell in named.items()}
