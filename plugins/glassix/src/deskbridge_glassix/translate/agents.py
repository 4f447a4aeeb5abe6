"""Users as agents, and agents as the vendor adds and changes them."""

from __future__ import annotations

from typing import Final

from deskbridge.errors import InvalidRequestError
from deskbridge.records import UNSET, Agent, AgentKind, Availability, AvailabilityKind, NewAgent
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.users import NewUser, User

_KINDS: Final = {"agent": AgentKind.PERSON, "bot": AgentKind.BOT, "api": AgentKind.INTEGRATION}
_TYPES: Final = {kind: word.upper() for word, kind in _KINDS.items()}
_STATUSES: Final = {
    "online": AvailabilityKind.ONLINE,
    "offline": AvailabilityKind.OFFLINE,
    **dict.fromkeys(("break", "break2", "break3", "break4", "break5"), AvailabilityKind.AWAY),
}
_WORDS: Final = {
    AvailabilityKind.ONLINE: "Online",
    AvailabilityKind.AWAY: "Break",
    AvailabilityKind.OFFLINE: "Offline",
}
_WORKS, _READS = "SystemUser", "ReadOnly"
_PRIMARY: Final = (_WORKS, "DepartmentAdmin", "DataControler", "MasterUser", _READS)
"""One of them everybody has; the misspelling is the vendor's. Source: docs.glassix.com, Set Roles."""


def agent(user: User) -> Agent:
    """Return a user as an agent. Whether somebody left is not said; who left is not listed."""
    return Agent(
        id=user.id,
        vendor=VENDOR,
        raw=user.raw,
        name=user.full_name or user.short_name or "",
        email=(user.user_name or "").lower(),
        kind=_KINDS.get((user.type or "").lower(), AgentKind.UNKNOWN),
        roles=user.roles or (),
        external_id=user.unique_argument or "",
        availability=availability_of(user.status) if user.status else None,
    )


def availability_of(status: str) -> Availability:
    """Return a status as an availability: every break is away."""
    return Availability(kind=_STATUSES.get(status.lower(), AvailabilityKind.UNKNOWN), original=status)


def status_word(kind: AvailabilityKind) -> str:
    """Return the status that is set for an availability."""
    return _WORDS[kind]


def is_known_as(one: Agent, name: str, value: str) -> bool:
    """Tell whether a user has an address, in any case, or exactly an external id that is not empty."""
    if name == "email":
        return one.email == value.strip().lower()
    return bool(value) and one.external_id == value


def user_type(kind: AgentKind) -> str:
    """Return the vendor's type of a user to add.

    Raises:
        InvalidRequestError: The kind is unknown.
    """
    if kind not in _TYPES:
        msg = f"a user can't be added as {kind.value!r}; choose one of: {', '.join(_TYPES)}; nothing was sent"
        raise InvalidRequestError(msg, vendor=VENDOR, operation="agents.create")
    return _TYPES[kind]


def first_role(roles: tuple[str, ...]) -> str:
    """Return the role to add a user with: never a greater one than is wanted.

    Raises:
        InvalidRequestError: The roles are such that they could not be set once the user was added.
    """
    if roles and not any(one in _PRIMARY for one in roles):
        msg = f"one of these roles is always needed: {', '.join(_PRIMARY)}; nothing was sent"
        raise InvalidRequestError(msg, vendor=VENDOR, operation="agents.create")
    return _WORKS if not roles or _WORKS in roles else _READS


def new_user(new: NewAgent) -> NewUser:
    """Write a user to add."""
    return NewUser(user_name=new.email.strip(), unique_argument=new.external_id or UNSET)
