"""A desk: a composition of roles."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from deskbridge.capabilities import Capabilities
from deskbridge.protocols.cases import Tickets, Topics
from deskbridge.protocols.messages import Calls, Messages
from deskbridge.protocols.output import Events, Exports, Files, Reports, Surveys
from deskbridge.protocols.people import Agents, Customers, Groups
from deskbridge.protocols.work import Answers, Tasks


@runtime_checkable
class Helpdesk(Protocol):
    """A desk: a composition of roles, and the vendor's whole API beside them."""

    @property
    def vendor(self) -> str:
        """The name its plugin is registered under."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    @property
    def customers(self) -> Customers:
        """The people who write in."""

    @property
    def tickets(self) -> Tickets:
        """The cases."""

    @property
    def messages(self) -> Messages:
        """What was said, written, noted or done."""

    @property
    def topics(self) -> Topics:
        """What tickets are about."""

    @property
    def agents(self) -> Agents:
        """Who works there."""

    @property
    def groups(self) -> Groups:
        """Inboxes, teams and departments."""

    @property
    def tasks(self) -> Tasks:
        """What is to be done for customers."""

    @property
    def answers(self) -> Answers:
        """Articles and canned replies."""

    @property
    def calls(self) -> Calls:
        """Recordings of calls and voicemails."""

    @property
    def surveys(self) -> Surveys:
        """What customers are asked about their tickets."""

    @property
    def files(self) -> Files:
        """The bytes of attachments."""

    @property
    def exports(self) -> Exports:
        """Jobs that write files."""

    @property
    def reports(self) -> Reports:
        """Tables that the helpdesk computes."""

    @property
    def events(self) -> Events:
        """What happens in the helpdesk."""

    @property
    def native(self) -> Any:
        """The vendor's whole API, typed by the plugin; None where there is none."""

    def close(self) -> None:
        """Give back what the desk holds open; the desk can't be used afterwards. May be called twice."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
