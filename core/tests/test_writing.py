"""Writes whose outcome must not be mistaken."""

from __future__ import annotations

import pytest

from deskbridge.errors import AmbiguousWriteError, NotFoundError, UnavailableError
from deskbridge.writing import after_write, settled_delete


def raising(error: Exception):
    def raises() -> None:
        raise error

    return raises


def test_what_fails_after_a_write_says_what_was_written_and_is_not_for_repeating() -> None:
    down = UnavailableError("It is down.", vendor="acme", operation="things.get", status=503, request_id="r1")
    with pytest.raises(AmbiguousWriteError) as caught, after_write("thing 7 was made", vendor="acme", operation="x.y"):
        raise down
    error = caught.value
    assert error.text == "thing 7 was made, and what comes after it failed: It is down. Don't do it again; look it up."
    assert (error.vendor, error.operation, error.status, error.request_id) == ("acme", "x.y", 503, "r1")
    assert not error.retryable
    assert error.__cause__ is down


def test_what_is_no_error_of_ours_after_a_write_is_let_through() -> None:
    with pytest.raises(KeyError), after_write("thing 7 was made", vendor="acme", operation="x.y"):
        raise KeyError("a slip")


LOST = AmbiguousWriteError("Lost.", vendor="acme", operation="things.delete")


def test_a_delete_whose_answer_is_lost_is_settled_by_a_look() -> None:
    settled_delete(raising(LOST), raising(NotFoundError("Gone.", vendor="acme", operation="things.get")))


def test_a_delete_whose_answer_is_lost_stays_unknown_while_the_record_is_there() -> None:
    with pytest.raises(AmbiguousWriteError) as caught:
        settled_delete(raising(LOST), lambda: "still there")
    assert caught.value is LOST


def test_a_delete_that_can_not_be_looked_up_stays_unknown() -> None:
    down = UnavailableError("It is down.", vendor="acme", operation="things.get")
    with pytest.raises(AmbiguousWriteError) as caught:
        settled_delete(raising(LOST), raising(down))
    assert (caught.value, caught.value.__cause__) == (LOST, down)


def test_a_delete_that_is_answered_is_not_looked_up() -> None:
    settled_delete(lambda: None, raising(AssertionError("looked up")))
