"""Delivers events to webhooks over HTTP, tries again on the sandbox's clock, and gives up as the vendor does."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

import orjson
from attrs import Factory, define, field

from deskbridge.sandbox import Clock, Delivery, Outbox, basic, post
from deskbridge_gladly.sandbox.events import made_event
from deskbridge_gladly.sandbox.switches import Switches
from deskbridge_gladly.sandbox.values import Json, stamp

RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
"""How long after a failed attempt the next one comes; after the last of them the webhook is deactivated."""
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
    _outbox: Outbox = field(default=Factory(lambda self: Outbox(self.clock, self._attempt), takes_self=True))

    @property
    def waiting(self) -> int:
        """How many deliveries have not been answered with 2XX yet."""
        return len(self._outbox)

    def announce(self, event: Json) -> None:
        """Queue an event for every enabled webhook that wants it; a listener of the event log."""
        for webhook_id, webhook in self.webhooks.items():
            if webhook.is_enabled and event["type"] in webhook.shown["events"]:
                self._outbox.put(webhook_id, event)

    async def ping(self, webhook: Webhook) -> bool:
        """Send a PING and say whether it was answered with 200."""
        # Only the type is known; the other keys are inferred (D34).
        event = made_event("PING", {}, at=stamp(self.clock.now()), initiator={})
        return await self._send(webhook, event, attempt=1) == 200

    def start(self) -> None:
        """Begin to deliver in the background, on the running loop; the loop's end ends it."""
        self._outbox.start()

    def forget(self, webhook_id: str) -> None:
        """Drop what is still to be sent to a webhook (inferred of one that is disabled or deleted)."""
        self._outbox.forget(webhook_id)

    async def run_due(self) -> int:
        """Send everything that is due, each webhook's events in their order; return how many were sent."""
        return await self._outbox.run_due()

    async def _attempt(self, delivery: Delivery) -> timedelta | None:
        webhook = self.webhooks[delivery.receiver_id]
        status = await self._send(webhook, delivery.event, attempt=delivery.attempt)
        if 200 <= status < 300 or (status == FINAL and self.switches.final_406):
            return None
        if delivery.failures < len(RETRY_AFTER):
            return RETRY_AFTER[delivery.failures]
        if delivery.receiver_id in self.webhooks:  # it may have been deleted while the request was on its way
            self._deactivate(delivery.receiver_id)
        return None

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
