from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    DeskbridgeError,
    MergedError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    ValidationError,
)
from deskbridge.transport import Response
from deskbridge_gladly.errors import CODES, STATUSES, read_error

ANSWERS = json.loads((Path(__file__).parent / "recorded" / "errors.json").read_text(encoding="utf-8"))["answers"]
BY_STATUS = {301: MergedError, 404: NotFoundError, 409: ConflictError}


def _answer(status: int, body: Any, *, url: str = "https://x.gladly.com/api/v1/topics", **headers: str) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status=status, headers=headers, content=content, url=url, operation="test", vendor="gladly")


def _codes(body: Any) -> set[str]:
    entries = body["errors"] if isinstance(body, dict) else body
    return {one["code"] for one in (entries if isinstance(entries, list) else [entries])}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: f"{one['status']} {one['operation']}")
def test_every_published_error_is_read_with_its_codes(answer: Any) -> None:
    error = read_error(_answer(answer["status"], answer["body"]))
    assert error is not None
    assert _codes(answer["body"]) == set(error.codes)
    expected = BY_STATUS.get(answer["status"]) or (ConflictError if "taken" in error.codes else ValidationError)
    assert expected is type(error)


def test_the_table_has_every_code_that_the_vendor_publishes() -> None:
    common = {"blank", "invalid", "moved", "not_a_number", "present", "taken", "too_long", "wrong_length"}
    published = common | {"invalid_state", "not_exist"} | {code for one in ANSWERS for code in _codes(one["body"])}
    assert published == set(CODES)


@pytest.mark.parametrize("code", sorted(set(CODES) - {"moved"}))
def test_a_code_in_a_400_makes_the_error_of_the_table(code: str) -> None:
    error = read_error(_answer(400, {"errors": [{"code": code, "detail": "why"}]}))
    expected = CODES[code]
    assert expected is type(error)
    assert isinstance(error, DeskbridgeError)
    assert "why" in error.text


@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b'{"message": "x", "code": "CUSTOMER_NOT_FOUND"}', b"[1]"])
def test_a_status_decides_where_the_body_says_nothing(status: int, kind: type, body: bytes) -> None:
    assert kind is type(read_error(_answer(status, body)))


@pytest.mark.parametrize(
    "body",
    [
        {"errors": [{"code": "not_exist", "detail": "gone"}]},
        {"errors": {"code": "not_exist", "detail": "gone"}},
        [{"code": "not_exist", "detail": "gone"}],
    ],
)
def test_a_list_an_object_and_a_bare_list_say_the_same(body: Any) -> None:
    error = read_error(_answer(404, body))
    assert isinstance(error, NotFoundError)
    assert (error.codes, error.text) == (("not_exist",), "Gladly says: gone. Asked for was /topics.")


@pytest.mark.parametrize("meta", [{"existingAnswerId": "a1"}, {"id": "a1"}])
def test_a_conflict_tells_whose_it_is(meta: dict[str, str]) -> None:
    error = read_error(_answer(409, {"errors": [{"code": "taken", "attr": "name", "meta": meta}]}))
    assert isinstance(error, ConflictError)
    assert error.existing_id == "a1"


def test_a_merged_customer_is_told_by_meta_before_location() -> None:
    body = {"errors": [{"code": "moved", "meta": {"old": "a", "new": "b"}}]}
    error = read_error(_answer(301, body, location="/api/v1/customer-profiles/c"))
    assert isinstance(error, MergedError)
    assert (error.old_id, error.new_id, error.status) == ("a", "b", 301)


def test_a_merged_customer_is_told_by_location_alone() -> None:
    url = "https://x.gladly.com/api/v1/customers/a/conversation-items"
    location = "https://x.gladly.com/api/v1/customers/b%2D/conversation-items"
    error = read_error(_answer(301, b"", url=url, location=location))
    assert isinstance(error, MergedError)
    assert (error.old_id, error.new_id) == ("a", "b-")


@pytest.mark.parametrize(
    "location", ["https://evil.example/api/v1/customers/b", "//evil.example/api/v1/customers/b", "/login", ""]
)
def test_another_redirect_is_left_to_the_transport(location: str) -> None:
    url = "https://x.gladly.com/api/v1/customers/a"
    assert read_error(_answer(301, b"", url=url, location=location)) is None


def test_a_job_that_has_not_ended_can_be_deleted_later() -> None:
    error = read_error(_answer(400, [{"attr": "status", "code": "temporary_failure", "detail": "not yet"}]))
    assert isinstance(error, ValidationError)
    assert error.retryable


@pytest.mark.parametrize("status", [429, 503])
def test_what_the_transport_knows_better_is_left_to_it(status: int) -> None:
    assert read_error(_answer(status, b"")) is None


def test_a_failure_of_the_vendor_with_a_reason_is_one_to_try_later() -> None:
    error = read_error(_answer(503, {"errors": [{"code": "temporary_failure", "detail": "busy"}]}))
    assert isinstance(error, UnavailableError)
    assert error.retryable


@pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationError), (403, PermissionDeniedError)])
def test_refused_credentials_say_what_to_do(status: int, kind: type[DeskbridgeError]) -> None:
    error = read_error(_answer(status, b""))
    assert isinstance(error, kind)
    assert "token" in error.text
