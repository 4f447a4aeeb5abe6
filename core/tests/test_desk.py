from collections.abc import Callable

import pytest

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import UnsupportedError
from deskbridge.records import (
    Channel,
    ChannelKind,
    CustomerChange,
    CustomerId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    NewTicket,
    Requester,
    TopicId,
)

FULL = Support(Level.FULL)
NO = Support(Level.UNSUPPORTED, "There is no such operation.", nearest="customers.find")


class Customers:
    """Writes down what reaches it."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def get(self, customer_id: CustomerId) -> str:
        self.asked.append(customer_id)
        return "got"

    def create(self, new: NewCustomer) -> NewCustomer:
        self.asked.append(new)
        return new

    def delete(self, customer_id: CustomerId) -> None:
        self.asked.append(customer_id)


def desk_of(
    rows: dict[Capability, Support], *, close: Callable[[], None] = lambda: None
) -> tuple[Desk[None], Customers]:
    customers = Customers()
    made = Desk(Capabilities("acme", rows), native=None, roles={"customers": customers}, close=close)
    return made, customers


def test_a_declared_method_is_called() -> None:
    desk, customers = desk_of({Capability.CUSTOMERS_GET: FULL})
    assert desk.customers.get(CustomerId("1")) == "got"
    assert customers.asked == ["1"]


def test_an_unsupported_method_is_refused_although_there_is_code_for_it() -> None:
    desk, customers = desk_of({Capability.CUSTOMERS_DELETE: NO})
    with pytest.raises(UnsupportedError, match=r"no such operation\. Instead: customers\.find") as refused:
        desk.customers.delete(CustomerId("1"))
    assert (refused.value.capability, refused.value.vendor) == (Capability.CUSTOMERS_DELETE, "acme")
    assert customers.asked == []


def test_an_undeclared_method_is_refused_without_code_for_it() -> None:
    desk, _ = desk_of({})
    with pytest.raises(UnsupportedError) as refused:
        desk.tickets.create(NewTicket(requester=Requester()))
    assert refused.value.capability is Capability.TICKETS_CREATE


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewCustomer(address="Street 1"), Capability.CUSTOMER_ADDRESS),
        (NewCustomer(attributes={"a": "b"}), Capability.CUSTOMER_ATTRIBUTES),
        (NewCustomer(identifiers=(Identifier(kind=IdentifierKind.PHONE, value="+1"),)), Capability.CUSTOMER_PHONE),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused(new: NewCustomer, field: Capability) -> None:
    desk, customers = desk_of({Capability.CUSTOMERS_CREATE: FULL, Capability.CUSTOMER_NAME: FULL})
    with pytest.raises(UnsupportedError) as refused:
        desk.customers.create(new)
    assert refused.value.capability is field
    assert customers.asked == []


def test_emptying_a_field_that_cannot_be_kept_is_no_loss() -> None:
    desk, _ = desk_of({Capability.CUSTOMERS_CREATE: FULL, Capability.CUSTOMER_NAME: FULL})
    assert desk.customers.create(NewCustomer(name="A", address="")).name == "A"


def test_values_of_other_records_are_checked_by_their_own_rows() -> None:
    desk, _ = desk_of({Capability.CUSTOMERS_CREATE: FULL})
    new = NewTicket(requester=Requester(), channel=Channel(kind=ChannelKind.CHAT), topic_ids=(TopicId("1"),))
    with pytest.raises(UnsupportedError):
        desk.tickets.create(new)


def test_a_method_that_no_role_has_is_an_attribute_error() -> None:
    desk, _ = desk_of({})
    with pytest.raises(AttributeError, match="customers has no method 'purge'"):
        desk.customers.purge  # type: ignore[attr-defined]  # noqa: B018  that is the point


def test_a_declaration_without_code_behind_it_is_found_at_once() -> None:
    with pytest.raises(ValueError, match=r"declares customers\.update"):
        desk_of({Capability.CUSTOMERS_UPDATE: FULL})


def test_a_desk_is_closed_once() -> None:
    closed: list[int] = []
    desk, _ = desk_of({}, close=lambda: closed.append(1))
    with desk:
        pass
    desk.close()
    assert closed == [1]


def test_an_unset_change_needs_nothing() -> None:
    desk, _ = desk_of({})
    with pytest.raises(UnsupportedError) as refused:
        desk.customers.update(CustomerId("1"), CustomerChange())
    assert refused.value.capability is Capability.CUSTOMERS_UPDATE


def test_every_method_of_every_role_has_a_capability_and_the_reverse() -> None:
    from deskbridge import protocols
    from deskbridge.capabilities import ROLES

    methods = {
        f"{role}.{name}"
        for role in ROLES
        for name, value in vars(getattr(protocols, role.capitalize())).items()
        if callable(value) and not name.startswith("_")
    }
    assert methods == {one.value for one in Capability if one.is_method}
