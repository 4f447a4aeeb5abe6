"""Answers that end oddly: none of it becomes another request's answer, and nothing cut is taken for whole."""

from __future__ import annotations

import gzip
import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConnectionFailedError,
    DeadlineExceededError,
    MalformedAnswerError,
    TransportError,
)
from deskbridge.transport import Options

ONCE = Options(attempts=1, timeout_seconds=2)
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"id":"good"}'
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
PACKED = gzip.compress(b'[{"id":"1"}]\n' * 500, mtime=0)


def pieces(*parts: bytes, pause_seconds: float = 0.03):
    """An answer in pieces, on a connection that stays open."""

    def act(connection: socket.socket, request: object) -> None:
        for index, part in enumerate(parts):
            if index:
                time.sleep(pause_seconds)
            connection.sendall(part)

    return act


def two(client, method="GET"):
    """The answer of a request, and of the next one, which may come by the same connection."""
    first = client.request("x.get", method, "x")
    time.sleep(0.06)  # for what is still on its way
    return first, client.request("x.get", "GET", "x")


@pytest.mark.parametrize("status", [b"102 Processing", b"103 Early Hints", b"100 Continue"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_what_only_announces_an_answer_is_none(server, connect, status, method):
    server.script(pieces(b"HTTP/1.1 " + status + b"\r\nLink: <a>\r\n\r\n", GOOD[: -13 if method == "HEAD" else None]))
    response = connect(options=ONCE).request("x.do", method, "x")
    assert (response.status, "link" in response.headers) == (200, False)


def test_an_answer_that_was_announced_is_not_the_next_requests_answer(server, connect):
    server.script(pieces(HINTS + HINTS, GOOD.replace(b"good", b"firs")), pieces(GOOD))
    with connect(options=ONCE) as client:
        assert [one.json()["id"] for one in two(client)] == ["firs", "good"]
    assert server.connections == 1


def test_announcements_without_end_end_with_the_deadline(server, connect):
    def act(connection, request):
        while True:
            connection.sendall(HINTS * 100)

    server.script(act)
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        connect(options=Options(deadline_seconds=0.2)).get("x", "x")
    assert time.monotonic() - began < 1


def test_a_connection_that_speaks_something_else_from_now_on_is_not_used_again(server, connect):
    server.script(pieces(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n"), pieces(GOOD))
    with connect(options=ONCE) as client:
        with pytest.raises(TransportError, match="HTTP 101"):
            client.get("x", "x")
        assert client.get("x", "x").json() == {"id": "good"}
    assert server.connections == 2


@pytest.mark.parametrize(
    "late",
    [
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 2\r\n\r\n",
    ],
)
def test_what_has_no_content_is_over_at_once_whatever_else_it_says(server, connect, late):
    server.script(pieces(b"HTTP/1.1 204 No Content\r\n" + late, b"{}"), pieces(GOOD))
    began = time.monotonic()
    with connect(options=ONCE) as client:
        first, second = two(client, "DELETE")
    assert ((first.status, first.content), second.json()) == ((204, b""), {"id": "good"})
    assert time.monotonic() - began < 1
    assert server.connections == 2


@pytest.mark.parametrize("head", [b"204 No Content\r\n\r\n", b"204 No Content\r\nContent-Length: 0\r\n\r\n"])
def test_no_content_that_is_none_keeps_its_connection(server, connect, head):
    server.script(pieces(b"HTTP/1.1 " + head), pieces(GOOD))
    with connect(options=ONCE) as client:
        assert [one.status for one in two(client, "DELETE")] == [204, 200]
    assert server.connections == 1


STRAY = b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"id":"stray"}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Sum: 1\r\n\r\n"


@pytest.mark.parametrize("answer", [PLAIN, CHUNKED])
@pytest.mark.parametrize("cut", [0, 1, 20])
def test_what_comes_after_an_answer_is_not_the_next_requests(server, connect, answer, cut):
    server.script(pieces(answer + STRAY[:cut], STRAY[cut:]), pieces(GOOD))
    with connect(options=ONCE) as client:
        assert [one.json() for one in two(client)] == [{}, {"id": "good"}]
    assert server.connections == 2


def test_a_body_after_an_answer_to_head_is_not_the_next_requests(server, connect):
    server.script(pieces(PLAIN), pieces(GOOD))
    with connect(options=ONCE) as client:
        assert [one.content for one in two(client, "HEAD")] == [b"", b'{"id":"good"}']
    assert server.connections == 2


def test_chunks_with_a_trailer_keep_their_connection(server, connect):
    server.script(pieces(CHUNKED), pieces(GOOD))
    with connect(options=ONCE) as client:
        assert [one.json() for one in two(client)] == [{}, {"id": "good"}]
    assert server.connections == 1


@pytest.mark.parametrize("coding", [b"chunked ", b"identity, chunked", b"Chunked\t"])
def test_chunks_are_told_by_the_last_coding_even_if_it_is_written_oddly(server, connect, coding):
    server.script(pieces(CHUNKED.replace(b"chunked", coding)))
    assert connect(options=ONCE).get("x", "x").json() == {}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("size", [17, 30, 38, 39])
def test_a_head_that_is_cut_is_no_answer(server, connect, method, size):
    server.script(server.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/x\r\nContent-Length: 0\r\n\r\n"[:size]))
    with pytest.raises(MalformedAnswerError if method == "GET" else AmbiguousWriteError, match="cut before its end"):
        connect(options=ONCE).request("x.do", method, "x")


def test_a_stream_whose_head_is_cut_is_not_an_empty_one(server, connect):
    server.script(server.raw(b"HTTP/1.1 200 OK\r\nContent-Type: "))
    with pytest.raises(MalformedAnswerError, match="cut"):
        list(connect(options=ONCE).lines("x.export", "x"))


def packed(content: bytes, *, length: bool = True):
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
    head += b"Content-Length: %d\r\n" % len(content) if length else b"Connection: close\r\n"
    return pieces(head + b"\r\n" + content)


@pytest.mark.parametrize("size", [5, 12, len(PACKED) // 2, len(PACKED) - 8, len(PACKED) - 1])
def test_compressed_lines_that_are_cut_are_not_all_there_are(server, connect, size):
    server.script(packed(PACKED[:size]))
    with pytest.raises(MalformedAnswerError, match="cut before its end"):
        list(connect(options=ONCE).lines("x.export", "x"))


def test_the_second_of_two_compressed_parts_may_not_be_cut_either(server, connect):
    server.script(packed(PACKED + PACKED[:30]))
    with pytest.raises(MalformedAnswerError, match="cut before its end"):
        list(connect(options=ONCE).lines("x.export", "x"))


@pytest.mark.parametrize(("content", "lines"), [(b"", 0), (PACKED, 500), (PACKED * 2, 1000), (PACKED + b"\0" * 9, 500)])
def test_compressed_lines_that_are_whole_are_read(server, connect, content, lines):
    server.script(packed(content))
    assert len(list(connect(options=ONCE).lines("x.export", "x"))) == lines


def test_lengths_that_contradict_each_other_are_no_http(server, connect):
    server.script(pieces(PLAIN.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n")), pieces(GOOD))
    with connect(options=ONCE) as client:
        with pytest.raises(MalformedAnswerError, match="not HTTP"):
            client.get("x", "x")
        assert client.get("x", "x").json() == {"id": "good"}
    assert server.connections == 2


def test_an_answer_in_many_pieces_is_put_together(server, connect):
    parts = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"2\r\n1,\r\n"] * 3000, b"0\r\n\r\n"]
    server.script(pieces(b"".join(parts)))
    assert connect(options=ONCE).get("x", "x").content == b"1," * 3000


@pytest.mark.parametrize("read", [0, 1])
def test_a_body_that_was_not_read_to_its_end_is_not_the_next_requests_answer(server, connect, read):
    server.script(pieces(PLAIN.replace(b"2\r", b"200000\r") + b"x" * 100_000), pieces(GOOD))
    with connect(options=ONCE) as client:
        with client.stream("x.export", "GET", "x") as stream:
            for _ in range(read):
                next(stream.chunks(10))
        assert client.get("x", "x").json() == {"id": "good"}
    assert server.connections == 2


def test_a_kept_connection_that_was_closed_meanwhile_is_no_error(server, connect):
    def close_after(connection, request):
        connection.sendall(PLAIN)
        raise ConnectionAbortedError

    server.script(close_after)
    with connect(options=ONCE) as client:
        for _ in range(3):
            client.post("x.create", "x", body={})
            time.sleep(0.02)
    assert (len(server.requests), server.connections) == (3, 3)


def test_more_threads_than_places_for_connections_are_no_news(server, connect, caplog, monkeypatch):
    monkeypatch.setattr("deskbridge.transport.pool._KEPT_CONNECTIONS", 1)
    caplog.set_level(logging.DEBUG)
    client = connect(options=ONCE)
    with client.stream("x.export", "GET", "x") as one, client.stream("x.export", "GET", "x") as other:
        assert [b"".join(stream.chunks()) for stream in (one, other)] == [b"{}", b"{}"]
    assert [record for record in caplog.records if record.name.startswith("urllib3")] == []


def test_a_server_that_hangs_up_without_a_word_is_a_failed_connection(server, connect):
    server.script(server.hang_up)
    with pytest.raises(ConnectionFailedError, match="broke the connection off"):
        connect(options=ONCE).get("x", "x")


OPEN = Path("/proc/self/fd")
ODD = [
    pieces(GOOD),
    pieces(GOOD + STRAY),
    pieces(HINTS, GOOD, pause_seconds=0.002),
    pieces(PLAIN.replace(b": 2", b": 2\r\nContent-Length: 3")),
]


@pytest.mark.skipif(not OPEN.is_dir(), reason="this system does not tell its open files")
def test_threads_get_their_own_answers_and_no_connection_is_left_open(server, connect):
    kind, before = type(server), len(list(OPEN.iterdir()))
    other = kind()
    odd = [*ODD, kind.reset, kind.hang_up, kind.raw(GOOD[:30]), kind.answer(b"{", length=9)]
    other.script(*odd * 20, odd[0])
    client = connect(other.url, options=ONCE)

    def ask(_):
        try:
            return client.get("x", "x").json()
        except TransportError as error:
            return error

    with ThreadPoolExecutor(8) as threads:
        wrong = [one for one in threads.map(ask, range(160)) if one != {"id": "good"}]
    assert [one for one in wrong if not isinstance(one, TransportError)] == []
    assert len(wrong) < 160
    client.close()
    other.close()
    assert len(list(OPEN.iterdir())) <= before
