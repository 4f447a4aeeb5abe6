"""What went over the wire, and where it departs from the description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from attrs import define, frozen
from gladly_description import Described, Description, Json
from jsonschema import ValidationError
from jsonschema.validators import extend
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Finding = tuple[str, str]
"""The operation, and where it is otherwise than described."""
KINDS = frozenset({"type", "messageType"})
"""What tells the alternatives of a content apart."""
LINES = frozenset({"application/x-jsonlines", "application/x-ndjson"})


@frozen
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: str
    sent: bytes
    status: int
    content_type: str
    answered: bytes


@define
class _Watch:
    """An ASGI application that keeps what goes in and out of another one."""

    inner: ASGIApp
    kept: list[Exchange]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent, answered, start = bytearray(), bytearray(), dict[str, Any]()

        async def hear() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            answered.extend(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                self._keep(scope, start, bytes(sent), bytes(answered))  # before the client has it all and goes on
            await send(message)

        await self.inner(scope, hear, say)

    def _keep(self, scope: Scope, start: Json, sent: bytes, answered: bytes) -> None:
        kind = dict(start["headers"]).get(b"content-type", b"").decode().partition(";")[0]
        path, query = scope["path"], scope["query_string"].decode()
        self.kept.append(Exchange(scope["method"], path, query, sent, start["status"], kind, answered))


class Watched:
    """A sandbox whose answers below /api/v1 are kept."""

    def __init__(self, sandbox: Any) -> None:
        self._sandbox = sandbox
        self.kept: list[Exchange] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the sandbox's routes, those of the API watched."""
        return [
            Route(one.path, _Watch(one.app, self.kept)) if one.path.startswith("/api/v1") else one
            for one in self._sandbox.routes()
        ]


class Judge:
    """Holds bodies and exchanges against the description."""

    def __init__(self, description: Description) -> None:
        self.description = description
        changed = {"oneOf": _alternatives(description.schemas), "$ref": _references(description.schemas)}
        self._writes = extend(OAS30WriteValidator, changed)
        self._reads = extend(OAS30ReadValidator, changed)

    def exchange(self, one: Exchange, *, request: bool = True) -> Iterator[Finding]:
        """Say where an exchange departs from the description."""
        found = self.description.find(one.method, one.path)
        if found is None:
            yield f"{one.method} {one.path}", "no such operation"
            return
        described, parameters = found
        if request:
            yield from self._parameters(described, parameters, one.query)
            yield from self._request(described, one.sent)
        yield from self._answer(described, one)

    def body(self, described: Described, side: str, schema: Json, value: Any) -> Iterator[Finding]:
        """Say where a body departs from its schema; side is "request", or "answer" with its status."""
        check = (self._writes if side == "request" else self._reads)(schema, format_checker=oas30_format_checker)
        for error in check.iter_errors(value):
            yield described.operation_id, f"{side} {_place(error)}"

    def _parameters(self, described: Described, path: dict[str, str], query: str) -> Iterator[Finding]:
        given: dict[tuple[str, str], Any] = {("path", name): value for name, value in path.items()}
        given |= {("query", name): values for name, values in parse_qs(query, keep_blank_values=True).items()}
        for place, value in given.items():
            if place not in described.parameters:
                yield described.operation_id, f"{place[0]} {place[1]}: unknown"
                continue
            schema = described.parameters[place]["schema"]
            is_list = schema.get("type") == "array"
            checked = value[0] if isinstance(value, list) and not is_list else value
            yield from self.body(described, f"{place[0]} {place[1]}", schema, checked)
        for place, parameter in described.parameters.items():
            if parameter.get("required") and place not in given:
                yield described.operation_id, f"{place[0]} {place[1]}: missing"

    def _request(self, described: Described, sent: bytes) -> Iterator[Finding]:
        if described.request is None:
            yield from [(described.operation_id, "request: a body where none is described")] if sent else []
        elif not sent:
            yield described.operation_id, "request: no body"
        else:
            yield from self.body(described, "request", described.request, json.loads(sent))

    def _answer(self, described: Described, one: Exchange) -> Iterator[Finding]:
        side = f"answer {one.status}"
        if one.status not in described.answers:
            yield described.operation_id, f"{side}: status"
        contents = described.answers.get(one.status) or {}
        if not contents and one.status >= 300 and one.answered:
            # Most errors are described without a body; where there is one it has the form of all others (D06).
            contents = {"application/json": {"$ref": "#/components/schemas/Errors"}}
        if one.content_type not in contents:
            if contents or one.answered:
                yield described.operation_id, f"{side}: content type {one.content_type or 'none'}"
            return
        yield from self._content(described, side, contents[one.content_type], one)

    def _content(self, described: Described, side: str, schema: Json, one: Exchange) -> Iterator[Finding]:
        if one.content_type == "application/json":
            yield from self.body(described, side, schema, json.loads(one.answered))
        elif one.content_type in LINES:
            lines = [json.loads(line) for line in one.answered.splitlines()]
            if described.operation_id == "Export_downloadFile":
                yield from self.body(described, side, self.file(described, one.path), lines)
                return
            for line in lines:
                yield from self.body(described, side, schema, line)

    def file(self, described: Described, path: str) -> Json:
        """Return the schema of an export file by its name; that is the title of the alternative."""
        schema = next(iter(described.answers[200].values()))
        held = self.description.schemas[schema["$ref"].rpartition("/")[2]]
        return next(one for one in held["oneOf"] if one["title"] == path.rpartition("/")[2])


def _referred(schemas: Json, reference: str) -> Json:
    found: Any = schemas
    for part in reference.removeprefix("#/components/schemas/").split("/"):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return dict(found)


def _references(schemas: Json) -> Any:
    """Make the check of `$ref`, which the description uses for its own schemas only; looking up others takes time."""

    def check(validator: Any, reference: str, value: Any, schema: Json) -> Iterator[ValidationError]:
        yield from validator.descend(value, _referred(schemas, reference))

    return check


def _alternatives(schemas: Json) -> Any:
    """Make the check of `oneOf`: the alternative is told by the kind, as the vendor's names of kinds are unique."""

    def fits(schema: Json, value: Json) -> bool:
        if "$ref" in schema:
            return fits(_referred(schemas, schema["$ref"]), value)
        needed, properties = schema.get("required", ()), schema.get("properties", {})
        kinds = [name for name in KINDS if "enum" in properties.get(name, {})]
        if any(value[name] not in properties[name]["enum"] if name in value else name in needed for name in kinds):
            return False
        inner = schema.get("oneOf", ())
        return all(fits(one, value) for one in schema.get("allOf", ())) and (
            not inner or any(fits(one, value) for one in inner)
        )

    def check(validator: Any, listed: list[Json], value: Any, schema: Json) -> Iterator[ValidationError]:
        meant = [one for one in listed if not isinstance(value, dict) or fits(one, value)]
        if not meant:
            yield ValidationError("of no kind that is described")
        elif found := min((list(validator.descend(value, one)) for one in meant), key=len):
            yield from found

    return check


def _place(error: ValidationError) -> str:
    path = "$" + "".join("[]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    missing = error.message.split("'")[1] if error.validator == "required" else ""
    return f"{path}: {missing} missing" if missing else f"{path}: {error.validator}"
