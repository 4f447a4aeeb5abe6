"""What tests and other programs turn from outside, under `/_sandbox/`; the pages about sandboxes list it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson
from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.automation import MessageAutomation
from deskbridge_gladly.sandbox.calls import Fields, Refused, answer, missing, problem
from deskbridge_gladly.sandbox.deliveries import Deliveries
from deskbridge_gladly.sandbox.store import ExportJob, Store
from deskbridge_gladly.sandbox.values import Json, new_id, read_time

ROOT = "/_sandbox/gladly"
FINISHED = frozenset({"COMPLETED", "FAILED"})


@frozen
class Control:
    """Answers the control routes of this vendor."""

    store: Store
    deliveries: Deliveries
    automation: MessageAutomation

    def routes(self) -> Sequence[BaseRoute]:
        """Return the control routes."""
        return [
            Route(f"{ROOT}/exports", self._export, methods=["POST"]),
            Route(f"{ROOT}/messages", self._message, methods=["POST"]),
            Route(f"{ROOT}/automation", self._automation, methods=["POST"]),
            Route(f"{ROOT}/events", self._event, methods=["POST"]),
            Route(f"{ROOT}/switches", self._switches, methods=["GET", "PATCH"]),
            Route("/_sandbox/webhooks/deliver", self._deliver, methods=["POST"]),
            Route("/_sandbox/webhooks/{webhook_id}/log", self._log),
        ]

    async def _export(self, request: Request) -> Response:
        """Run the export schedule now: everything since the last job ended, or since ever."""
        try:
            fields = await _read(request)
            status = fields.choice("status", FINISHED)
            fields.settle()
        except Refused as refused:
            return refused.response()
        job = _exported(self.store, "FAILED" if status == "FAILED" else "COMPLETED")
        self.store.jobs[job.id] = job
        self.store.events.record(f"EXPORT_JOB/{job.status}", {"jobId": job.id})
        return answer({"jobId": job.id}, 201)

    async def _message(self, request: Request) -> Response:
        """Let a customer write a chat message in a conversation."""
        try:
            conversation, text = self._said(await _read(request))
        except Refused as refused:
            return refused.response()
        customer_id = conversation["customerId"]
        content = {"content": text, "messageType": "TEXT", "sessionId": conversation["id"], "type": "CHAT_MESSAGE"}
        message = {
            "id": new_id(),
            "conversationId": conversation["id"],
            "content": content,
            "customerId": customer_id,
            "initiator": {"type": "CUSTOMER", "id": customer_id},
            "timestamp": self.store.now(),
        }
        self.store.add_item(message)
        happenings.message_received(self.store, conversation, message)
        return answer({"itemId": message["id"]}, 201)

    async def _automation(self, request: Request) -> Response:
        """Let a customer write to the bot."""
        try:
            conversation, text = self._said(await _read(request))
        except Refused as refused:
            return refused.response()
        return answer({"sessionId": self.automation.begin(conversation, text)}, 201)

    async def _event(self, request: Request) -> Response:
        """Record an event as if it had just happened, with whatever content."""
        try:
            fields = await _read(request)
            kind, content, initiator = fields.needed_text("type"), fields.inner("content"), fields.inner("initiator")
            fields.settle()
        except Refused as refused:
            return refused.response()
        self.store.events.record(kind, content or {}, initiator=initiator)
        return Response(status_code=204)

    async def _switches(self, request: Request) -> Response:
        """Show the switches, or turn some."""
        if request.method == "PATCH":
            try:
                self.store.switches.turn((await _read(request)).values)
            except Refused as refused:
                return refused.response()
            except ValueError as wrong:
                return Refused(400, problem("invalid", str(wrong))).response()
        return answer(self.store.switches.shown())

    async def _deliver(self, _: Request) -> Response:
        """Send what is due and wait for the answers."""
        sent = await self.deliveries.run_due()
        return answer({"sent": sent, "waiting": self.deliveries.waiting})

    async def _log(self, request: Request) -> Response:
        """Show the last requests to a webhook."""
        webhook = self.deliveries.webhooks.get(request.path_params["webhook_id"])
        return answer(list(webhook.log)) if webhook else missing("webhook").response()

    def _said(self, fields: Fields) -> tuple[Json, str]:
        conversation_id, text = fields.needed_text("conversationId"), fields.needed_text("text")
        fields.settle()
        if conversation := self.store.conversation(conversation_id):
            return conversation, text
        raise missing("conversation")


async def _read(request: Request) -> Fields:
    try:
        values: Any = orjson.loads(await request.body() or b"{}")
    except orjson.JSONDecodeError:
        values = None
    if isinstance(values, dict):
        return Fields(values)
    raise Refused(400, problem("invalid", "request body must be a JSON object"))


def _exported(store: Store, status: Any) -> ExportJob:
    now = store.clock.now()
    ends = [job.end_at for job in store.jobs.values() if job.status == "COMPLETED"]
    start = max(ends, default=now - timedelta(days=1))
    items = [item for item in store.items.values() if start <= (read_time(item["timestamp"]) or now) < now]
    items.sort(key=lambda item: str(item["timestamp"]))
    customers = dict.fromkeys(item["customerId"] for item in items)
    named = {each["id"] for item in items for each in (item.get("initiator"), item.get("responder")) if each}
    return ExportJob(
        id=new_id(),
        status=status,
        updated_at=now,
        start_at=start,
        end_at=now,
        items=items,
        customers=[store.people.profiles[each] for each in customers if each in store.people.profiles],
        agents=[agent for agent in store.agents.values() if agent["id"] in named],
        topics=list(store.topics.values()),
    )
