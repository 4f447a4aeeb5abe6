"""A desk made of a vendor's roles: what isn't declared as possible is refused here, before a request is sent.

A plugin writes only the methods that it declares; the rest is refused without it. Values that a vendor can't keep are
refused as well, by the rows of their fields, so that nothing is dropped silently.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from attrs import has

from deskbridge.capabilities import ROLES, Capabilities, Capability
from deskbridge.protocols import (
    Agents,
    Answers,
    Calls,
    Customers,
    Events,
    Exports,
    Files,
    Groups,
    Messages,
    Reports,
    Surveys,
    Tasks,
    Tickets,
    Topics,
)
from deskbridge.records import Change, IdentifierKind, set_fields

Native = TypeVar("Native")

_IDENTIFIERS = {
    IdentifierKind.EMAIL: Capability.CUSTOMER_EMAIL,
    IdentifierKind.PHONE: Capability.CUSTOMER_PHONE,
    IdentifierKind.SOCIAL: Capability.CUSTOMER_SOCIAL,
    IdentifierKind.UNKNOWN: Capability.CUSTOMER_SOCIAL,
    IdentifierKind.EXTERNAL_ID: Capability.CUSTOMER_EXTERNAL_ID,
}
_BY_VALUE = {one.value: one for one in Capability}


def needed(change: Change) -> Iterator[tuple[Capability, object]]:
    """Yield the field capabilities that a change needs, each with the value that needs it."""
    for name, value in set_fields(change).items():
        if name == "identifiers":
            for identifier in value:
                yield _IDENTIFIERS[identifier.kind], identifier.value
        elif (capability := _about(change.about, name)) is not None:
            yield capability, value


@functools.cache
def _about(subject: str, name: str) -> Capability | None:
    return _BY_VALUE.get(f"{subject}.{name}")


class _Guard:
    """A role whose undeclared methods and unkeepable values are refused."""

    def __init__(self, role: str, behind: object | None, capabilities: Capabilities) -> None:
        self._role = role
        self._behind = behind
        self._capabilities = capabilities

    def __getattr__(self, name: str) -> Callable[..., Any]:
        capability = _BY_VALUE.get(f"{self._role}.{name}")
        if capability is None:
            msg = f"{self._role} has no method {name!r}"
            raise AttributeError(msg)
        method = self._guarded(capability, getattr(self._behind, name, None))
        self.__dict__[name] = method
        return method

    def _guarded(self, capability: Capability, method: Callable[..., Any] | None) -> Callable[..., Any]:
        capabilities = self._capabilities
        possible = {one for one, row in capabilities.items() if row.possible}

        def refused(*args: object, **kwargs: object) -> object:
            capabilities.require(capability)
            for value in (*args, *kwargs.values()):
                if has(type(value)) and hasattr(value, "about"):
                    for field, _ in needed(cast(Change, value)):
                        if field not in possible:
                            capabilities.require(field, asked=f"writing {field}")
            return cast(Callable[..., Any], method)(*args, **kwargs)

        return functools.wraps(method)(refused) if method is not None else refused

    def __dir__(self) -> list[str]:
        return [one.value.partition(".")[2] for one in Capability if one.subject == self._role]

    def __repr__(self) -> str:
        return f"<{self._role} of {self._capabilities.vendor}>"


class Desk(Generic[Native]):
    """A `Helpdesk` composed of roles.

    Args:
        capabilities: The vendor's declaration.
        native: The vendor's whole API.
        roles: By role name; one that is missing has no declared method.
        close: Called once by the first `close`.

    Raises:
        ValueError: A role is unknown, or a declared method has nothing behind it.
    """

    def __init__(
        self,
        capabilities: Capabilities,
        *,
        native: Native,
        roles: dict[str, object],
        close: Callable[[], None],
    ) -> None:
        _check(capabilities, roles)
        self.capabilities = capabilities
        self.native = native
        self._close: Callable[[], None] | None = close
        self.customers = cast(Customers, _Guard("customers", roles.get("customers"), capabilities))
        self.tickets = cast(Tickets, _Guard("tickets", roles.get("tickets"), capabilities))
        self.messages = cast(Messages, _Guard("messages", roles.get("messages"), capabilities))
        self.topics = cast(Topics, _Guard("topics", roles.get("topics"), capabilities))
        self.agents = cast(Agents, _Guard("agents", roles.get("agents"), capabilities))
        self.groups = cast(Groups, _Guard("groups", roles.get("groups"), capabilities))
        self.tasks = cast(Tasks, _Guard("tasks", roles.get("tasks"), capabilities))
        self.answers = cast(Answers, _Guard("answers", roles.get("answers"), capabilities))
        self.calls = cast(Calls, _Guard("calls", roles.get("calls"), capabilities))
        self.surveys = cast(Surveys, _Guard("surveys", roles.get("surveys"), capabilities))
        self.files = cast(Files, _Guard("files", roles.get("files"), capabilities))
        self.exports = cast(Exports, _Guard("exports", roles.get("exports"), capabilities))
        self.reports = cast(Reports, _Guard("reports", roles.get("reports"), capabilities))
        self.events = cast(Events, _Guard("events", roles.get("events"), capabilities))

    @property
    def vendor(self) -> str:
        """The name the plugin is registered under."""
        return self.capabilities.vendor

    def close(self) -> None:
        """Give back what the desk holds open. May be called twice."""
        close, self._close = self._close, None
        if close is not None:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Desk {self.vendor}>"


def _check(capabilities: Capabilities, roles: dict[str, object]) -> None:
    if unknown := sorted(set(roles) - set(ROLES)):
        msg = f"unknown roles: {', '.join(unknown)}"
        raise ValueError(msg)
    for capability in (one for one in Capability if one.is_method and capabilities[one].possible):
        role, _, name = capability.value.partition(".")
        if not callable(getattr(roles.get(role), name, None)):
            msg = f"{capabilities.vendor} declares {capability} but its role has no such method"
            raise ValueError(msg)
