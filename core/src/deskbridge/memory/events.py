"""Events of a helpdesk in memory."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from deskbridge.errors import (
    AuthenticationError,
    MalformedAnswerError,
)
from deskbridge.listing import Listing
from deskbridge.memory.store import SIGNATURE, VENDOR, Store, listing
from deskbridge.records import (
    Event,
    EventKind,
)


class MemoryEvents:
    """Events, as they were put in; a webhook's delivery is made by `Store.delivery`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(
        self, *, since: datetime, until: datetime | None = None, kinds: Collection[EventKind] | None = None
    ) -> Listing[Event]:
        """See `deskbridge.protocols.Events`."""

        def select() -> list[Event]:
            wanted = (one for one in self._store.events.values() if kinds is None or one.kind in kinds)
            times = [(one.occurred_at, one) for one in wanted if one.occurred_at is not None]
            inside = [(at, one) for at, one in times if at >= since and (until is None or at <= until)]
            return [one for _, one in sorted(inside, key=lambda pair: pair[0])]

        return listing(self._store, "events", select)

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """See `deskbridge.protocols.Events`. What is proven was made by `Store.delivery`."""
        operation = "events.receive"
        given = next((value for name, value in headers.items() if name.casefold() == SIGNATURE.casefold()), "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._store.signature(body).encode()):
            msg = "the delivery is not signed by this helpdesk"
            raise AuthenticationError(msg, vendor=VENDOR, operation=operation)
        with self._store.lock:
            known = self._store.events
            unknown = [ident for ident in body.decode(errors="replace").splitlines() if ident not in known]
            if unknown:
                msg = f"the delivery tells of {len(unknown)} events that are not there"
                raise MalformedAnswerError(msg, vendor=VENDOR, operation=operation)
            return tuple(known[ident] for ident in body.decode().splitlines())

    def poll(self) -> Listing[Event]:
        """See `deskbridge.protocols.Events`."""
        return listing(self._store, "events that wait", self._store.queue.values)

    def acknowledge(self, events: Iterable[Event]) -> None:
        """See `deskbridge.protocols.Events`."""
        with self._store.lock:
            for one in events:
                self._store.queue.pop(one.id, None)
