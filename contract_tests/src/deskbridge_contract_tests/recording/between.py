"""The server that stands between a desk and the other side, and the two things it can do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import urllib3
from anyio import to_thread
from attrs import define, evolve, field
from starlette import requests, responses
from starlette.routing import BaseRoute, Route
from vcr.request import Request

from deskbridge.sandbox import Counters, FaultBox
from deskbridge_contract_tests.recording.folder import Answer, Recording
from deskbridge_contract_tests.recording.hiding import Stand
from deskbridge_contract_tests.recording.page import ORIGIN

COUNTERS = "/_other/counters"
"""What the other side counted, by the name under which it is recorded: a sandbox's own is never handed on."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_NOT_HANDED_ON = frozenset(
    {"host", "connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"}
)
_NOT_KEPT = _NOT_HANDED_ON | {"date", "server", "set-cookie", "www-authenticate", "content-encoding"}
_SECONDS = 60.0
_NOT_RECORDED = 501


class OtherSide(Protocol):
    """What answers a request that came in."""

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer. `target` is the path with the query; addresses in it are the recording's own."""


@define
class Upstream:
    """Hands requests on, and keeps what was said.

    Attributes:
        origin: Scheme, host and port of the other side.
        stand: What stands for what may not be kept.
        recording: Where it is kept.
    """

    origin: str
    stand: Stand
    recording: Recording
    _pool: urllib3.PoolManager = field(factory=lambda: urllib3.PoolManager(maxsize=16), init=False)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask the other side, and keep the exchange without what may not be kept."""
        path = (
            "/_sandbox/counters" if target == COUNTERS else self.stand.show_in_url(target).replace(ORIGIN, self.origin)
        )
        real = self._pool.request(
            method,
            f"{self.origin}{path}",
            body=self._theirs(body) or None,
            headers={
                name: self.stand.show(value.encode("latin-1")).decode("latin-1")
                for name, value in headers.items()
                if name.lower() not in _NOT_HANDED_ON
            },
            redirect=False,
            retries=False,
            timeout=_SECONDS,
        )
        sent = self.stand.hide_sent(body)  # before the answer, which may tell it again
        asked = _request(method, self.stand.hide_sent(target.encode()).decode(), sent)
        kept = tuple(
            (name, self.stand.hide_header(name, value.replace(self.origin, ORIGIN)))
            for name, value in real.headers.items()
            if name.lower() not in _NOT_KEPT
        )
        told = real.data.replace(self.origin.encode(), ORIGIN.encode())
        answer = Answer(real.status, kept, self.stand.hide(told, real.headers.get("content-type", "")))
        self.recording.keep(asked, answer)
        return answer

    def _theirs(self, ours: bytes) -> bytes:
        return self.stand.show(ours).replace(ORIGIN.encode(), self.origin.encode())


@define
class Playing:
    """Answers out of a recording.

    Attributes:
        recording: The recording.
        test: Whose cassette is played.
        missed: Requests that nobody recorded.
        alter: Changes the body of an answer.
    """

    recording: Recording
    test: str = ""
    missed: list[str] = field(factory=list)
    alter: Callable[[bytes], bytes] | None = None

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:  # noqa: ARG002
        """Return what was answered when it was recorded, or a 501 that says that nothing was."""
        found = self.recording.play(self.test, _request(method, target, body))
        if found is not None:
            return found if self.alter is None else evolve(found, body=self.alter(found.body))
        self.missed.append(f"{method} {target.partition('?')[0]}")
        text = f'{{"message": "nothing is recorded for this {method}; record the contract again"}}'
        return Answer(_NOT_RECORDED, (("Content-Type", "application/json"),), text.encode())


@define
class Between:
    """The server's application, in the shape of a sandbox: counted, and with faults of its own."""

    vendor: str
    other: OtherSide
    given: Mapping[str, str]
    origin_settings: Sequence[str]
    counters: Counters = field(factory=Counters)
    faults: FaultBox = field(factory=FaultBox)

    def routes(self) -> Sequence[BaseRoute]:
        """Take every path."""
        return (Route("/{path:path}", self._answer, methods=list(_METHODS)),)

    def settings(self, url: str) -> Mapping[str, str]:
        """Return the settings that connect to this server."""
        here = {name: self.given[name].replace(ORIGIN, url) for name in self.origin_settings}
        return {**self.given, **here}

    def state(self) -> Mapping[str, Any]:
        """Hold nothing of its own."""
        return {}

    async def _answer(self, request: requests.Request) -> responses.Response:
        here = f"http://{request.headers['host']}".encode()
        target = request.scope["raw_path"].decode("ascii")
        if query := request.scope["query_string"]:
            target += "?" + query.decode("latin-1")
        body = (await request.body()).replace(here, ORIGIN.encode())
        target = target.replace(here.decode(), ORIGIN)
        answer = await to_thread.run_sync(
            self.other.answer, request.method, target, dict(request.headers), body, limiter=None
        )
        said = responses.Response(answer.body.replace(ORIGIN.encode(), here), status_code=answer.status)
        for name, value in answer.headers:
            if name.lower() not in _NOT_HANDED_ON:  # how long it is, and how it travels, this server says itself
                said.headers.append(name, value.replace(ORIGIN, here.decode()))
        return said


def _request(method: str, target: str, body: bytes) -> Request:
    # Of the request's headers none is kept: what matters of them is the content's type, and the rest are credentials.
    return Request(method, f"{ORIGIN}{target}", body, {})
