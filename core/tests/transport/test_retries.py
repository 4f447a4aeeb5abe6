from __future__ import annotations

import socket
import time
import traceback
from datetime import timedelta
from itertools import pairwise

import pytest
import urllib3

from deskbridge.errors import (
    AmbiguousWriteError,
    ConnectionFailedError,
    DeadlineExceededError,
    MalformedAnswerError,
    RateLimitedError,
    UnavailableError,
    ValidationError,
)
from deskbridge.transport import Client, NoAuth, Options
from deskbridge.transport.retrying import retry_after_seconds

pytestmark = pytest.mark.usefixtures("no_backoff")


@pytest.fixture(params=["reset", "hang_up", "500", "502", "503", "504"])
def trouble(request, server):
    if request.param.isdigit():
        return server.answer(status=int(request.param))
    return getattr(server, request.param)


def test_a_read_is_repeated_until_it_succeeds(server, connect, trouble):
    server.script(trouble, trouble, server.answer(b"[]"))
    assert connect().get("things.get", "/things").json() == []
    assert len(server.requests) == 3


def test_a_write_with_an_id_of_ours_is_repeated(server, connect, trouble):
    server.script(trouble, server.answer())
    connect().post("things.create", "/things", body={"id": "mine"}, idempotent=True)
    assert [request.body for request in server.requests] == [b'{"id":"mine"}'] * 2


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_any_other_write_is_sent_once_and_its_outcome_is_unknown(server, connect, trouble, verb):
    server.script(trouble)
    with pytest.raises(AmbiguousWriteError, match="look the record up") as caught:
        getattr(connect(), verb)("things.write", "/things")
    assert len(server.requests) == 1
    assert not caught.value.retryable
    assert isinstance(caught.value.__cause__, ConnectionFailedError | UnavailableError)
    assert (caught.value.vendor, caught.value.operation) == ("acme", "things.write")


def test_a_write_whose_answer_is_cut_is_unknown_too(server, connect):
    server.script(server.answer(b'{"id"', length=100))
    with pytest.raises(AmbiguousWriteError) as caught:
        connect().post("things.create", "/things")
    assert isinstance(caught.value.__cause__, MalformedAnswerError)


def test_a_write_that_the_vendor_says_it_did_not_do_is_not_unknown(server, connect):
    server.script(server.answer(b"{}", status=500))
    with pytest.raises(ValidationError):
        connect(read_error=lambda response: ValidationError(f"bad: {response.status}")).post("things.create", "/things")


def test_a_write_that_could_not_be_sent_is_tried_again_and_is_not_unknown():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    seen = []
    options = Options(attempts=3, observe=seen.append)
    with (
        Client(f"http://127.0.0.1:{port}", vendor="acme", auth=NoAuth(), options=options) as client,
        pytest.raises(ConnectionFailedError, match="refused") as caught,
    ):
        client.post("things.create", "/things")
    assert caught.value.retryable
    assert [exchange.attempt for exchange in seen] == [1, 2, 3]


def test_an_unknown_host_is_not_asked_twice():
    seen = []
    with (
        Client(
            "https://no-such-host.invalid", vendor="acme", auth=NoAuth(), options=Options(observe=seen.append)
        ) as client,
        pytest.raises(ConnectionFailedError, match="unknown") as caught,
    ):
        client.get("things.get", "/things")
    assert len(seen) == 1
    assert not caught.value.retryable


@pytest.mark.parametrize("verb", ["get", "post", "delete"])
def test_a_refusal_for_the_rate_is_repeated_for_every_method(server, connect, verb):
    server.script(server.answer(status=429), server.answer())
    assert getattr(connect(), verb)("things.act", "/things").status == 200
    assert len(server.requests) == 2


def test_attempts_bound_how_often_it_is_tried(server, connect):
    server.script(server.answer(status=503, headers={"Retry-After": "0"}))
    with pytest.raises(UnavailableError):
        connect(options=Options(attempts=4)).get("things.get", "/things")
    assert len(server.requests) == 4


def test_a_refusal_for_the_rate_is_no_attempt(server, connect):
    refused = server.answer(status=429, headers={"Retry-After": "0"})
    server.script(refused, server.answer(status=503), refused, server.answer())
    assert connect(options=Options(attempts=2)).get("things.get", "/things").status == 200


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_what_would_fail_again_is_not_repeated(server, connect, status):
    server.script(server.answer(status=status))
    assert connect(options=Options()).get("x", "/", accept_status=[status]).status == status
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is another test's business
        connect().get("x", "/")
    assert len(server.requests) == 2


