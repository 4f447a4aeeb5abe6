from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from deskbridge.errors import AuthenticationError, DeskbridgeError, ForeignOriginError, MalformedAnswerError
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.client.rows import read_rows
from deskbridge_gladly.webhooks import Authenticity, parse
from deskbridge_gladly.wire.reports import moment, seconds

DAY = datetime(2026, 3, 1, tzinfo=UTC)
NO_ADDRESS = ["http://[bad", "//[", "javascript:alert(1)", "file:///etc/passwd", "http://u:p@127.0.0.1/x", "http://"]


def _behind(error: BaseException) -> Iterator[BaseException]:
    """Yield what stands behind an error, as logs and trackers of errors show it with all its values."""
    for one in (error.__cause__, error.__context__):
        if one is not None:
            yield one
            yield from _behind(one)


@pytest.mark.parametrize("status", [301, 302, 307])
@pytest.mark.parametrize("location", NO_ADDRESS)
def test_a_redirect_to_what_is_no_address_is_an_error_of_ours(client, vendor, tmp_path, location, status):
    vendor.says(status, Location=location)
    with pytest.raises(DeskbridgeError):
        client.items.save_attachment("i", "a", tmp_path / "file")
    with pytest.raises(DeskbridgeError):
        client.customers.get("c")
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_to_another_host_gets_no_request_and_no_credentials(client, vendor, script):
    elsewhere = script()
    elsewhere.says(200, b"{}")
    vendor.says(301, Location=f"{elsewhere.url}/api/v1/customer-profiles/b".replace("127.0.0.1", "localhost"))
    with pytest.raises(ForeignOriginError):
        client.customers.get("a")
    assert elsewhere.asked == []


def test_a_file_elsewhere_is_asked_for_without_credentials(client, vendor, script, tmp_path):
    elsewhere = script()
    elsewhere.says(200, b"photo")
    vendor.says(302, Location=f"{elsewhere.url}/photo".replace("127.0.0.1", "localhost"))
    assert client.items.save_attachment("i", "a", tmp_path / "photo").size_bytes == 5
    ((_, headers, _),) = elsewhere.asked
    assert not {"authorization", "cookie"} & {name.lower() for name in headers}


@pytest.mark.parametrize("report", [b"name\n\xff secret name\n", b'name\n"secret'])
def test_what_a_broken_report_says_stands_in_no_error(client, vendor, report):
    vendor.says(200, report, Content_Type="text/csv")
    with pytest.raises(MalformedAnswerError) as caught:
        list(client.reports.work_sessions(DAY, DAY))
    assert list(_behind(caught.value)) == []


@pytest.mark.parametrize("read", [seconds, moment])
def test_what_a_wrong_cell_says_stands_in_no_error(read):
    with pytest.raises(MalformedAnswerError) as caught:
        read("secret")
    assert list(_behind(caught.value)) == []


def test_a_report_whose_line_never_ends_is_given_up_and_not_held():
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        while given < 1_000:
            given += 1
            yield b"x" * 65_536

    with pytest.raises(csv.Error, match="longer than"):
        list(read_rows(endless()))
    assert given < 100


def test_half_a_character_in_an_id_is_refused_and_stands_in_no_error():
    with pytest.raises(DeskbridgeError) as caught:
        segment("secret \ud800")
    assert list(_behind(caught.value)) == []


@pytest.mark.parametrize("name", ["Authorization", "X-Token"])
@pytest.mark.parametrize("value", ["\udcff", "Basic \udcff", "Basic aG9vazo=", "Basic " + "A" * 100_000, "", "é"])
def test_whatever_a_delivery_brings_it_is_refused_and_not_read(name, value):
    proof = Authenticity(username="hook", password="s3cret", headers={"X-Token": "123"})
    good = {"Authorization": "Basic aG9vazpzM2NyZXQ=", "X-Token": "123"}
    assert proof.is_authentic(good)
    with pytest.raises(AuthenticationError) as caught:
        proof.open({**good, name: value}, b"no JSON")
    assert "s3cret" not in f"{caught.value!r}{proof!r}"


@pytest.mark.parametrize(
    "body", [b"", b"7", b"[]", b"\xff", b"[" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'{"content": NaN}']
)
def test_a_proven_delivery_that_is_no_event_is_an_error_of_ours(body):
    with pytest.raises(MalformedAnswerError):
        parse(body)


@pytest.mark.parametrize("status", [200, 400, 404, 409, 500])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"7",
        b'[[{"code": "taken"}]]',
        b'{"errors": [{"code": ["x"], "attr": {}, "detail": 7, "meta": [1]}]}',
        b'{"errors": [{"code": "moved", "meta": {"new": 7}}]}',
        b'{"errors": {"meta": {"id": {}}}}',
        b'{"id": "\\ud800"}',
        b"[" * 50_000,
        b"<html>" * 50_000,
    ],
    ids=lambda body: repr(body[:30]) if isinstance(body, bytes) else None,
)
def test_an_answer_of_any_shape_is_read_or_an_error_of_ours(client, vendor, status, body):
    vendor.says(status, body)
    with pytest.raises(DeskbridgeError):
        client.agents.list()
