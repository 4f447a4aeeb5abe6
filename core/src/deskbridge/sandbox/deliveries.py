"""Delivers what happened to webhooks: each receiver's events in order, and again on the sandbox's clock.

How a request looks, which answers count as delivered, and how long to wait before the next attempt is the vendor's:
it hands over a function that sends one delivery.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from attrs import evolve, frozen

from deskbridge.sandbox.clock import Clock

LOOK_SECONDS = 0.1
"""How often the background worker looks for what is due."""


@frozen(kw_only=True)
class Delivery:
    """One event on its way to one receiver.

    Attributes:
        receiver_id: Whose it is.
        event: What is sent, as the vendor's sender takes it.
        due: When the next attempt may be made.
        failures: How many attempts failed.
    """

    receiver_id: str
    event: Any
    due: datetime
    failures: int = 0

    @property
    def attempt(self) -> int:
        """The number of the next attempt, from 1."""
        return self.failures + 1


Send: TypeAlias = Callable[[Delivery], Awaitable[timedelta | None]]
"""Sends a delivery; returns how long to wait before the next attempt, None if there is to be none."""


class Outbox:
    """What is still to be delivered. It belongs to one event loop."""

    def __init__(self, clock: Clock, send: Send) -> None:
        """Start with nothing to deliver.

        Args:
            clock: The sandbox's time.
            send: Sends one delivery.
        """
        self._clock = clock
        self._send = send
        self._waiting: dict[int, Delivery] = {}
        self._put = 0
        self._turn = asyncio.Lock()
        self._worker: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, receiver_id: str, event: Any) -> None:
        """Let an event be delivered to a receiver, after those that wait already."""
        self._put += 1
        self._waiting[self._put] = Delivery(receiver_id=receiver_id, event=event, due=self._clock.now())

    def forget(self, receiver_id: str) -> None:
        """Drop what is still to be delivered to a receiver, also what is on its way and would be tried again."""
        self._waiting = {key: one for key, one in self._waiting.items() if one.receiver_id != receiver_id}

    def start(self) -> None:
        """Begin to deliver in the background, on the running loop; the loop's end ends it."""
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work())

    async def run_due(self) -> int:
        """Deliver everything that is due, receivers side by side; return how many requests were sent."""
        async with self._turn:
            now = self._clock.now()
            due: dict[str, list[int]] = {}
            for key, each in self._waiting.items():
                if each.due <= now:
                    due.setdefault(each.receiver_id, []).append(key)
            return sum(await asyncio.gather(*(self._in_order(keys) for keys in due.values())))

    async def _work(self) -> None:
        while True:
            await self.run_due()
            await asyncio.sleep(LOOK_SECONDS)

    async def _in_order(self, keys: list[int]) -> int:
        sent = 0
        for key in keys:
            delivery = self._waiting.get(key)
            if delivery is None:  # forgotten meanwhile
                continue
            wait = await self._send(delivery)
            sent += 1
            if self._waiting.pop(key, None) is not None and wait is not None:
                again = evolve(delivery, due=self._clock.now() + wait, failures=delivery.failures + 1)
                # Behind what waits already: the others of this receiver don't wait for it.
                self._put += 1
                self._waiting[self._put] = again
        return sent
