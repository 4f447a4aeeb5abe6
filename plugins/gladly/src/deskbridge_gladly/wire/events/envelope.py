"""What every event has, and what several kinds hold.

`context` is the state just before the event, an `assignee` beside it the new one. All of an event is ids and states,
never a record itself. The specification requires some fields that it defines nowhere, so here every field is optional.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire
from deskbridge_gladly.wire.items import Communicator


@frozen(kw_only=True, slots=True)
class Assignee(Wire):
    """Who has a conversation, a contact or a task; `agent_id` is None while nobody has."""

    inbox_id: str | None = None
    agent_id: str | None = None


@frozen(kw_only=True, slots=True)
class Context(Wire):
    """A contact or conversation just before the event."""

    assignee: Assignee | None = None


@frozen(kw_only=True, slots=True)
class Event(Wire):
    """What every event has; each kind adds its `content`.

    Attributes:
        id: None with a PING only.
        timestamp: When it was recorded.
        initiator: Who began it; many kinds have none.
    """

    id: str | None = None
    type: str | None = None
    timestamp: datetime | None = None
    initiator: Communicator | None = None


@frozen(kw_only=True, slots=True)
class UnknownEvent(Event):
    """An event of a type that we don't know."""

    content: FrozenDict | None = None


@frozen(kw_only=True, slots=True)
class Ping(UnknownEvent):
    """The vendor asks whether a webhook is answered. Nothing but `type` is documented; answer with 200."""
