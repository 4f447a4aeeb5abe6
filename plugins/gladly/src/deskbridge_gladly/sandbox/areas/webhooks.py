"""Webhooks: create, list, get, update, delete. A change that needs it is pinged before it takes effect."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, created, done, missing, problem
from deskbridge_gladly.sandbox.deliveries import Deliveries, Webhook
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id

WEBHOOKS_LIMIT = 20
NAME_LIMIT = 200
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_TYPES_BY_ENTITY = {
    "AGENT_AVAILABILITY": ("FOCUS_ENTERED", "FOCUS_EXITED", "UPDATED"),
    "AGENT_STATUS": ("CHANGED_ACTIVE_REASON", "LOGGED_IN", "LOGGED_OUT", "RETURNED_FROM_AWAY", "WENT_AWAY"),
    "CONTACT": (
        "ENDED", "FULFILLED", "HOLD_ENDED", "HOLD_STARTED", "JOINED", "MESSAGE_RECEIVED", "MESSAGE_SENT", "OFFERED",
        "OFFER_ACCEPTED", "OFFER_REJECTED", "STARTED", "TRANSFERRED",
    ),
    "CONVERSATION": (
        "CLOSED", "CREATED", "CUSTOM_ATTRIBUTE_ADDED", "CUSTOM_ATTRIBUTE_REMOVED", "NOTE_CREATED", "REOPENED",
        "TOPIC_ADDED", "TOPIC_REMOVED",
    ),
    "CONVERSATION_ASSIGNEE": ("UPDATED",),
    "CONVERSATION_STATUS": ("UPDATED",),
    "CUSTOMER": ("MERGED",),
    "CUSTOMER_PROFILE": ("CREATED", "DELETED", "MERGED", "UPDATED"),
    "EXPORT_JOB": ("COMPLETED", "FAILED"),
    "PAYMENT_REQUEST": ("CREATED", "STATUS_CHANGED", "VIEWED"),
    "TASK": (
        "ASSIGNEE_UPDATED", "CLOSED", "COMMENT_ADDED", "CONTENT_UPDATED", "CREATED", "DUE_DATE_UPDATED",
        "FOLLOWER_ADDED", "FOLLOWER_REMOVED", "REOPENED",
    ),
}  # fmt: skip
EVENT_TYPES = frozenset(f"{entity}/{name}" for entity, names in _TYPES_BY_ENTITY.items() for name in names)
# The newer specification has them no more (D28).
LEGACY_TYPES = frozenset({"AUTOMATION/MESSAGE_RECEIVED", "CUSTOM_CHANNEL/MESSAGE_SENT", "MESSAGE/RECEIVED"})
SUFFIX = " (deprecated)"
"""Stands in two names of the specification, and presumably not in what is sent; it is taken and dropped."""


class Webhooks:
    """Answers the management of webhooks."""

    def __init__(self, store: Store, deliveries: Deliveries) -> None:
        self._store = store
        self._deliveries = deliveries

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/webhooks": {"GET": self.all, "POST": self.create},
            "/webhooks/{webhook_id}": {"GET": self.get, "PATCH": self.update, "DELETE": self.delete},
        }

    @operation("Webhooks_list")
    def all(self, _: Call) -> Response:
        """List the webhooks, without their secrets."""
        return answer([each.shown for each in self._deliveries.webhooks.values()])

    @operation("Webhooks_getById")
    def get(self, call: Call) -> Response:
        """Get a webhook, without its secrets."""
        return answer(self._named(call).shown)

    @operation("Webhooks_createWebhook")
    async def create(self, call: Call) -> Response:
        """Create a webhook, disabled unless it says otherwise; an enabled one has to answer a PING."""
        fields = call.fields()
        for name in ("url", "events"):
            if not fields.values.get(name):
                fields.wrong("blank", name, f"{name} cannot be blank")
        self._refuse_one_too_many()
        now = self._store.now()
        fresh = Webhook(shown={"id": new_id(), "enabled": False, "createdAt": now})
        webhook = self._read(fields, fresh, "")
        if webhook.is_enabled:
            await self._ping(webhook)
            self._refuse_one_too_many()  # others may have been made while this one was pinged
        self._keep(webhook)
        return created(f"/api/v1/webhooks/{webhook.shown['id']}")

    @operation("Webhooks_updateById")
    async def update(self, call: Call) -> Response:
        """Change what is given; enabling it or another url needs an answered PING."""
        held = self._named(call)
        webhook = self._read(call.fields(), held, held.shown["id"])
        is_moved = webhook.shown["url"] != held.shown["url"]
        if is_moved or (webhook.is_enabled and not held.is_enabled):
            await self._ping(webhook)
        if not webhook.is_enabled:
            self._deliveries.forget(held.shown["id"])
        self._keep(webhook)
        return done()

    @operation("Webhooks_deleteById")
    def delete(self, call: Call) -> Response:
        """Delete a webhook that is disabled."""
        webhook = self._named(call)
        if webhook.is_enabled:
            detail = "webhook must be disabled before it can be deleted"
            raise Refused(400, problem("invalid_state", detail, attr="enabled"))
        self._deliveries.forget(webhook.shown["id"])
        del self._deliveries.webhooks[webhook.shown["id"]]
        return done()

    def _named(self, call: Call) -> Webhook:
        if webhook := self._deliveries.webhooks.get(call.path["webhook_id"]):
            return webhook
        raise missing("webhook")

    def _keep(self, webhook: Webhook) -> None:
        webhook.shown = {**webhook.shown, "updatedAt": self._store.now()}
        self._deliveries.webhooks[webhook.shown["id"]] = webhook
        self._deliveries.start()

    async def _ping(self, webhook: Webhook) -> None:
        if not await self._deliveries.ping(webhook):
            raise Refused(400, problem("invalid", "url did not answer the PING with 200", attr="url"))

    def _refuse_one_too_many(self) -> None:
        if len(self._deliveries.webhooks) >= WEBHOOKS_LIMIT:
            raise Refused(400, problem("invalid", f"an organization has at most {WEBHOOKS_LIMIT} webhooks"))

    def _read(self, fields: Fields, held: Webhook, own_id: str) -> Webhook:
        given = {
            "name": fields.text("name", most=NAME_LIMIT),
            "events": self._events(fields),
            "url": self._url(fields, own_id),
            "enabled": fields.flag("enabled"),
        }
        shown = {**held.shown, **{name: value for name, value in given.items() if value is not None}}
        username, password = _credentials(fields, held)
        headers = _headers(fields, held)
        fields.settle()
        shown["hasCredentials"] = bool(username)
        shown["headerKeys"] = list(headers)
        if shown["enabled"]:  # whoever was deactivated and enabled again is so no more (inferred)
            shown.pop("disabledAtDueToRetryLimit", None)
        return Webhook(shown=shown, username=username, password=password, headers=headers, log=held.log)

    def _events(self, fields: Fields) -> list[str] | None:
        if fields.values.get("events") is None:
            return None
        allowed = EVENT_TYPES | LEGACY_TYPES if self._store.switches.legacy else EVENT_TYPES
        names = [each.removesuffix(SUFFIX) for each in fields.texts("events")]
        if not names and not fields.problems:
            fields.wrong("blank", "events", "events cannot be blank")
        for name in names:
            if name not in allowed:
                fields.wrong("invalid", "events", f"event [{name}] is not supported")
        return list(dict.fromkeys(names))

    def _url(self, fields: Fields, own_id: str) -> str | None:
        url = fields.text("url")
        if url is None:
            return None
        if not _is_allowed(url):
            fields.wrong("invalid", "url", "url must be an HTTPS address")
        for each in self._deliveries.webhooks.values():
            if each.shown["url"] == url and each.shown["id"] != own_id:
                fields.wrong("taken", "url", "url is already used by another webhook")
        return url


def _is_allowed(url: str) -> bool:
    # The vendor takes HTTPS only. Plain HTTP to this machine is the sandbox's own addition, so that tests can receive.
    try:
        place = urlsplit(url)
        named = bool(place.hostname) and (place.port is None or place.port > 0)
    except ValueError:
        return False
    return (
        named
        and url.isprintable()
        and " " not in url
        and (place.scheme == "https" or (place.scheme == "http" and place.hostname in LOOPBACK))
    )


def _credentials(fields: Fields, held: Webhook) -> tuple[str, str]:
    given = fields.inner("credentials")
    if given is None:
        # A null takes them away, as for every other field (inferred).
        return ("", "") if "credentials" in fields.values else (held.username, held.password)
    inner = Fields(given, "credentials.", fields.problems)
    return inner.needed_text("username"), inner.needed_text("password")


def _headers(fields: Fields, held: Webhook) -> dict[str, str]:
    given: Json | None = fields.inner("headers")
    if given is None:
        return {} if "headers" in fields.values else held.headers
    for name, value in given.items():
        if not isinstance(value, str):
            fields.wrong("invalid", f"headers.{name}", "a header's value must be a string")
    return dict(given)
