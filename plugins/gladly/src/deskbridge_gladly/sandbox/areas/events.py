"""The events stream: what happened within the last 24 hours, as lines of JSON."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response, StreamingResponse

from deskbridge_gladly.sandbox.areas.exports import chunks
from deskbridge_gladly.sandbox.calls import Call, Fields, Table
from deskbridge_gladly.sandbox.events import ENTITIES
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import read_time

WINDOW = timedelta(hours=24)


class Events:
    """Answers the events stream."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/events": {"GET": self.stream}}

    @operation("Events_listStreamOfEvents")
    def stream(self, call: Call) -> Response:
        """Stream the events of some entities from `startAt` to `endAt`, oldest first."""
        fields = Fields(dict(call.query))
        now = self._store.clock.now()
        start, end = _moment(fields, "startAt"), _moment(fields, "endAt") or now
        if start is None and not fields.problems:
            fields.wrong("blank", "startAt", "startAt cannot be blank")
        entities = frozenset(call.query.getlist("entities"))
        if not entities:
            fields.wrong("blank", "entities", "at least one entity must be present")
        for unknown in sorted(entities.difference(ENTITIES)):
            fields.wrong("invalid", "entities", f"entity [{unknown}] is not supported")  # inferred
        if start is not None and start < now - WINDOW:
            fields.wrong("invalid", "startAt", "startAt must be within the last 24 hours")
        elif start is not None and end <= start:
            fields.wrong("invalid", "startAt", "endAt must occur after startAt")
        fields.settle()
        behind = now - timedelta(seconds=self._store.switches.events_lag_seconds)
        events = self._store.events.streamed(start or now, min(end, behind), entities)
        return StreamingResponse(chunks(events), media_type="application/x-jsonlines")


def _moment(fields: Fields, name: str) -> datetime | None:
    text = fields.text(name)
    if not text:
        return None
    moment = read_time(text)
    if moment is None:
        fields.wrong("invalid", name, f"{name} must be an ISO 8601 timestamp")
    return moment
