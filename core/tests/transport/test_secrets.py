from __future__ import annotations

import threading
import time
import traceback
import tracemalloc
from datetime import UTC, datetime

import pytest

from deskbridge.errors import DeadlineExceededError, DeskbridgeError, MalformedAnswerError, ValidationError, VendorError
from deskbridge.transport import BasicAuth, Options, Token, TokenAuth
from deskbridge.transport.streams import whole_lines

PLAIN = "hunter2-and-more"
LATER = datetime(2999, 1, 1, tzinfo=UTC)


def everything(error: BaseException) -> str:
    shown = "".join(traceback.format_exception(error)) + repr(vars(error))
    for link in (error.__cause__, error.__context__):
        shown += everything(link) if link else ""
    return shown


def cut_at(size):
    def read_error(response):
        text = response.content.decode()[:size]
        try:
            raise ValueError(response.content.decode())
        except ValueError as error:
            wrong = ValidationError(text, codes=[text])
            wrong.__cause__ = error
            return wrong

    return read_error


AUTHS = {
    "password": (BasicAuth("u", PLAIN), {}),
    "token": (TokenAuth(lambda: Token(value=PLAIN, expires_at=LATER)), {}),
    "body": (BasicAuth("u", "p"), {"secrets": [PLAIN]}),
}


@pytest.mark.parametrize("kind", AUTHS)
@pytest.mark.parametrize("size", [30, 300])
def test_a_secret_that_an_error_body_repeats_is_hidden_before_anybody_cuts_it(server, connect, kind, size):
    auth, given = AUTHS[kind]
    server.script(server.answer(b"the wrong secret was " + PLAIN.encode(), status=400))
    with pytest.raises(ValidationError) as caught:
        connect(auth=auth, read_error=cut_at(size)).post("x", "/", body={}, **given)
    assert PLAIN[:6] not in everything(caught.value)


@pytest.mark.parametrize("kind", AUTHS)
def test_a_secret_is_not_shown_by_the_cause_of_a_deadline(server, connect, kind):
    auth, given = AUTHS[kind]
    server.script(server.answer(PLAIN.encode(), status=503, headers={"Retry-After": "9999", "X-Id": PLAIN}))
    client = connect(auth=auth, request_id_header="X-Id")
    with pytest.raises(DeadlineExceededError) as caught:
        client.request("x", "POST", "/", body={}, idempotent=True, **given)
    assert PLAIN not in everything(caught.value)


@pytest.mark.parametrize("kind", AUTHS)
def test_a_secret_at_the_start_of_an_answer_that_is_not_json_is_hidden(server, connect, kind):
    auth, given = AUTHS[kind]
    server.script(server.answer(b"x" * 74 + b" " + PLAIN.encode()))
    with pytest.raises(MalformedAnswerError) as caught:
        connect(auth=auth).post("x", "/", **given).json()
    assert PLAIN[:4] not in everything(caught.value)


def test_an_exchange_shows_no_secret_wherever_it_stands(server, connect):
    seen = []
    server.script(server.answer(headers={"X-Echo": f"you sent {PLAIN}", "X-Id": PLAIN}))
    client = connect(auth=BasicAuth("u", PLAIN), options=Options(observe=seen.append), request_id_header="X-Id")
    client.get("x", f"/{PLAIN}", query={"page": PLAIN}, headers={"X-Mine": PLAIN})
    assert len(seen) == 1
    assert PLAIN not in repr(seen)


def test_credentials_that_name_no_secrets_still_work(server, connect):
    class Own:
        def headers(self):
            return {"X-Acme": PLAIN}

        def refresh(self, rejected):
            return False

    server.script(server.answer(PLAIN.encode(), status=400))
    with pytest.raises(VendorError) as caught:
        connect(auth=Own(), read_error=cut_at(300)).get("x", "/")
    assert PLAIN not in everything(caught.value)


def test_a_thread_that_waits_for_a_token_keeps_its_own_deadline(server, connect):
    fetching, go_on = threading.Event(), threading.Event()

    def fetch():
        fetching.set()
        assert go_on.wait(5)
        return Token(value="t0ken", expires_at=LATER)

    auth = TokenAuth(fetch)
    other = threading.Thread(target=auth.headers)
    other.start()
    try:
        assert fetching.wait(5)
        began = time.monotonic()
        with pytest.raises(DeadlineExceededError, match="asking for a token") as caught:
            connect(auth=auth, options=Options(deadline_seconds=0.1)).get("things.find", "/")
        assert time.monotonic() - began < 2
        assert (caught.value.vendor, caught.value.operation) == ("acme", "things.find")
    finally:
        go_on.set()
        other.join()
    assert connect(auth=auth).get("x", "/").status == 200


@pytest.mark.unmeasured
@pytest.mark.parametrize("piece", [b"\r" * 65536, b"\ra" * 32768, b"ab"])
def test_a_line_costs_a_few_times_its_size_however_it_comes(piece):
    size = 1 << 20
    tracemalloc.start()
    try:
        lines = list(whole_lines(bytes(bytearray(piece)) for _ in range(size // len(piece))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [len(line) for line in lines] == [size]
    assert peak < 4 * size


DIGITS = "9" * 5000


@pytest.mark.parametrize("told", [f"bytes {DIGITS}-1/2", "bytes \xb2-1/2"])
def test_a_part_with_a_number_that_cannot_be_is_malformed(server, connect, tmp_path, told):
    server.script(server.answer(b"ab", status=206, headers={"Content-Range": told}))
    with pytest.raises(MalformedAnswerError):
        list(connect().lines("x", "/"))
    with pytest.raises(MalformedAnswerError):
        connect().download("x", "/", tmp_path / "file")


def test_a_size_of_thousands_of_digits_is_taken_for_none(server, connect, tmp_path):
    server.script(server.answer(b"ab", status=206, headers={"Content-Range": f"bytes 0-1/{DIGITS}"}))
    try:
        assert connect().download("x", "/", tmp_path / "file").size_bytes == 2
    except DeskbridgeError as error:
        raise AssertionError("it is not needed") from error
