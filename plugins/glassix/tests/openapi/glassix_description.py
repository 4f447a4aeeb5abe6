"""The description: which operations there are, and where a request or an answer departs from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from attrs import frozen
from jsonschema import ValidationError
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from starlette.responses import Response
from starlette.types import Scope

from deskbridge.sandbox import SandboxOptions
from deskbridge_glassix.sandbox import GlassixSandbox

Json = dict[str, Any]
Finding = tuple[str, str]
"""The operation, and where it is otherwise than described."""
PREFIX = "/api/v1.2"
_PARSED = {"integer": int, "boolean": lambda text: {"true": True, "false": False}.get(text, text)}


@frozen
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: str
    sent: bytes
    sent_type: str
    status: int
    answered_type: str
    answered: bytes


class Watched(GlassixSandbox):
    """A sandbox that keeps what goes in and out of it."""

    def __init__(self, options: SandboxOptions) -> None:
        super().__init__(options)
        self.kept: list[Exchange] = []

    def respond(self, scope: Scope, content: bytes | None) -> Response:
        answer = super().respond(scope, content)
        query, headers = scope["query_string"].decode(), dict(scope["headers"])
        sent_type, answered_type = headers.get(b"content-type", b"").decode(), answer.headers.get("content-type", "")
        self.kept.append(
            Exchange(
                scope["method"], scope["path"], query, content or b"",
                _media(sent_type), answer.status_code, _media(answered_type), bytes(answer.body),
            )
        )  # fmt: skip
        return answer


def _media(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


@frozen
class Described:
    """One operation of the description."""

    operation_id: str
    method: str
    path: str
    parameters: tuple[Json, ...]
    request: Json
    is_request_required: bool
    answers: Json

    def fits(self, method: str, path: str) -> dict[str, str] | None:
        """Return a path's parameters, or None if it is another operation's."""
        found = re.fullmatch(PREFIX + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path), path)
        return found.groupdict() if found and method == self.method else None


class Description:
    """The whole of it, with references resolved and unnamed properties forbidden."""

    def __init__(self) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        text = (Path(__file__).parent / "api.yaml").read_text(encoding="utf-8")
        self.document: Json = yaml.load(text, Loader=loader)  # noqa: S506  a safe one
        self.operations = [
            self._describe(path, method, one)
            for path, methods in self.document["paths"].items()
            for method, one in methods.items()
        ]

    def schema(self, name: str) -> Json:
        """Return a schema by its name."""
        made: Json = self._resolved(self.document["components"]["schemas"][name])
        return made

    def named(self, operation_id: str) -> Described:
        """Return an operation by its id."""
        return next(one for one in self.operations if one.operation_id == operation_id)

    def judge(self, one: Exchange, *, request: bool = True) -> Iterator[Finding]:
        """Say where an exchange departs from the description."""
        for described in self.operations:
            if (parameters := described.fits(one.method, one.path)) is not None:
                if request:
                    yield from self._parameters(described, parameters, one.query)
                    yield from self._request(described, one)
                yield from self._answer(described, one)
                return
        yield f"{one.method} {one.path}", "no such operation"

    def body(self, operation_id: str, side: str, schema: Json, value: Any) -> Iterator[Finding]:
        """Say where a body departs from its schema; side begins with "request" or "answer"."""
        kind = OAS30WriteValidator if side.startswith("request") else OAS30ReadValidator
        for error in kind(schema, format_checker=oas30_format_checker).iter_errors(value):
            yield operation_id, f"{side} {_place(error)}"

    def _describe(self, path: str, method: str, one: Json) -> Described:
        request = one.get("requestBody", {})
        return Described(
            operation_id=one["operationId"],
            method=method.upper(),
            path=path,
            parameters=tuple(self._resolved(one.get("parameters", []))),
            request={kind: held["schema"] for kind, held in self._resolved(request.get("content", {})).items()},
            is_request_required=request.get("required", False),
            answers={
                int(status): {kind: held["schema"] for kind, held in answer.get("content", {}).items()}
                for status, answer in self._resolved(one["responses"]).items()
            },
        )

    def _resolved(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self._resolved(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            return self._resolved(found)
        made = {{"oneOf": "anyOf"}.get(key, key): self._resolved(one) for key, one in node.items()}
        if isinstance(made.get("properties"), dict):
            made.setdefault("additionalProperties", False)
        return made

    def _parameters(self, described: Described, path: dict[str, str], query: str) -> Iterator[Finding]:
        given = {("path", name): value for name, value in path.items()}
        given |= {("query", name): value for name, value in parse_qsl(query, keep_blank_values=True)}
        known = {(one["in"], one["name"]): one for one in described.parameters}
        for (place, name), text in given.items():
            if (place, name) not in known:
                yield described.operation_id, f"{place} {name}: unknown"
                continue
            schema = known[place, name]["schema"]
            try:
                value = _PARSED.get(schema.get("type", ""), str)(text)
            except ValueError:
                value = text
            yield from self.body(described.operation_id, f"request {place} {name}", schema, value)
        for place, name in sorted(known.keys() - given.keys()):
            if known[place, name].get("required"):
                yield described.operation_id, f"{place} {name}: missing"

    def _request(self, described: Described, one: Exchange) -> Iterator[Finding]:
        if not one.sent:
            yield from [(described.operation_id, "request: no body")] if described.is_request_required else []
        elif one.sent_type not in described.request:
            yield described.operation_id, f"request: content type {one.sent_type}"
        elif one.sent_type == "application/json":
            schema = described.request[one.sent_type]
            yield from self.body(described.operation_id, "request", schema, json.loads(one.sent))

    def _answer(self, described: Described, one: Exchange) -> Iterator[Finding]:
        general = self.document["info"]["x-errors"]["status_codes"]
        if one.status not in described.answers and str(one.status) not in general:
            yield described.operation_id, f"answer {one.status}: status"
            return
        # Errors are described once for all operations.
        contents = described.answers.get(one.status, {"application/json": self.schema("MessageResponse")})
        if one.answered_type not in contents:
            yield described.operation_id, f"answer {one.status}: content type {one.answered_type}"
        elif one.answered_type == "application/json":
            value = json.loads(one.answered)
            yield from self.body(described.operation_id, f"answer {one.status}", contents[one.answered_type], value)


def _place(error: ValidationError) -> str:
    path = "$" + "".join("[]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    if error.validator in {"required", "additionalProperties"}:
        names = sorted(re.findall(r"'(\w+)'", error.message)) if error.validator != "required" else [_missing(error)]
        return f"{path}: {', '.join(names)} {error.validator}"
    return f"{path}: {error.validator}"


def _missing(error: ValidationError) -> str:
    return error.message.split("'")[1]
