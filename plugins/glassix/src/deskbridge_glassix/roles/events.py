"""Events: what webhooks deliver, and the queue that is polled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from threading import Lock

from deskbridge.errors import InvalidRequestError
from deskbridge.listing import Listing, Pages
from deskbridge.records import Event
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.settings import GlassixSettings
from deskbridge_glassix.translate.events import events, oldest_first, receipt_of
from deskbridge_glassix.webhooks import Authenticity
from deskbridge_glassix.wire.events import EventReceipt

_MOST_BEGUN = 10_000
"""Of how many entries of the queue it is remembered which of their events were handled."""


class GlassixEvents:
    """`deskbridge.protocols.Events`; what comes twice has the same id both times.

    Args:
        client: The native client.
        proof: What a delivery must bring.
    """

    def __init__(self, client: GlassixClient, proof: Authenticity) -> None:
        self._client = client
        self._proof = proof
        self._begun = _Begun()

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """Read a webhook's delivery that is signed with the API secret in both ways, and dated recently.

        Returns:
            An event for each change that it tells of, often one.
        """
        return tuple(one for given in self._proof.open(headers, body) for one in events(given))

    def poll(self) -> Listing[Event]:
        """List what the queue gives in one answer, oldest first; there may be more once that is acknowledged.

        An entry that comes without what acknowledges it is left out, and makes the listing truncated: given, it would
        fail whoever acknowledges all that was given.
        """

        def fetch() -> Pages[Event]:
            given = oldest_first(one.raw for one in self._client.webhooks.get_events())
            named = [one for one in given if receipt_of(one) is not None]
            yield from (one for one in named if not self._begun.has(one))
            return len(named) < len(given)

        return Listing(fetch, what="events of the queue")

    def acknowledge(self, events: Iterable[Event]) -> None:
        """Take handled events out of the queue, an entry when all of its events were: in this call or before.

        Raises:
            InvalidRequestError: One is not of the queue, such as a webhook's. Nothing was sent.
        """
        finished = self._begun.finished([(_entry(one), one) for one in events])
        if finished:
            self._client.webhooks.delete_events(finished)


class _Begun:
    """Which events of an entry were handled while others of it were not. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handled: OrderedDict[str, set[str]] = OrderedDict()

    def has(self, one: Event) -> bool:
        """Whether an event was handled, and waits for others of its entry."""
        with self._lock:
            entry = receipt_of(one)
            return entry is not None and one.id in self._handled.get(entry.queue_message_id, ())

    def finished(self, handled: Iterable[tuple[EventReceipt, Event]]) -> list[EventReceipt]:
        """Return the entries of which all events were handled now; the others are remembered.

        The finished ones are forgotten even though they may not be deleted in the end: then all their events come
        again, which is better than that one never does.
        """
        done: dict[str, EventReceipt] = {}
        with self._lock:
            for entry, one in handled:
                seen = self._handled.setdefault(entry.queue_message_id, set())
                seen.add(one.id)
                if seen >= {part.id for part in events(one.raw)}:
                    done[entry.queue_message_id] = entry
            for message_id in done:
                del self._handled[message_id]
            while len(self._handled) > _MOST_BEGUN:
                self._handled.popitem(last=False)
        return list(done.values())


def _entry(one: Event) -> EventReceipt:
    entry = receipt_of(one)
    if entry is None:
        msg = f"event {one.id!r} did not come from the queue: only what events.poll gave can be acknowledged"
        raise InvalidRequestError(f"{msg}. Nothing was sent.", vendor=VENDOR, operation="events.acknowledge")
    return entry


def proof_of(settings: GlassixSettings) -> Authenticity:
    """Return what deliveries must bring by the settings."""
    tolerance = timedelta(seconds=settings.webhook_tolerance_seconds)
    return Authenticity(secret=settings.api_secret.reveal(), tolerance=tolerance)
