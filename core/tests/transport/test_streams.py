from __future__ import annotations

import gzip
import tracemalloc

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConnectionFailedError,
    ForeignOriginError,
    MalformedAnswerError,
    NotFoundError,
)
from deskbridge.transport import Options, streams

pytestmark = pytest.mark.usefixtures("no_backoff")

BODY = b"".join(b'{"n": %d, "text": "caf\xc3\xa9\r"}\n' % number for number in range(400))
LINES = BODY.split(b"\n")[:-1]


def ranged(server, *, cut_at, etag='"v1"', body=BODY):
    """Serve ranges, and break the first answer off at a byte."""

    def act(connection, request):
        asked = request.headers.get("range")
        start = (
            int(asked.removeprefix("bytes=").rstrip("-")) if asked and request.headers.get("if-range") == etag else 0
        )
        headers = {"Accept-Ranges": "bytes", "ETag": etag}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        rest = body[start:] if len(server.requests) > 1 else body[:cut_at]
        server.answer(rest, status=206 if start else 200, headers=headers, length=len(body) - start)(
            connection, request
        )

    server.script(act)


def test_a_stream_gives_lines_and_the_connection_back(server, connect):
    server.script(server.answer(b"a\r\nb\n\nc"))
    client = connect()
    with client.stream("things.export", "GET", "/export") as stream:
        assert (stream.status, stream.headers["content-length"]) == (200, "7")
        assert list(stream.lines()) == [b"a\r", b"b", b"", b"c"]
    client.get("things.get", "/things")
    assert server.connections == 1


def test_a_stream_gives_chunks_of_at_most_a_size(server, connect):
    server.script(server.answer(BODY))
    with connect().stream("things.export", "GET", "/export") as stream:
        chunks = list(stream.chunks(1000))
    assert b"".join(chunks) == BODY
    assert max(map(len, chunks)) <= 1000


def test_a_stream_that_is_left_early_costs_a_connection_and_nothing_else(server, connect):
    server.script(server.answer(BODY * 100), server.answer())
    client = connect()
    with client.stream("things.export", "GET", "/export") as stream:
        next(stream.lines())
    assert client.get("things.get", "/things").json() == {}


def test_an_error_status_is_raised_before_the_stream_begins(server, connect):
    server.script(server.answer(status=404))
    with pytest.raises(NotFoundError), connect().stream("things.export", "GET", "/export"):
        pytest.fail("there is nothing to read")


def test_a_cut_stream_is_malformed_and_a_reset_one_failed(server, connect):
    server.script(server.answer(BODY[:500], length=len(BODY)))
    with (
        connect().stream("things.export", "GET", "/x") as stream,
        pytest.raises(MalformedAnswerError, match="cut") as caught,
    ):
        list(stream.lines())
    assert (caught.value.vendor, caught.value.operation) == ("acme", "things.export")


def test_a_cut_stream_of_a_write_has_an_unknown_outcome(server, connect):
    server.script(server.answer(BODY[:500], length=len(BODY)))
    with connect().stream("reports.create", "POST", "/x") as stream, pytest.raises(AmbiguousWriteError):
        list(stream.chunks())


def test_each_read_of_a_stream_is_bounded_and_not_the_whole(server, connect):
    server.script(server.trickle(server_bytes(b"0123456789\n" * 2), every_seconds=0.01))
    options = Options(deadline_seconds=1, timeout_seconds=0.2)
    with connect(options=options).stream("things.export", "GET", "/x") as stream:
        assert list(stream.lines()) == [b"0123456789"] * 2


