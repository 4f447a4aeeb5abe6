"""What tests and other programs turn from outside, under `/_sandbox/`, beside the routes that all sandboxes have.

Below `/_sandbox/glassix`:

| route | does | takes |
|---|---|---|
| `GET`, `PATCH /switches` | shows the switches, or turns some | switches by name |
| `POST /tokens/end` | ends all tokens | |
| `GET /departments` | shows keys, secrets and settings | |
| `PATCH /departments/ID` | changes settings | `isOpen`, `isPolled`, `closedChannels`, `surveyChannels`, |
| | | `senders`, `templates` |
| `POST /tickets` | lays tickets | `departmentId`, `tickets` with `open`, `close`, |
| | | `lastActivity`, `state`, `field1` to `field10` |
| `GET /tickets/ID` | shows a ticket of any department, whole | |
| `POST /tickets/ID/messages` | a customer writes | `text`, `participantId`, `fileName`, `fileType`, `fileText` |
| `POST /tickets/ID/received` | customers get, or read, all messages | `status`: `Delivered` or `Read` |
| `POST /tickets/ID/state` | an agent changes the state by hand | `state`, `Snoozed` too |
| `POST /tickets/ID/document` | a customer signs a document | any object |
| `POST /tickets/ID/survey` | a customer answers a survey | `surveyId`, `participantId`, `values` |
| `GET /direct-messages` | shows the messages outside of tickets | |
| `POST /direct-messages/ID` | moves one on | `status` |
| `POST /incoming` | somebody writes, in a new ticket if need be | `departmentId`, `protocolType`, `identifier`, |
| | | `name`, `text` |
| `POST /events` | tells any change | `departmentId`, `event`, `change` |
| `GET`, `POST /webhooks` | shows the webhooks, or adds one | `departmentId`, `url`, `events`, `headers` |
| `DELETE /webhooks/ID` | takes one away | |

`GET /_sandbox/webhooks/ID/log` shows the last requests to one, and `POST /_sandbox/webhooks/deliver` sends what is due
and waits for the answers.

Without `departmentId` the main department is meant. What can't be done is a 400, or a 404 for an unknown id.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import orjson
from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from deskbridge_glassix.sandbox import customers, happenings, laying
from deskbridge_glassix.sandbox.contacts import checked
from deskbridge_glassix.sandbox.deliveries import Deliveries, Webhook
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.fields import Fields, parse
from deskbridge_glassix.sandbox.filestore import File
from deskbridge_glassix.sandbox.operations import direct
from deskbridge_glassix.sandbox.refusal import JSON, RefusedError, invalid, unknown
from deskbridge_glassix.sandbox.seeds import MAIN_DEPARTMENT
from deskbridge_glassix.sandbox.shapes import IDENTIFIER_TYPES, PROTOCOLS, STATES, Wire, participant
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.tokens import Tokens
from deskbridge_glassix.sandbox.world import SurveyLink, World

ROOT = "/_sandbox/glassix"
_Handler: TypeAlias = Callable[[Request, Fields], Any]


@frozen
class Control:
    """Answers the control routes of this vendor."""

    world: World
    deliveries: Deliveries
    tokens: Tokens

    def routes(self) -> Sequence[BaseRoute]:
        """Return the control routes."""
        number = f"{ROOT}/tickets/{{number:int}}"
        rows: tuple[tuple[str, str, _Handler], ...] = (
            ("GET", f"{ROOT}/switches", lambda *_: self.world.switches.shown()),
            ("PATCH", f"{ROOT}/switches", self._turn),
            ("POST", f"{ROOT}/tokens/end", lambda *_: {"ended": self.tokens.end()}),
            ("GET", f"{ROOT}/departments", self._departments),
            ("PATCH", f"{ROOT}/departments/{{department_id}}", self._set_up),
            ("POST", f"{ROOT}/tickets", self._lay),
            ("GET", number, lambda request, _: self._shown(self._ticket(request))),
            ("POST", f"{number}/messages", self._write),
            ("POST", f"{number}/received", self._receive),
            ("POST", f"{number}/state", self._move),
            ("POST", f"{number}/document", self._sign),
            ("POST", f"{number}/survey", self._answer),
            ("GET", f"{ROOT}/direct-messages", lambda *_: list(self.world.direct.values())),
            ("POST", f"{ROOT}/direct-messages/{{message_id}}", self._move_direct),
            ("POST", f"{ROOT}/incoming", self._arrive),
            ("POST", f"{ROOT}/events", self._tell),
            ("GET", f"{ROOT}/webhooks", lambda *_: [one.shown() for one in self.deliveries.webhooks.values()]),
            ("POST", f"{ROOT}/webhooks", self._add_webhook),
            ("DELETE", f"{ROOT}/webhooks/{{webhook_id}}", self._remove_webhook),
            ("GET", "/_sandbox/webhooks/{webhook_id}/log", lambda request, _: list(self._webhook(request).log)),
        )
        deliver = Route("/_sandbox/webhooks/deliver", self._deliver, methods=["POST"])
        return [deliver, *(Route(path, _answering(run), methods=[method]) for method, path, run in rows)]

    async def _deliver(self, _: Request) -> Response:
        sent = await self.deliveries.run_due()
        return _json({"sent": sent, "waiting": self.deliveries.waiting})

    def _turn(self, _: Request, given: Fields) -> Wire:
        try:
            self.world.switches.turn(given.values)
        except ValueError as wrong:
            raise invalid(str(wrong)) from None
        return self.world.switches.shown()

    def _departments(self, *_: object) -> list[Wire]:
        return [laying.shown(one) for one in self.world.departments.values()]

    def _set_up(self, request: Request, given: Fields) -> Wire:
        department = self._department(request.path_params["department_id"])
        laying.set_up(self.world, department, given)
        return laying.shown(department)

    def _lay(self, _: Request, given: Fields) -> Wire:
        department = self._department(given.text("departmentId"))
        return {"ids": [laying.ticket(self.world, department, row).id for row in given.objects("tickets")]}

    def _shown(self, ticket: Ticket) -> Wire:
        answers = self.world.survey_answers.get(ticket.id, [])
        transactions = self.world.files.linked(ticket.transactions)
        return {**ticket.wire, "transactions": transactions, "surveys": answers}

    def _write(self, request: Request, given: Fields) -> Wire:
        ticket, name = self._ticket(request), given.text("fileName")
        content = given.text("fileText").encode()
        file = File(name=name, media_type=given.text("fileType"), content=content) if name else None
        sender = customers.customer(ticket, given.number("participantId") if "participantId" in given else 0)
        made = customers.write(self.world, ticket, sender, given.text("text"), file)
        return self.world.files.linked([made])[0]

    def _receive(self, request: Request, given: Fields) -> Wire:
        return {"moved": customers.receive(self._ticket(request), given.needed("status"))}

    def _move(self, request: Request, given: Fields) -> Wire:
        ticket, state = self._ticket(request), given.choice("state", STATES, default="Open")
        self.world.move(ticket, state, self.world.clock.now(), ticket.wire["owner"]["id"])
        happenings.state_changed(self.world, ticket)
        return self._shown(ticket)

    def _sign(self, request: Request, given: Fields) -> Wire:
        happenings.document_signed(self.world, self._ticket(request), given.values)
        return given.values

    def _answer(self, request: Request, given: Fields) -> Wire:
        ticket, survey = self._ticket(request), given.number("surveyId")
        answering = given.number("participantId") if "participantId" in given else 0
        link = SurveyLink(ticket.id, survey, answering)
        return {"surveys": customers.answer_survey(self.world, link, given.texts("values"))}

    def _move_direct(self, request: Request, given: Fields) -> Wire:
        sent = self.world.direct.get(request.path_params["message_id"])
        if sent is None:
            raise unknown("There is no such message.")
        direct.move(self.world, sent, given.needed("status"), self.world.clock.now())
        return sent

    def _arrive(self, _: Request, given: Fields) -> Wire:
        channel = given.choice("protocolType", PROTOCOLS, default="Web")
        identifier = checked(IDENTIFIER_TYPES.get(channel, "Undefined"), given.needed("identifier"))
        sender = participant(1, name=given.text("name"), identifier=identifier, protocolType=channel)
        department = self._department(given.text("departmentId"))
        return self._shown(customers.arrive(self.world, department, sender, given.text("text")))

    def _tell(self, _: Request, given: Fields) -> Wire:
        department, change = self._department(given.text("departmentId")), given.get("change") or {}
        self.world.events.tell(department.id, given.needed("event"), Fields(change, "change").values)
        return {"queued": len(self.world.events.queues.get(department.id, ()))}

    def _add_webhook(self, _: Request, given: Fields) -> Wire:
        headers = Fields(given.get("headers") or {}, "headers").values
        webhook = Webhook(
            id=self.world.guid("webhook"),
            department_id=self._department(given.text("departmentId")).id,
            url=given.needed("url"),
            kinds=frozenset(given.texts("events")),
            headers={name: str(value) for name, value in headers.items()},
        )
        self.deliveries.webhooks[webhook.id] = webhook
        self.deliveries.start()
        return webhook.shown()

    def _remove_webhook(self, request: Request, _: Fields) -> Wire:
        self._webhook(request)
        self.deliveries.remove(request.path_params["webhook_id"])
        return {}

    def _webhook(self, request: Request) -> Webhook:
        found = self.deliveries.webhooks.get(request.path_params["webhook_id"])
        if found is None:
            raise unknown("There is no such webhook.")
        return found

    def _department(self, department_id: str) -> Department:
        found = self.world.departments.get(department_id.lower() or MAIN_DEPARTMENT)
        if found is None:
            raise unknown("There is no such department.")
        return found

    def _ticket(self, request: Request) -> Ticket:
        found = self.world.tickets.get(request.path_params["number"])
        if found is None:
            raise unknown("There is no such ticket.")
        return found


def _answering(run: _Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return _json(run(request, Fields(parse(await request.body() or b"{}"), "The request body")))
        except RefusedError as refused:
            return refused.response("message")

    return answer


def _json(answer: object) -> Response:
    return Response(orjson.dumps(answer), media_type=JSON)
