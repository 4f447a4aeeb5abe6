"""Delivers events to webhooks as the vendor does: signed, with time limits, and again for up to three days.

Webhooks are set up in the vendor's settings and not by the API; here it is done under `/_sandbox/`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import deque
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import format_datetime

import orjson
from attrs import Factory, define, field

from deskbridge.sandbox import Delivery, Outbox, post
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import stamp
from deskbridge_glassix.sandbox.world import World

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1_440, 1_440))
"""The growing intervals between attempts (inferred); after the last of them, within three days, the event is lost."""
MAIL_AFTER = 3
"""After so many errors in one day the workspace's admins get a mail."""
LOGGED = 100


@define(kw_only=True)
class Webhook:
    """A target for a department's events.

    Attributes:
        id: Its name in the control routes.
        department_id: Whose events it gets.
        url: Where they are posted.
        kinds: Which ones it wants; none for all.
        headers: The request headers that the settings add.
        log: The last requests, oldest first.
    """

    id: str
    department_id: str
    url: str
    kinds: Collection[str] = ()
    headers: dict[str, str] = field(factory=dict)
    log: deque[Wire] = field(factory=lambda: deque(maxlen=LOGGED))

    def shown(self) -> Wire:
        """Return it as the control routes show it."""
        return {
            "id": self.id,
            "departmentId": self.department_id,
            "url": self.url,
            "events": sorted(self.kinds),
            "headers": sorted(self.headers),
        }


@define(eq=False)
class Deliveries:
    """The webhooks, and what is still to be sent to them.

    Attributes:
        world: Whose events are delivered.
        webhooks: By id.
        admin_mails: How many times the admins were mailed about errors.
    """

    world: World
    webhooks: dict[str, Webhook] = field(factory=dict)
    admin_mails: int = 0
    _errors: dict[tuple[str, str], int] = field(factory=dict)
    _outbox: Outbox = field(default=Factory(lambda self: Outbox(self.world.clock, self._attempt), takes_self=True))

    @property
    def waiting(self) -> int:
        """How many deliveries have not been answered with 2XX yet."""
        return len(self._outbox)

    def announce(self, department_id: str, kind: str, event: Wire) -> None:
        """Queue an event for every webhook that wants it; a listener of the event log."""
        for webhook in self.webhooks.values():
            if webhook.department_id == department_id and (not webhook.kinds or kind in webhook.kinds):
                self._outbox.put(webhook.id, event)

    def start(self) -> None:
        """Begin to deliver in the background, if there is a webhook."""
        if self.webhooks:
            self._outbox.start()

    def remove(self, webhook_id: str) -> bool:
        """Take a webhook away with what waits for it, and say whether there was one."""
        self._outbox.forget(webhook_id)
        return self.webhooks.pop(webhook_id, None) is not None

    async def run_due(self) -> int:
        """Send everything that is due and return how many requests that were."""
        self.world.agenda.settle()
        return await self._outbox.run_due()

    async def _attempt(self, delivery: Delivery) -> timedelta | None:
        webhook, now = self.webhooks[delivery.receiver_id], self.world.clock.now()
        switches = self.world.switches
        body = orjson.dumps([delivery.event] if switches.webhook_array else delivery.event)
        status = await post(
            webhook.url,
            body,
            {**webhook.headers, **self._signed(webhook, body, now, delivery.attempt)},
            answer_seconds=switches.retry_answer_seconds if delivery.failures else switches.first_answer_seconds,
        )
        webhook.log.append({"attempt": delivery.attempt, "sentAt": stamp(now), "status": status})
        if 200 <= status < 300:
            return None
        self._count_error(webhook, now)
        return RETRY_AFTER[delivery.failures] if delivery.failures < len(RETRY_AFTER) else None

    def _signed(self, webhook: Webhook, body: bytes, now: datetime, attempt: int) -> dict[str, str]:
        return {
            **proof(self.world.departments[webhook.department_id].secret, body, now),
            "X-Glassix-Api-Key": webhook.department_id.lower(),
            "X-Glassix-Request-Count": str(attempt),
        }

    def _count_error(self, webhook: Webhook, now: datetime) -> None:
        day = (webhook.id, now.date().isoformat())
        self._errors[day] = self._errors.get(day, 0) + 1
        self.admin_mails += self._errors[day] == MAIL_AFTER


def proof(secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """Make the headers that prove a delivery.

    The date is written as in HTTP (inferred), and its signature stands under both names that are known.
    """
    date = format_datetime(now, usegmt=True)
    dated = sign(secret, date.encode())
    return {
        "X-Hub-Signature": sign(secret, body),
        "X-Glassix-Auth-Date": date,
        "X-Glassix-Auth-Signature": dated,
        "X-Glassix-Auth": dated,
    }


def sign(secret: str, content: bytes) -> str:
    """Sign as the vendor does: HMAC-SHA1 in lower-case hex, after `sha1=`."""
    return "sha1=" + hmac.new(secret.encode(), content, hashlib.sha1).hexdigest()