def server_bytes(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def test_a_stream_that_falls_silent_is_left(server, connect):
    def act(connection, request):
        connection.sendall(server_bytes(b"a\n" * 100)[:-50])
        server.silent(0.25)(connection, request)

    server.script(act)
    options = Options(timeout_seconds=0.1)
    with (
        connect(options=options).stream("x", "GET", "/x") as stream,
        pytest.raises(ConnectionFailedError, match="nothing for 0.1 s"),
    ):
        list(stream.lines())


def test_lines_skip_blank_ones_and_keep_a_last_one_without_line_feed(server, connect):
    server.script(server.answer(b'{"a":1}\n\n \r\n{"b":2}'))
    assert list(connect().lines("things.export", "/export", query={"day": "1"})) == [b'{"a":1}', b'{"b":2}']
    assert server.requests[0].target == "/api/export?day=1"


def test_lines_of_an_empty_body_are_none(server, connect):
    server.script(server.answer(b""))
    assert list(connect().lines("things.export", "/export")) == []


@pytest.mark.parametrize("cut_at", [0, 1, 33, 34, 35, 5000, len(BODY) - 1])
def test_broken_lines_are_taken_up_by_reading_again(server, connect, cut_at):
    server.script(server.answer(BODY[:cut_at], length=len(BODY)), server.answer(BODY))
    assert list(connect().lines("things.export", "/export")) == LINES
    assert len(server.requests) == 2


@pytest.mark.parametrize("cut_at", [0, 1, 33, 34, 35, 5000, len(BODY) - 1])
def test_broken_lines_are_taken_up_where_they_broke_if_the_server_can(server, connect, cut_at):
    ranged(server, cut_at=cut_at)
    assert list(connect().lines("things.export", "/export")) == LINES
    resumed = server.requests[1].headers.get("range")
    delivered = BODY[:cut_at].rfind(b"\n") + 1
    assert resumed == (f"bytes={delivered}-" if delivered else None)


@pytest.mark.parametrize("cut_at", [0, 1, 33, 34, 35, 5000, len(BODY) - 1])
def test_whole_lines_come_several_at_once_and_are_taken_up_where_they_broke(server, connect, cut_at):
    ranged(server, cut_at=cut_at)
    blocks = list(connect().whole_lines("things.export", "/export"))
    assert b"".join(blocks) == BODY
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_lines_that_break_at_the_very_end_are_not_read_again(server, connect):
    def act(connection, request):
        if request.headers.get("range"):
            server.answer(b"", status=416, headers={"Content-Range": f"bytes */{len(BODY)}"})(connection, request)
        head = b'HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\nETag: "v1"\r\nTransfer-Encoding: chunked\r\n\r\n'
        connection.sendall(head + b"%x\r\n" % len(BODY) + BODY + b"\r\n")
        raise ConnectionAbortedError

    server.script(act)
    assert list(connect().lines("things.export", "/export")) == LINES
    assert len(server.requests) == 2


def test_broken_compressed_lines_are_taken_up(server, connect):
    packed = gzip.compress(BODY)
    headers = {"Content-Encoding": "gzip", "Accept-Ranges": "bytes", "ETag": '"v1"'}
    server.script(
        server.answer(packed[: len(packed) // 2], headers=headers, length=len(packed)),
        server.answer(packed, headers=headers),
    )
    assert list(connect().lines("things.export", "/export")) == LINES
    assert "range" not in server.requests[1].headers


def test_lines_that_changed_in_between_are_an_error_and_not_a_mixture(server, connect):
    server.script(server.answer(BODY[:5000], length=len(BODY)), server.answer(BODY.replace(b"caf", b"cof")))
    got = []
    with pytest.raises(MalformedAnswerError, match="changed") as caught:
        got.extend(connect().lines("things.export", "/export"))
    assert caught.value.operation == "things.export"


def test_lines_that_shrank_in_between_are_an_error(server, connect):
    server.script(server.answer(BODY[:5000], length=len(BODY)), server.answer(BODY[:100]))
    with pytest.raises(MalformedAnswerError, match="changed"):
        list(connect().lines("things.export", "/export"))


def test_a_part_that_was_not_asked_for_is_an_error(server, connect):
    wrong = server.answer(BODY[9:], status=206, headers={"Content-Range": f"bytes 9-{len(BODY) - 1}/{len(BODY)}"})
    server.script(server.answer(BODY[:5000], length=len(BODY)), wrong)
    with pytest.raises(MalformedAnswerError, match="another part"):
        list(connect().lines("things.export", "/export"))


def test_lines_are_given_up_after_all_attempts(server, connect):
    server.script(server.answer(BODY[:5000], length=len(BODY)))
    with pytest.raises(MalformedAnswerError, match="cut"):
        list(connect(options=Options(attempts=3)).lines("things.export", "/export"))
    assert len(server.requests) == 3


def test_lines_that_nobody_wants_to_the_end_are_let_go(server, connect):
    server.script(server.answer(BODY * 50), server.answer())
    client = connect()
    lines = client.lines("things.export", "/export")
    assert next(lines) == LINES[0]
    lines.close()
    assert client.get("x", "/").json() == {}


def test_lines_of_another_host_are_refused(server, connect):
    with pytest.raises(ForeignOriginError):
        list(connect().lines("things.export", "https://evil.example/export"))


def test_a_line_without_end_is_malformed(server, connect, monkeypatch):
    monkeypatch.setattr(streams, "MAX_BODY_BYTES", 100_000)
    server.script(server.answer(b"x" * 300_000))
    with pytest.raises(MalformedAnswerError, match="longer than"):
        list(connect().lines("things.export", "/export"))


def test_lines_pass_through_constant_memory(server, connect):
    def act(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(BODY) * 2000))
        for _ in range(2000):
            connection.sendall(BODY)

    server.script(act)
    lines = connect().lines("things.export", "/export")
    next(lines)
    tracemalloc.start()
    try:
        count = sum(1 for _ in zip(range(100_000), lines, strict=False))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        lines.close()
    assert count == 100_000
    assert peak < 2_000_000
