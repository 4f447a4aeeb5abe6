from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.errors import AuthenticationError, MalformedAnswerError, SettingError
from deskbridge_glassix.webhooks import Authenticity, parse, read_date

SECRET = "s3cr3t-סוד"
NOW = datetime(2026, 11, 22, 5, 20, 0, tzinfo=UTC)
DATE = "2026-11-22T05:19:58.1234567Z"
BODY = b'{"key": "00000000-0000-0000-0000-000000000000", "changes": [{"_event": "NEW_TICKET"}]}'
KNOWN = Authenticity(secret=SECRET, now=lambda: NOW)


def signed(content: bytes, secret: str = SECRET) -> str:
    return "sha1=" + hmac.new(secret.encode(), content, hashlib.sha1).hexdigest()


def headers(*, date: str = DATE, body: bytes = BODY, name: str = "X-Glassix-Auth-Signature") -> dict[str, str]:
    return {"X-Hub-Signature": signed(body), name: signed(date.encode()), "X-Glassix-Auth-Date": date}


def test_the_signature_is_the_one_that_the_vendor_shows() -> None:
    # HMAC-SHA1 of nothing under an empty key, as in RFC 2104's implementations; the vendor's own example has no secret.
    shown = "sha1=fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"
    assert signed(b"", secret="") == shown


@pytest.mark.parametrize("name", ["X-Glassix-Auth-Signature", "X-Glassix-Auth"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_a_signed_delivery_is_opened_by_either_name_of_the_signature_in_any_case(name: str, case: type[str]) -> None:
    brought = {case(one): value for one, value in headers(name=name).items()}
    (event,) = KNOWN.open(brought, BODY)
    assert json.loads(BODY) == event


def test_a_signature_in_capitals_is_the_same() -> None:
    assert KNOWN.is_authentic({one: value.upper() for one, value in headers(date="2026-11-22T05:20:00Z").items()}, BODY)


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Hub-Signature": ""},
        {"X-Hub-Signature": signed(BODY).removeprefix("sha1=")},
        {"X-Hub-Signature": signed(BODY, "other")},
        {"X-Hub-Signature": signed(BODY)[:-1]},
        {"X-Hub-Signature": signed(BODY) + ", " + signed(BODY)},
        {"X-Hub-Signature": "sha1=é\udc80"},
        {"X-Glassix-Auth-Signature": ""},
        {"X-Glassix-Auth-Signature": signed(BODY)},
        {"X-Glassix-Auth-Signature": signed(DATE.encode(), "other")},
        {"X-Glassix-Auth-Date": ""},
        {"X-Glassix-Auth-Date": "2026-11-22T05:19:59Z"},
        {"X-Glassix-Auth-Date": "\udc80"},
    ],
)
def test_what_is_not_signed_in_both_ways_is_refused_and_not_read(changed: Mapping[str, str]) -> None:
    with pytest.raises(AuthenticationError):
        KNOWN.open({**headers(), **changed}, b"not JSON" if "X-Hub-Signature" in changed else BODY)


@pytest.mark.parametrize("wrong", ["X-Glassix-Auth-Signature", "X-Glassix-Auth"])
@pytest.mark.parametrize("signature", [signed(DATE.encode(), "other"), ""])
def test_a_date_signed_under_both_names_has_to_be_right_under_both(wrong: str, signature: str) -> None:
    both = {**headers(), **headers(name="X-Glassix-Auth")}
    assert KNOWN.is_authentic(both, BODY)
    assert not KNOWN.is_authentic({**both, wrong: signature}, BODY)


def test_another_body_than_the_signed_one_is_refused() -> None:
    with pytest.raises(AuthenticationError):
        KNOWN.open(headers(), BODY.replace(b"NEW", b"OLD"))


@pytest.mark.parametrize(
    "written",
    [
        "Sun, 22 Nov 2026 05:20:00 GMT",
        "Sun, 22 Nov 2026 05:20:00 -0000",
        "Sun, 22 Nov 2026 07:20:00 +0200",
        "2026-11-22T05:20:00Z",
        "2026-11-22T05:20:00",
        "2026-11-22 05:20:00Z",
        "2026-11-22T05:20:00.0000000Z",
        "2026-11-22T05:20:00.0000000",
        "2026-11-22T07:20:00.0000000+02:00",
    ],
)
def test_a_date_is_read_in_each_form_that_dotnet_writes_for_machines(written: str) -> None:
    assert read_date(written) == NOW
    assert KNOWN.is_authentic(headers(date=written), BODY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "1763788800",
        "22/11/2026 05:20:00",
        "Sun, 22 Nov 2026 05:20:00",
        "Sun, 42 Nov 2026 05:20:00 GMT",
        "Sun, 22 Nov 2026 05:20:00 +9999",
        "2026-11-22T25:20:00Z",
        "0001-01-01T00:00:00+14:00",
        "٢٠٢٦-11-22T05:20:00Z",
    ],
)
def test_a_date_that_can_not_be_read_proves_nothing_however_it_is_signed(written: str) -> None:
    assert not KNOWN.is_authentic(headers(date=written), BODY)


@pytest.mark.parametrize(
    ("away", "taken"), [(-300, True), (300, True), (-301, False), (301, False), (-3 * 24 * 3600, False)]
)
def test_a_date_has_to_be_within_the_tolerance_either_way(away: int, *, taken: bool) -> None:
    date = (NOW + timedelta(seconds=away)).isoformat()
    assert KNOWN.is_authentic(headers(date=date), BODY) is taken


def test_the_tolerance_can_cover_all_of_the_vendors_repetitions() -> None:
    patient = Authenticity(secret=SECRET, tolerance=timedelta(days=3, hours=1), now=lambda: NOW)
    assert patient.is_authentic(headers(date="2026-11-19T05:20:00Z"), BODY)


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=60), st.binary(max_size=60))
def test_nobody_without_the_secret_gets_in(date: str, signature: str, body: bytes) -> None:
    brought = {**headers(date=date), "X-Hub-Signature": signature, "X-Glassix-Auth-Signature": signature}
    assert not KNOWN.is_authentic(brought, body)


def test_without_a_secret_everybody_would_be_let_in() -> None:
    with pytest.raises(SettingError):
        Authenticity(secret="")


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(KNOWN)


def test_a_body_is_one_event_or_a_list_of_them() -> None:
    one, other = {"key": "a"}, {"key": "b"}
    assert parse(json.dumps(one).encode()) == (one,)
    assert parse(json.dumps([one, other]).encode()) == (one, other)
    assert parse(b"[]") == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"7",
        b'"text"',
        b"null",
        b'[{"key": "a"}, 7]',
        b"[[]]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b'{"key": NaN}',
        b" " * (16 * 2**20 + 1),
    ],
    ids=lambda body: f"{body[:12]!r}-{len(body)}",
)
def test_what_is_no_event_is_refused_by_an_error_of_ours(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        parse(body)


def test_of_a_key_that_is_there_twice_the_last_counts() -> None:
    assert parse(b'{"key": "a", "key": "b"}') == ({"key": "b"},)
