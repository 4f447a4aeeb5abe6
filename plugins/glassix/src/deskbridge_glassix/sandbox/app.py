"""The Glassix sandbox: finds the operation of a request, checks who asks and how often, and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from deskbridge.sandbox import Counters, FaultBox, SandboxOptions
from deskbridge_glassix.sandbox import customers, seeds, survey_pages, trying
from deskbridge_glassix.sandbox.call import Call, Operation, Served
from deskbridge_glassix.sandbox.control import Control
from deskbridge_glassix.sandbox.deliveries import Deliveries
from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.limits import TOKEN_PATH, Limits
from deskbridge_glassix.sandbox.operations import table
from deskbridge_glassix.sandbox.operations.listing import Pages
from deskbridge_glassix.sandbox.refusal import JSON, RefusedError, invalid
from deskbridge_glassix.sandbox.tokens import Tokens
from deskbridge_glassix.sandbox.world import World

PREFIX = "/api/v1.2/"
MOST_BODY_BYTES = 10_000_000
"""What the sandbox takes at most; the vendor's own limit isn't known (inferred)."""


class GlassixSandbox:
    """A workspace with two departments, served under `/api/v1.2/` whatever host it is addressed by.

    Attributes:
        vendor: `glassix`.
        counters: What went through it; outbound messages are those that a customer would have received.
        faults: The faults that are on.
        clock: Its time.
        world: Everything it holds.
        deliveries: The webhooks.
    """

    vendor: str = "glassix"

    def __init__(self, options: SandboxOptions) -> None:
        """Lay the seeds.

        Args:
            options: Seeds, limits and clock.
        """
        self.counters = Counters()
        self.faults = FaultBox()
        self.world = World(clock=options.clock, counters=self.counters)
        self.clock = options.clock
        self._tokens = Tokens(options.clock, self.world.switches)
        self._limits = Limits(options)
        self._operations = table(Pages(options.clock))
        self.deliveries = Deliveries(self.world)
        self.world.events.listeners.append(self.deliveries.announce)
        seeds.sow(self.world, options.seeds)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the control routes, the files, and one route for all else, which answers as the vendor."""
        control = Control(self.world, self.deliveries, self._tokens)
        aside = (*control.routes(), *self.world.files.routes(), *survey_pages.routes(self.world))
        return [*aside, Route("/{path:path}", _Endpoint(self.respond, self.deliveries))]

    def operations(self) -> Sequence[Served]:
        """List the vendor's operations that are served, with their routes."""
        return [one.served for one in self._operations.values()]

    def settings(self, url: str) -> Mapping[str, str]:
        """Return what connects a client as the API user of the main department."""
        return self.department_settings(url, seeds.MAIN_DEPARTMENT)

    def department_settings(self, url: str, department_id: str) -> Mapping[str, str]:
        """Return what connects a client as the API user of a department.

        Args:
            url: Where the sandbox is served.
            department_id: `seeds.MAIN_DEPARTMENT` or `seeds.OTHER_DEPARTMENT`.
        """
        return {
            "base_url": url,
            "api_key": department_id,
            "api_secret": self.world.departments[department_id].secret,
            "user_name": seeds.API_USER,
        }

    def samples(self) -> Mapping[str, Any]:
        """Tell of a delivery with its proof, of a message that may be sent, and of a ticket that may have a survey."""
        return trying.samples(self.world.departments[seeds.MAIN_DEPARTMENT].secret, self.clock.now())

    def state(self) -> Mapping[str, Any]:
        """Count what is held and what was done."""
        return {
            **self.world.summary(),
            "token_calls": self._tokens.calls,
            "webhooks": len(self.deliveries.webhooks),
            "waiting_deliveries": self.deliveries.waiting,
            "admin_mails": self.deliveries.admin_mails,
        }

    def respond(self, scope: Scope, content: bytes | None) -> Response:
        """Answer a request.

        Args:
            scope: As ASGI gives it.
            content: The body; None if it was larger than the sandbox takes.
        """
        try:
            answer = self._run(scope, content)
        except RefusedError as refused:
            return refused.response(self.world.switches.error_body)
        return answer if isinstance(answer, Response) else _json(answer, 200)

    def _run(self, scope: Scope, content: bytes | None) -> object:
        self.world.agenda.settle()
        customers.close_idle(self.world)
        operation, argument = self._route(scope["method"], scope["path"])
        self._tokens.calls += operation.path == TOKEN_PATH
        self._limits.check(operation)
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if content is None:
            raise RefusedError(413, f"The request body is larger than {MOST_BODY_BYTES} bytes.")
        session = self._tokens.session(headers.get(b"authorization", "")) if operation.signed else None
        origin = f"{scope['scheme']}://{headers.get(b'host') or 'localhost'}"
        self.world.files.origin = origin
        call = Call(
            world=self.world,
            tokens=self._tokens,
            faults=self.faults,
            path=scope["path"],
            origin=origin,
            argument=argument,
            query=_query(scope["query_string"]),
            content=content,
            content_type=headers.get(b"content-type", ""),
            session=session,
        )
        answer = operation.run(call)
        self.world.changes += operation.writes
        return answer

    def _route(self, method: str, path: str) -> tuple[Operation, str]:
        """Find the operation of a path, in any case (inferred: the vendor's framework doesn't mind it)."""
        prefix, rest = path[: len(PREFIX)], path[len(PREFIX) :].rstrip("/")
        area, name, argument, *more = *rest.split("/"), "", "", ""
        found = self._operations.get(f"{area}/{name}".lower())
        if prefix.lower() != PREFIX or found is None or bool(argument) != bool(found.takes) or any(more):
            text = f"No HTTP resource was found that matches the request URI '{path[:200]}'."
            raise RefusedError(404, text, key="Message")
        if method not in {found.method, found.also}:
            text = f"The requested resource does not support http method '{method}'."
            raise RefusedError(405, text, key="Message")
        return found, argument


def _query(raw: bytes) -> Fields:
    try:
        pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise invalid("The query is not valid.") from None
    return Fields(dict(pairs), "The query")


def _json(answer: object, status: int) -> Response:
    return Response(orjson.dumps(answer), status, media_type=JSON)


class _Endpoint:
    """Reads a request's body and sends the answer."""

    def __init__(self, respond: Callable[[Scope, bytes | None], Response], deliveries: Deliveries) -> None:
        self._respond = respond
        self._deliveries = deliveries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._deliveries.start()
        response = self._respond(scope, await _body(receive))
        await response(scope, receive, send)


async def _body(receive: Receive) -> bytes | None:
    parts, size, more = [], 0, True
    while more:
        event = await receive()
        parts.append(event.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY_BYTES:
            parts.clear()
        more = event.get("more_body", False)
    return None if size > MOST_BODY_BYTES else b"".join(parts)
