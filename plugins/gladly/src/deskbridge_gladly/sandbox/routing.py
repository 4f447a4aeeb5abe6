"""Finds what answers a request by the parts of its path, however many operations there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from deskbridge_gladly.sandbox.calls import OPEN_MARK, Call, Handler, Refused, Table, missing
from deskbridge_gladly.sandbox.gate import Gate

NO_QUERY = QueryParams()
_Found = tuple[Mapping[str, Handler], dict[str, str]]


@define
class _Node:
    literal: dict[str, _Node] = field(factory=dict)
    parameter: _Node | None = None
    name: str = ""
    methods: dict[str, Handler] = field(factory=dict)
    names: tuple[str, ...] = ()


class Paths:
    """A tree of path templates; a part that is spelled out goes before one that is a parameter."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._root = _Node()
        for table in tables:
            for path, methods in table.items():
                self._add(path, methods)

    def find(self, path: str) -> _Found | None:
        """Return what serves a path, by method, and its parameters; None if nothing does."""
        values: list[str] = []
        node = _descend(self._root, path.split("/"), 0, values)
        return None if node is None else (node.methods, dict(zip(node.names, values, strict=True)))

    def _add(self, path: str, methods: Mapping[str, Handler]) -> None:
        node, names = self._root, []
        for part in path.split("/"):
            if part.startswith("{"):
                names.append(part[1:-1])
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literal.setdefault(part, _Node())
        node.names = tuple(names)
        node.methods.update(methods)


def _descend(node: _Node, parts: Sequence[str], place: int, values: list[str]) -> _Node | None:
    if place == len(parts):
        return node if node.methods else None
    part = parts[place]
    if part in node.literal and (found := _descend(node.literal[part], parts, place + 1, values)):
        return found
    if node.parameter is None or not part:
        return None
    values.append(part)
    if found := _descend(node.parameter, parts, place + 1, values):
        return found
    values.pop()
    return None


class Operations:
    """Answers everything below a prefix as an ASGI application; what it doesn't know is 404 (inferred)."""

    def __init__(self, gate: Gate, prefix: str, tables: Iterable[Table]) -> None:
        self._gate = gate
        self._skipped = len(prefix)
        self._paths = Paths(tables)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        found = self._paths.find(scope["path"][self._skipped :])
        methods, parameters = found or ({}, {})
        call = Call(
            origin=f"{scope['scheme']}://{headers.get(b'host', '')}",
            path=parameters,
            query=QueryParams(scope["query_string"]) if scope["query_string"] else NO_QUERY,
            body=await _body(receive),
        )
        authorization = headers.get(b"authorization", "")
        response = await self._answer(scope["method"], authorization, methods, call)
        self._gate.print_rate(scope["method"], response)
        await response(scope, receive, send)

    async def _answer(self, method: str, authorization: str, methods: Mapping[str, Handler], call: Call) -> Response:
        try:
            handler = methods.get(method)
            is_open = getattr(handler, OPEN_MARK, False)
            if refused := self._gate.refuse(method, authorization, is_open=is_open):
                raise refused
            if handler is None:
                raise missing("resource")
            made = handler(call)
            return made if isinstance(made, Response) else await made
        except Refused as refusal:
            return refusal.response(self._gate.switches.error_shape)


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if not message.get("more_body", False):
        return bytes(message.get("body", b""))
    parts = [message.get("body", b"")]
    while message.get("more_body", False):
        message = await receive()
        parts.append(message.get("body", b""))
    return b"".join(parts)
