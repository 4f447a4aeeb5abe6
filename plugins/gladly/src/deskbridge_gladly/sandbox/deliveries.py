"""Delivers events to webhooks over HTTP, tries again on the sandbox's clock, and gives up as the vendor does."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta

import orjson
from attrs import define, evolve, field, frozen

from deskbridge.sandbox import Clock
from deskbridge_gladly.sandbox.events import made_event
from deskbridge_gladly.sandbox.posting import basic, post
from deskbridge_gladly.sandbox.switches import Switches
from deskbridge_gladly.sandbox.values import Json, stamp

RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
"""How long after a failed attempt the next one comes; after the last of them the webhook is deactivated."""
LOOK_SECONDS = 0.1
LOGGED = 100
FINAL = 406


@define(kw_only=True)
class Webhook:
    """A webhook with what only the sandbox knows: its secrets.

    Attributes:
        shown: What a read gives.
        username: Of the Basic credentials; with an empty `password` and `username` there are none.
        headers: The fixed headers with their values.
        log: The last requests, oldest first.
    """

    shown: Json
    username: str = ""
    password: str = ""
    headers: dict[str, str] = field(factory=dict)
    log: deque[Json] = field(factory=lambda: deque(maxlen=LOGGED))

    @property
    def is_enabled(self) -> bool:
        """Whether it is delivering."""
        return bool(self.shown["enabled"])

    def sent_headers(self) -> dict[str, str]:
        """Return the headers by which a receiver knows the sender."""
        authorization = {"Authorization": basic(self.username, self.password)} if self.username else {}
        return {**self.headers, **authorization}


@frozen(kw_only=True)
class _Delivery:
    webhook_id: str
    event: Json
    due: datetime
    failures: int = 0


@define
class Deliveries:
    """The webhooks, and what is still to be sent to them.

    Attributes:
        clock: The sandbox's time.
        switches: How long a receiver may take, and whether 406 is final.
        webhooks: By id.
    """

    clock: Clock
    switches: Switches
    webhooks: dict[str, Webhook] = field(factory=dict)
    _waiting: list[_Delivery] = field(factory=list)
    _turn: asyncio.Lock = field(factory=asyncio.Lock)
    _worker: asyncio.Task[None] | None = field(default=None)

    @property
    def waiting(self) -> int:
        """How many deliveries have not been answered with 2XX yet."""
        return len(self._waiting)

    def announce(self, event: Json) -> None:
        """Queue an event for every enabled webhook that wants it; a listener of the event log."""
        for webhook_id, webhook in self.webhooks.items():
            if webhook.is_enabled and event["type"] in webhook.shown["events"]:
                self._waiting.append(_Delivery(webhook_id=webhook_id, event=event, due=self.clock.now()))

    async def ping(self, webhook: Webhook) -> bool:
        """Send a PING and say whether it was answered with 200."""
        # Only the type is known; the other keys are inferred (D34).
        event = made_event("PING", {}, at=stamp(self.clock.now()), initiator={})
        return await self._send(webhook, event, attempt=1) == 200

    def start(self) -> None:
        """Begin to deliver in the background, on the running loop; the loop's end ends it."""
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work())

    def forget(self, webhook_id: str) -> None:
        """Drop what is still to be sent to a webhook (inferred of one that is disabled or deleted)."""
        self._waiting = [each for each in self._waiting if each.webhook_id != webhook_id]

    async def run_due(self) -> int:
        """Send everything that is due, each webhook's events in their order; return how many were sent."""
        async with self._turn:
            now = self.clock.now()
            due: dict[str, list[_Delivery]] = {}
            for each in self._waiting:
                if each.due <= now:
                    due.setdefault(each.webhook_id, []).append(each)
            sent = await asyncio.gather(*(self._in_order(deliveries) for deliveries in due.values()))
            return sum(sent)

    async def _work(self) -> None:
        while True:
            await self.run_due()
            await asyncio.sleep(LOOK_SECONDS)

    async def _in_order(self, deliveries: list[_Delivery]) -> int:
        sent = 0
        for delivery in deliveries:
            webhook = self.webhooks.get(delivery.webhook_id)
            if webhook is None or delivery not in self._waiting:  # deleted, disabled or deactivated meanwhile
                continue
            status = await self._send(webhook, delivery.event, attempt=delivery.failures + 1)
            sent += 1
            self._settle(delivery, status)
        return sent

    def _settle(self, delivery: _Delivery, status: int) -> None:
        if delivery not in self._waiting:  # forgotten while it was on its way
            return
        self._waiting.remove(delivery)
        if 200 <= status < 300 or (status == FINAL and self.switches.final_406):
            return
        if delivery.failures == len(RETRY_AFTER):
            self._deactivate(delivery.webhook_id)
            return
        due = self.clock.now() + RETRY_AFTER[delivery.failures]
        self._waiting.append(evolve(delivery, due=due, failures=delivery.failures + 1))

    def _deactivate(self, webhook_id: str) -> None:
        now = stamp(self.clock.now())
        webhook = self.webhooks[webhook_id]
        webhook.shown = {**webhook.shown, "enabled": False, "disabledAtDueToRetryLimit": now, "updatedAt": now}
        self.forget(webhook_id)

    async def _send(self, webhook: Webhook, event: Json, *, attempt: int) -> int:
        at = stamp(self.clock.now())
        body = orjson.dumps(event)
        status = await post(
            webhook.shown["url"],
            body,
            webhook.sent_headers(),
            answer_seconds=self.switches.webhook_answer_seconds,
        )
        request = {"eventId": event["id"], "type": event["type"], "attempt": attempt, "sentAt": at, "status": status}
        webhook.log.append(request)
        return status
