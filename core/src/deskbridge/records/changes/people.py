"""Customers and agents: those to make, and what to change of them."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from deskbridge.records.base import UNSET, CustomerId, Unset
from deskbridge.records.changes.converters import optional_mapping, optional_tuple
from deskbridge.records.people import AgentKind, AvailabilityKind, Identifier
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


@frozen(kw_only=True, slots=True)
class NewCustomer:
    """A customer to create.

    Attributes:
        id: An id of ours, where the vendor takes one: it makes a repeated create recognisable. None lets the plugin
            make one up, or the vendor.
    """

    about: ClassVar[str] = "customer"

    name: str = ""
    identifiers: tuple[Identifier, ...] = field(default=(), converter=tuple[Identifier, ...])
    address: str = ""
    attributes: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    id: CustomerId | None = None


@frozen(kw_only=True, slots=True)
class CustomerChange:
    """What to change of a customer. Identifiers and attributes replace all that there are."""

    about: ClassVar[str] = "customer"

    name: str | Unset = UNSET
    identifiers: tuple[Identifier, ...] | Unset = field(default=UNSET, converter=optional_tuple)
    address: str | Unset = UNSET
    attributes: FrozenDict | Unset = field(default=UNSET, converter=optional_mapping)


@frozen(kw_only=True, slots=True)
class Requester:
    """Who a new ticket is for: a customer by id, or a person by name and address (found, or made by the vendor)."""

    id: CustomerId | None = None
    name: str = ""
    identifier: Identifier | None = None


@frozen(kw_only=True, slots=True)
class NewAgent:
    """An agent to let in. The vendor may send an invitation to the address.

    Attributes:
        email: The address the agent will sign in with.
        kind: What it is; a vendor refuses what it can't make.
        external_id: The id another system gave.
        roles: What the agent may do, in the vendor's own words; none lets the vendor decide.
    """

    about: ClassVar[str] = "agent"

    email: str
    kind: AgentKind = AgentKind.PERSON
    external_id: str = ""
    roles: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen(kw_only=True, slots=True)
class AgentChange:
    """What to change of an agent. Roles replace all that there are; `UNKNOWN` is no availability to set."""

    about: ClassVar[str] = "agent"

    name: str | Unset = UNSET
    external_id: str | Unset = UNSET
    roles: tuple[str, ...] | Unset = field(default=UNSET, converter=optional_tuple)
    availability: AvailabilityKind | Unset = UNSET
