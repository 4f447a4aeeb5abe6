"""Sandboxes where something is missing: a connection to break, a clock that moves, a server that has begun."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import socketserver
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn

from deskbridge.sandbox import measuring, running
from deskbridge.sandbox.breaking import _cut, _reset
from deskbridge.sandbox.posting import basic, post
from deskbridge.sandbox.server import _PromptServer


class Still:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def test_a_clock_that_can_not_be_moved_says_so(desk: Any) -> None:
    desk.sandbox.clock = Still()
    with running(desk.sandbox) as other:
        refused = desk.pool.request("POST", f"{other.url}/_sandbox/clock", body=b'{"seconds": 1}')
        assert (refused.status, refused.json()["message"]) == (
            409,
            "this sandbox was started with a clock that can't be moved",
        )
        assert desk.pool.request("GET", f"{other.url}/_sandbox/clock").json() == {"now": "2026-01-01T00:00:00+00:00"}


def test_behind_a_server_without_connections_nothing_is_reset_and_half_is_cut() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    begun = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]}
    asyncio.run(_reset(send))
    assert sent == []
    asyncio.run(_cut([begun, {"type": "http.response.body", "body": b"abcd"}], send))
    assert [one.get("body") for one in sent] == [None, b"ab"]


def test_a_server_that_is_stopped_before_it_begins_does_not_begin() -> None:
    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("asked")

    server = _PromptServer(uvicorn.Config(nothing, log_config=None))
    server.stop()
    asyncio.run(server.main_loop())
    assert server.should_exit


def test_a_report_that_is_fast_enough_goes_on(desk: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(measuring, "SECONDS", 0.05)
    monkeypatch.setattr(measuring, "WARM_UP_SECONDS", 0.01)
    measuring.report(desk.url, "Bearer x", {"things": "/things"}, needed=0)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_reader_prints_how_many_answers_came(desk: Any) -> None:
    command = [sys.executable, measuring.__file__, desk.url, "Bearer x", "/things", "0.25"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0


class InPieces(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(OSError):  # the reader ends in the middle of answers
            while self.request.recv(4096):
                for piece in (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", b"ab", b"cd"):
                    self.request.sendall(piece)
                    time.sleep(0.001)


class Patient(socketserver.ThreadingTCPServer):
    request_queue_size = 2 * measuring.CONNECTIONS
    daemon_threads = True


def test_an_answer_that_comes_in_pieces_is_counted_once() -> None:
    with Patient(("127.0.0.1", 0), InPieces) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            assert measuring.read(f"http://127.0.0.1:{server.server_address[1]}", "Bearer x", "/", 0.3) > 0
        finally:
            server.shutdown()
            thread.join()


def test_a_sandbox_that_holds_nothing_to_try_says_so(desk: Any) -> None:
    assert desk.ask("GET", "/_sandbox/samples").json() == {}


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]  # set below
        self.send_response(202)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Any:
    with http.server.HTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.got = []  # type: ignore[attr-defined]  # its own
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_delivery_is_posted_with_its_headers_and_its_status_comes_back(receiver: Any) -> None:
    url = f"http://127.0.0.1:{receiver.server_port}/hooks?a=1"
    headers = {"Authorization": basic("ada", "s3cret"), "X-Odd": "a\r\nX-Forged: 1"}
    assert asyncio.run(post(url, b"{}", headers, answer_seconds=10)) == 202
    ((path, got, body),) = receiver.got
    assert (path, body, got["Authorization"]) == ("/hooks?a=1", b"{}", "Basic YWRhOnMzY3JldA==")
    assert not {"X-Odd", "X-Forged"} & set(got)


async def answered(said: bytes) -> int:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await post(f"http://127.0.0.1:{port}", b"", {}, answer_seconds=10)


@pytest.mark.parametrize(("said", "status"), [(b"HTTP/1.0 410 Gone\r\n\r\n", 410), (b"SSH-2.0\r\n", 0), (b"", 0)])
def test_only_an_http_answer_has_a_status(said: bytes, status: int) -> None:
    assert asyncio.run(answered(said)) == status


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://127.0.0.1:1/", "http://127.0.0.1:x/"])
def test_a_receiver_that_is_not_there_has_no_status(url: str) -> None:
    assert asyncio.run(post(url, b"{}", {}, answer_seconds=10)) == 0
