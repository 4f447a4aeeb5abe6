"""Customers, agents and groups."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import CustomerId, Record, utc_or_none
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


class IdentifierKind(StrEnum):
    """What kind of address finds a customer."""

    EMAIL = "email"
    PHONE = "phone"
    SOCIAL = "social"
    EXTERNAL_ID = "external_id"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Identifier:
    """One address by which a customer is known.

    Attributes:
        kind: What it is.
        value: Normalised: an e-mail address in lower case, a phone number as E.164 where it could be read as one.
        original: As the vendor or the customer wrote it.
        label: The vendor's word for its use or origin, such as ``HOME`` or ``FacebookId``; "" if none.
        primary: Whether it is the one that is used first.
    """

    kind: IdentifierKind
    value: str
    original: str = field(default="", eq=False)
    label: str = ""
    primary: bool = False


def _identifiers(values: object) -> tuple[Identifier, ...]:
    return tuple(values)  # type: ignore[arg-type]  # attrs passes whatever the caller gave


@frozen(kw_only=True, slots=True)
class Customer(Record):
    """A person who writes to the helpdesk.

    Attributes:
        name: As shown to agents; "" if there is none.
        identifiers: E-mail addresses, phone numbers and the like, in the vendor's order.
        address: A postal address in one text; "" if there is none.
        attributes: The customer's own fields, by name.
        created_at: None where the vendor does not say.
        updated_at: None where the vendor does not say, or it was never changed.
        merged_from: The id that was asked for, if it was merged into this one; None otherwise.
    """

    name: str = ""
    identifiers: tuple[Identifier, ...] = field(default=(), converter=_identifiers)
    address: str = ""
    attributes: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    created_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    merged_from: CustomerId | None = None

    def values(self, kind: IdentifierKind) -> tuple[str, ...]:
        """Return the normalised identifiers of one kind, in order."""
        return tuple(one.value for one in self.identifiers if one.kind is kind)

    @property
    def emails(self) -> tuple[str, ...]:
        """The e-mail addresses, in lower case."""
        return self.values(IdentifierKind.EMAIL)

    @property
    def phones(self) -> tuple[str, ...]:
        """The phone numbers, as E.164 where they could be read as such."""
        return self.values(IdentifierKind.PHONE)


class AgentKind(StrEnum):
    """What works there: somebody, a program that talks to customers, or one that moves data."""

    PERSON = "person"
    BOT = "bot"
    INTEGRATION = "integration"
    UNKNOWN = "unknown"


class AvailabilityKind(StrEnum):
    """Whether an agent takes work now.

    `ONLINE`: yes. `AWAY`: signed in, but takes none. `OFFLINE`: not signed in.
    """

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Availability:
    """Whether an agent takes work now, with the vendor's own word for it."""

    kind: AvailabilityKind
    original: str = ""


@frozen(kw_only=True, slots=True)
class Agent(Record):
    """A person, bot or integration that works in the helpdesk.

    Attributes:
        name: As shown to colleagues; "" if there is none.
        email: The address the agent signs in with, in lower case; "" if there is none.
        active: Whether the agent may sign in; None where the vendor does not say.
        kind: What it is; `UNKNOWN` where the vendor does not say.
        roles: What the agent may do, in the vendor's own words and order.
        external_id: The id another system gave; "" if none.
        availability: Whether the agent took work when this was read; None where the vendor does not say.
    """

    name: str = ""
    email: str = ""
    active: bool | None = None
    kind: AgentKind = AgentKind.UNKNOWN
    roles: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    external_id: str = ""
    availability: Availability | None = None


class GroupKind(StrEnum):
    """What kind of group it is."""

    INBOX = "inbox"
    TEAM = "team"
    DEPARTMENT = "department"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Group(Record):
    """Where tickets wait or agents belong: an inbox, a team, a department.

    Attributes:
        name: As shown to agents; "" where the vendor gives none.
        kind: What it is.
        disabled: Whether it takes no more tickets.
    """

    name: str = ""
    kind: GroupKind = GroupKind.UNKNOWN
    disabled: bool = False