@pytest.mark.parametrize("body", [b"5\r\nhel", b"5\r\nhello\r\n", b"zz\r\n"])
def test_a_broken_chunked_answer_is_repeated_and_then_malformed(server, connect, body):
    server.script(server.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
    with pytest.raises(MalformedAnswerError, match="cut|HTTP"):
        connect(options=Options(attempts=2)).get("things.get", "/things")
    assert len(server.requests) == 2


def test_a_cut_answer_is_repeated(server, connect):
    server.script(server.answer(b'{"a"', length=10), server.answer(b'{"a":1}'))
    assert connect().get("things.get", "/things").json() == {"a": 1}


def test_what_is_not_http_is_malformed(server, connect):
    server.script(server.raw(b"SSH-2.0-OpenSSH jo@example.com\r\n\r\n"))
    with pytest.raises(MalformedAnswerError, match="not HTTP") as caught:
        connect(options=Options(attempts=1)).get("things.get", "/things")
    assert "jo@" not in "".join(traceback.format_exception(caught.value))


def test_headers_without_end_are_malformed(server, connect):
    many = b"".join(b"X-%d: y\r\n" % number for number in range(200))
    server.script(server.raw(b"HTTP/1.1 200 OK\r\n" + many + b"\r\n"))
    with pytest.raises(MalformedAnswerError):
        connect(options=Options(attempts=1)).get("things.get", "/things")


def test_a_wait_beyond_the_deadline_is_not_begun_and_tells_its_length(server, connect):
    server.script(server.answer(status=429, headers={"Retry-After": "3600"}))
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError, match="after the deadline of 5 s") as caught:
        connect(options=Options(deadline_seconds=5)).get("things.get", "/things")
    assert time.monotonic() - began < 1
    assert timedelta(seconds=3600) <= caught.value.needed <= timedelta(seconds=3960)
    assert isinstance(caught.value.__cause__, RateLimitedError)
    assert (caught.value.vendor, caught.value.operation) == ("acme", "things.get")


def test_a_silent_server_is_left_after_the_timeout(server, connect):
    server.script(server.silent(0.25))
    with pytest.raises(ConnectionFailedError, match="sent nothing for 0.1 s"):
        connect(options=Options(timeout_seconds=0.1, attempts=1)).get("things.get", "/things")


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 50, b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + b"z" * 90]
)
def test_a_trickle_of_headers_or_body_ends_with_the_deadline(server, connect, answer):
    server.script(server.trickle(answer, every_seconds=0.005))
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError, match="0.15 s"):
        connect(options=Options(deadline_seconds=0.15)).get("things.get", "/things")
    assert time.monotonic() - began < 0.5


def test_a_write_that_runs_into_the_deadline_is_unknown(server, connect):
    server.script(server.silent(0.25))
    with pytest.raises(AmbiguousWriteError) as caught:
        connect(options=Options(deadline_seconds=0.1)).post("things.create", "/things")
    assert isinstance(caught.value.__cause__, DeadlineExceededError)


def ring_of(error, *above):
    """Return the way from an error back to itself by causes and contexts, () if there is none."""
    if error is None or error in above:
        return (*above, error) if error else ()
    return ring_of(error.__cause__, *above, error) or ring_of(error.__context__, *above, error)


def begins(server, part):
    def then_hangs(connection, request):
        connection.sendall(part)
        server.silent(0.08)(connection, request)

    return then_hangs


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nbegun\n"


@pytest.mark.parametrize("attempts", [1, 2])
@pytest.mark.parametrize("part", [b"", HEAD])
def test_a_failed_look_up_can_be_named_as_the_cause_of_the_doubt_that_led_to_it(server, connect, part, attempts):
    server.script(server.hang_up, begins(server, part))
    client = connect(options=Options(timeout_seconds=0.04, attempts=attempts))

    def create():
        try:
            client.post("things.create", "/things")
        except AmbiguousWriteError as unknown:
            try:
                client.get("things.get", "/things")
            except ConnectionFailedError as wrong:
                raise unknown from wrong

    with pytest.raises(AmbiguousWriteError) as caught:
        create()
    assert isinstance(caught.value.__cause__.__cause__, urllib3.exceptions.ReadTimeoutError)
    assert ring_of(caught.value) == ()


def test_a_body_that_breaks_off_can_be_named_as_the_cause_of_what_its_reader_was_handling(server, connect):
    server.script(begins(server, HEAD))
    doubt = LookupError("is it there?")

    def read(lines):
        try:
            raise doubt
        except LookupError:
            try:
                list(lines)
            except ConnectionFailedError as wrong:
                raise doubt from wrong

    lines = connect(options=Options(timeout_seconds=0.04, attempts=1)).lines("things.read", "/things")
    assert next(lines) == b"begun"
    with pytest.raises(LookupError):
        read(lines)
    assert isinstance(doubt.__cause__.__cause__, urllib3.exceptions.ReadTimeoutError)
    assert ring_of(doubt) == ()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        (" 0.25 ", 0.25),
        ("Tue, 14 Nov 2023 22:30:20 GMT", 20.0),
        ("Tue, 14 Nov 2023 22:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("9" * 400, 10 * 366 * 86400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 10 * 366 * 86400.0),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(fake_time, value, seconds):
    fake_time.seconds = 1000.0  # 22:30:00
    assert retry_after_seconds(value, fake_time.now()) == seconds


class TestWaiting:
    """With stamina's waits in force."""

    @pytest.fixture
    def no_backoff(self):
        """Leave the waits as they are."""

    def test_retry_after_is_honoured(self, server, connect):
        server.script(server.answer(status=503, headers={"Retry-After": "0.2"}), server.answer())
        began = time.monotonic()
        connect().get("things.get", "/things")
        assert 0.2 <= time.monotonic() - began < 1

    def test_waits_differ_and_grow(self, server, connect):
        times = []
        server.script(server.hang_up, server.hang_up, server.answer())
        connect(options=Options(observe=lambda exchange: times.append(exchange.started_at))).get("x", "/")
        waits = [(after - before).total_seconds() for before, after in pairwise(times)]
        assert 0.05 <= waits[0] < 0.35
        assert 0.1 <= waits[1] < 0.55

    def test_nothing_of_it_reaches_the_log_of_the_retry_library(self, server, connect, caplog):
        server.script(server.hang_up, server.answer())
        connect().get("things.get", "/things")
        assert "stamina" not in {record.name for record in caplog.records}
