from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbridge import errors
from deskbridge.records import Identifier, IdentifierKind, NewNote, NewTicket, Requester, TicketId
from deskbridge.transport import Response
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.errors import TABLE, message_of, read_error, ticket_in

bodies = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
).map(lambda value: json.dumps({"message": value, "Message": value}).encode())

CASES: list[tuple[int, str, str, type[errors.DeskbridgeError]]] = [
    (400, "token.get", "Invalid API key", errors.AuthenticationError),
    (400, "tickets.create", "An open ticket for 17818469236 exists: #220668019", errors.ConflictError),
    (400, "tickets.setstate", "There is an open ticket of that number: 5", errors.ConflictError),
    (400, "tickets.setstate", "Ticket #5 is already closed", errors.ValidationError),
    (400, "contacts.addidentifier", "The identifier already exists in another contact", errors.ConflictError),
    (400, "users.add", "User new@example.com already exists in the department.", errors.ConflictError),
    (400, "users.add", "'x' is not a valid email address.", errors.ValidationError),
    (400, "tickets.get", "Ticket 5 was not found", errors.NotFoundError),
    (400, "tickets.create", "Tag 'VIP' does not exist in the department", errors.ValidationError),
    (400, "tickets.addtags", "Ticket 5: the tag VIP was not found", errors.ValidationError),
    (400, "tickets.list", "", errors.ValidationError),
    (401, "tickets.get", "Authorization has been denied for this request.", errors.AuthenticationError),
    (403, "users.setroles", "No", errors.PermissionDeniedError),
    (404, "tickets.get", "No HTTP resource was found", errors.NotFoundError),
    (405, "tickets.get", "The requested resource does not support http method 'PUT'.", errors.VendorError),
    (409, "tickets.create", "Conflict", errors.ConflictError),
    (422, "tickets.create", "No", errors.ValidationError),
    (500, "tickets.create", "Oops", errors.UnavailableError),
    (503, "tickets.create", "Oops", errors.UnavailableError),
]


def answered(status: int, operation: str, body: bytes) -> errors.DeskbridgeError | None:
    return read_error(Response(status=status, headers={}, content=body, operation=operation, vendor="glassix"))


@pytest.mark.parametrize(("status", "operation", "text", "kind"), CASES)
@pytest.mark.parametrize("form", ['{{"message": "{}"}}', '{{"Message": "{}"}}', "{}", "<html><h1>{}</h1></html>"])
def test_whatever_form_an_error_has_it_gets_its_class_and_keeps_its_text(
    status: int, operation: str, text: str, kind: type[errors.DeskbridgeError], form: str
) -> None:
    error = answered(status, operation, form.format(text).encode())
    assert kind is type(error)
    assert error is not None
    assert text.rstrip(".") in error.text


def test_every_row_of_the_table_is_tried_here() -> None:
    hit = {next(row for row in TABLE if row.fits(case[0], case[1], case[2])) for case in CASES if case[0] < 500}
    assert set(TABLE) == hit


def test_a_429_is_left_to_the_transport_which_may_wait() -> None:
    assert answered(429, "tickets.get", b'{"message": "slow down"}') is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Participant 17818469236 already has an open ticket #220668019.", "220668019"),
        ("There is already an open ticket for this phone number: ticket #42.", "42"),
        ("Open ticket id: 42 for 17818469236", "42"),
        ("open ticket 42", "42"),
        ("the ticket is 42", "42"),
        ("An open ticket exists: 42", "42"),
        ("An open ticket exists for 17818469236, see 42", "42"),
        ("An open ticket exists for 17818469236", None),
        ("Ticket 17818469236 is open", None),
        ("An open ticket exists: 42 or 43", None),
        ("An open ticket exists", None),
    ],
)
def test_the_existing_ticket_is_read_from_the_text_unless_it_may_be_the_phone_number(
    text: str, number: str | None
) -> None:
    assert number == ticket_in(text)


@pytest.mark.parametrize("body", [b"", b"null", b"[1]", b'{"message": 3}', b"\xff\xfe", b'{"other": "x"}'])
def test_a_body_that_says_nothing_is_no_trouble(body: bytes) -> None:
    assert isinstance(answered(400, "tickets.get", body), errors.ValidationError)


def test_a_page_is_shown_by_its_title_and_never_whole() -> None:
    page = b"<html><head><title>Down for\n maintenance</title></head><body>" + b"x" * 9000 + b"</body></html>"
    assert message_of(page) == "Down for maintenance"
    assert len(message_of(b"y" * 9000)) == 300


ASK = NewTicket(requester=Requester(identifier=Identifier(kind=IdentifierKind.PHONE, value="+12025550199")))


def test_an_open_ticket_of_the_same_phone_number_is_a_conflict_that_names_it(desk: GlassixDesk) -> None:
    made = desk.tickets.create(ASK)
    with pytest.raises(errors.ConflictError) as caught:
        desk.tickets.create(ASK)
    assert made.id == caught.value.existing_id


def test_a_page_with_status_200_is_malformed_for_a_read(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(200, b"<html>maintenance</html>")]
    with pytest.raises(errors.MalformedAnswerError):
        connect().tickets.get(TicketId("1"))


def test_a_page_with_status_200_leaves_the_outcome_of_a_write_unknown(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [(200, b"<html>maintenance</html>"), (200, b"<html>maintenance</html>")]
    desk = connect()
    with pytest.raises(errors.AmbiguousWriteError):
        desk.tickets.create(ASK)
    with pytest.raises(errors.AmbiguousWriteError):
        desk.messages.add_note(TicketId("1"), NewNote(text="x"))
    assert canned.says == []


@given(st.integers(400, 599), st.sampled_from(["", "tickets.list", "users.add", "token.get"]), st.binary() | bodies)
def test_no_error_body_is_too_strange_to_be_read(status: int, operation: str, body: bytes) -> None:
    error = answered(status, operation, body)
    assert error is None or (isinstance(error, errors.DeskbridgeError) and len(error.text) < 600)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 422, 500, 502, 503, 504])
def test_no_status_that_the_vendor_is_known_to_give_is_left_without_a_class(status: int) -> None:
    assert answered(status, "any.operation", b"") is not None
