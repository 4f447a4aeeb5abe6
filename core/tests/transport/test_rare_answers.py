"""What comes seldom: answers that contradict themselves, and errors on the way to them."""

from __future__ import annotations

import importlib.metadata
import io
import socket

import pytest
from urllib3.exceptions import ConnectTimeoutError, LocationParseError

from deskbridge.errors import (
    AmbiguousWriteError,
    DeadlineExceededError,
    InvalidRequestError,
    MalformedAnswerError,
    NotFoundError,
    TransportError,
)
from deskbridge.transport import ABSENT, Options, RateHeaders
from deskbridge.transport.budget import Budget, forget_refusals
from deskbridge.transport.clock import Deadline
from deskbridge.transport.exchange import Headers
from deskbridge.transport.origin import Origin, parse_address
from deskbridge.transport.outgoing import Broken, Outgoing
from deskbridge.transport.places import Places
from deskbridge.transport.pool import Pool
from deskbridge.transport.pool.bounded import Bound, BoundedReader, BoundedResponse
from deskbridge.transport.pool.failures import _unreachable, judged
from deskbridge.transport.redaction import redact_message
from deskbridge.transport.throttle import Throttle
from deskbridge.transport.verdicts import complete

ACME = Origin("https", "acme.example", 443)
ONCE = Options(attempts=1)
SECRET = "s3cr3t-t0ken-of-acme"


def test_headers_are_a_mapping_that_shows_no_value():
    headers = Headers({"X-Key": "s3cret", "Date": "today"})
    assert (len(headers), dict(headers)) == (2, {"x-key": "s3cret", "date": "today"})
    assert repr(headers) == "Headers(x-key, date)"


def test_no_body_shows_itself_as_absent():
    assert repr(ABSENT) == "ABSENT"


