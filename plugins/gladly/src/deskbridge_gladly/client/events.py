"""The events of the last 24 hours, as a stream of JSON lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deskbridge.errors import InvalidRequestError
from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.lines import Lines, OnBroken
from deskbridge_gladly.client.times import time_text
from deskbridge_gladly.wire.events import EVENTS, Event, UnknownEvent


class Events:
    """The operation on events. What webhooks deliver is read by `deskbridge_gladly.webhooks`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Events_listStreamOfEvents")
    def stream(
        self,
        start_at: datetime,
        entities: Sequence[str],
        *,
        end_at: datetime | None = None,
        on_broken: OnBroken = "skip",
    ) -> Lines[Event]:
        """Read events in ascending order of time; they appear up to 15 seconds after they happened.

        Args:
            start_at: At most 24 hours ago.
            entities: At least one of `deskbridge_gladly.wire.events.ENTITIES`; others may come to be.
            end_at: Now where it is None.
            on_broken: What to do with a line that is no event; see `Exports.lines`.

        Returns:
            Each event as a value of the class of its type, an `UnknownEvent` where that is new.

        Raises:
            InvalidRequestError: There is no entity, or a time has no zone.
            ValidationError: While iterating: the period is wrong.
        """
        if not entities:
            msg = "there is no entity to read the events of. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="events.stream")
        query: dict[str, str | Sequence[str]] = {"startAt": time_text(start_at), "entities": list(entities)}
        if end_at is not None:
            query["endAt"] = time_text(end_at)
        return self._api.stream_of("events.stream", "events", EVENTS, UnknownEvent, query=query, on_broken=on_broken)