def test_without_its_distribution_the_package_still_has_a_name(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert Options().user_agent == "deskbridge"


def test_headers_about_a_limit_that_is_not_declared_change_nothing(fake_time):
    budget = Budget((), 1.0, fake_time.clock)
    budget.correct(Headers({"limit": "1", "remaining": "0"}), RateHeaders(limit="limit", remaining="remaining"))
    for _ in range(5):
        budget.acquire(Deadline(fake_time.clock, 0.1))
    assert fake_time.slept == []


def test_an_older_refusal_holds_for_as_long_as_it_asks_and_lowers_nothing():
    throttle = Throttle()
    first = throttle.round
    throttle.refused(100.0, first, None)
    assert throttle.refused(100.0, first, 7.0) == 7.0
    assert (throttle.held(100.0), throttle.round) == (7.0, first + 1)


def test_a_download_never_goes_from_https_to_plain_http(connect, tmp_path):
    client = connect("https://127.0.0.1:1/api")
    with pytest.raises(InvalidRequestError, match="unencrypted; it was not followed") as caught:
        client.download("recordings.get", "http://127.0.0.1:2/recording", tmp_path / "a")
    assert (caught.value.vendor, caught.value.operation) == ("acme", "recordings.get")
    assert list(tmp_path.iterdir()) == []


def kept(folder):
    (folder / "a.part").write_bytes(b"12345")
    (folder / "a.part.tag").write_text('"v1"')


def test_a_download_that_goes_on_elsewhere_than_it_was_asked_to_is_an_error(server, connect, tmp_path):
    kept(tmp_path)
    server.script(server.answer(b"789", status=206, headers={"Content-Range": "bytes 6-8/9"}))
    with pytest.raises(MalformedAnswerError, match="another part"):
        connect(options=ONCE).download("x", "/recordings/1", tmp_path / "a")
    assert (tmp_path / "a.part").read_bytes() == b"12345"


def test_a_download_whose_parts_are_not_its_size_is_an_error(server, connect, tmp_path):
    kept(tmp_path)
    server.script(server.answer(b"678", status=206, headers={"Content-Range": "bytes 5-7/9"}))
    with pytest.raises(MalformedAnswerError, match="don't add up"):
        connect(options=ONCE).download("x", "/recordings/1", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_file_that_is_shorter_than_what_was_read_of_it_has_changed(server, connect):
    headers = {"Accept-Ranges": "bytes", "ETag": '"v1"'}
    server.script(
        server.answer(b"one\ntwo\nthr", headers=headers, length=100),
        server.answer(b"", status=416, headers={"Content-Range": "bytes */4"}),
    )
    with pytest.raises(MalformedAnswerError, match="changed"):
        list(connect(options=Options(attempts=2)).lines("things.export", "/export"))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_streams_error_whose_text_is_cut_says_that_it_was_cut(server, connect, method):
    server.script(server.answer(b'{"message": "no', status=404, length=100))
    expected = MalformedAnswerError if method == "GET" else AmbiguousWriteError
    with pytest.raises(expected), connect(options=ONCE).stream("run", method, "/"):
        pass


@pytest.mark.parametrize("location", ["//[", "//user:word@/", "https://:x/"])
def test_a_redirect_to_an_address_that_is_none_is_not_followed(server, connect, location):
    server.script(server.answer(b"", status=302, headers={"Location": location}))
    with pytest.raises(TransportError, match="not followed"):
        connect().get("x", "/")
    assert len(server.requests) == 1


def test_a_strangers_cause_that_tells_a_secret_is_dropped():
    error = NotFoundError("it is gone")
    error.__cause__ = ValueError(f"bad header {SECRET}")
    complete(error, "acme", "things.get", secrets=(SECRET,))
    assert error.__cause__ is None
    assert (error.vendor, error.operation) == ("acme", "things.get")


def test_a_circle_of_causes_has_an_end():
    error, other = NotFoundError("it is gone"), ValueError("elsewhere")
    error.__cause__, other.__context__ = other, error
    complete(error, "acme", "things.get")
    assert error.__cause__ is other


def test_a_request_whose_deadline_has_passed_is_not_sent(server, fake_time):
    deadline, address = Deadline(fake_time.clock, 1), parse_address(f"{server.url}/things")
    fake_time.seconds += 2
    pool = Pool(address.origin, timeout_seconds=5, ca_file=None)
    with pytest.raises(Broken) as caught:
        pool.send(Outgoing(vendor="acme", operation="x", method="GET", address=address, headers={}), deadline)
    assert isinstance(caught.value.error, DeadlineExceededError)
    assert (caught.value.final, server.requests) == (True, [])
    pool.close()


def test_reading_on_after_the_deadline_is_a_timeout(fake_time):
    deadline = Deadline(fake_time.clock, 1)
    fake_time.seconds += 2
    reader = BoundedReader(io.BytesIO(b"late"), None, Bound(30, deadline))
    with pytest.raises(TimeoutError, match="the deadline has passed"):
        reader.readinto(bytearray(1))


def test_an_address_that_can_not_be_asked_is_not_tried_again():
    broken = judged(LocationParseError("a..b"), ACME, Bound(30, None), sent=False)
    assert isinstance(broken.error, InvalidRequestError)
    assert (broken.final, str(broken.error)) == (True, "https://acme.example is not an address that can be asked")


def test_a_host_that_does_not_pick_up_is_told_with_the_seconds():
    said = _unreachable(ConnectTimeoutError(None, ""), ACME, Bound(7, None))
    assert said == "no connection to https://acme.example within 7 s. Check the network or try later."


def test_a_place_that_is_given_back_twice_is_one_place(fake_time):
    places, deadline = Places(1, 1.0), Deadline(fake_time.clock, 0)
    leave = places.enter(deadline)
    leave()
    leave()
    places.enter(deadline)
    with pytest.raises(DeadlineExceededError, match="takes 1 such requests at once"):
        places.enter(deadline)


def test_a_response_that_no_call_of_ours_waits_for_is_read_as_ever():
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        response = BoundedResponse(here)
        response.begin()
        assert response.status == 204
        response.close()


def test_a_long_text_of_a_vendor_is_cut_between_two_words():
    assert redact_message("word " * 20, longest=12) == "word word ..."
    assert redact_message("w" * 20, longest=12) == "wwwwwwwwwwww ..."[:6] + " ..."


def test_refusals_of_an_account_are_forgotten_when_a_test_says_so(server, connect, no_backoff):
    server.script(server.answer(status=429), server.answer())
    connect(options=Options(attempts=2)).get("x", "/")
    forget_refusals()
    assert connect().get("x", "/").status == 200
