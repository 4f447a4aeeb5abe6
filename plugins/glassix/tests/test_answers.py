from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
)
from deskbridge.records import AnswerContent, AnswerId, ContentKind, NewAnswer
from deskbridge_glassix.desk import GlassixDesk

Connect = Callable[..., GlassixDesk]
HELD = {
    "id": 12345,
    "title": "Greeting",
    "text": "Hello",
    "html": "<b>Hello</b>",
    "autoTags": ["VIP"],
    "categoryName": "Openers",
    "culture": "en-US",
}
CHAT = AnswerContent(language="en-us", kind=ContentKind.CHAT, text="Goodbye", html="<i>Goodbye</i>")
NEW = NewAnswer(name="Farewell", category="Closers", contents=(CHAT,))
MADE = {"id": 12346, "title": "Farewell", "text": "Goodbye", "html": "<i>Goodbye</i>", "categoryName": "Closers"}
MADE |= {"culture": "en-US", "isPublished": True}


def asked(canned: Any) -> list[str]:
    return [f"{method} {path.partition('?')[0].rpartition('/')[2]}" for method, path, _ in canned.asked]


def test_a_canned_reply_is_an_answer_of_one_text_in_one_language(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD])]
    (answer,) = connect().answers.all()
    assert (answer.id, answer.name, answer.category) == ("12345", "Greeting", "Openers")
    content = AnswerContent(language="en-us", kind=ContentKind.CHAT, text="Hello", html="<b>Hello</b>")
    assert answer.contents == (content,)
    assert answer.raw == HELD


def test_an_answer_is_found_among_all(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD, MADE]), (200, [HELD])]
    assert connect().answers.get(AnswerId("12346")).name == "Farewell"
    with pytest.raises(NotFoundError):
        connect().answers.get(AnswerId("12346"))


def test_an_answer_is_made_with_its_text_and_found_in_the_list_afterwards(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD]), (200, {}), (200, [HELD, MADE])]
    made = connect().answers.create(NEW)
    assert made.id == "12346"
    assert asked(canned) == ["GET getall", "POST add", "GET getall"]
    sent = {"id": 0, "title": "Farewell", "text": "Goodbye", "html": "<i>Goodbye</i>", "categoryName": "Closers"}
    assert canned.asked[1][2] == {**sent, "culture": "en-US"}


@pytest.mark.parametrize("failure", [(500, {"message": "Oops"}), (200, b"<html>a proxy's page</html>")])
def test_an_answer_whose_making_was_lost_is_looked_up_and_not_made_twice(
    canned: Any, connect: Connect, failure: tuple[int, Any]
) -> None:
    canned.says = [(200, [HELD]), failure, (200, [HELD, MADE])]
    assert connect().answers.create(NEW).id == "12346"
    assert asked(canned) == ["GET getall", "POST add", "GET getall"]


@pytest.mark.parametrize("afterwards", [(200, [HELD]), (500, {"message": "Oops"})])
def test_an_answer_that_can_not_be_looked_up_has_an_unknown_outcome(
    canned: Any, connect: Connect, afterwards: tuple[int, Any]
) -> None:
    canned.says = [(200, [HELD]), (500, {"message": "Oops"}), afterwards]
    with pytest.raises(AmbiguousWriteError) as caught:
        connect(attempts=1).answers.create(NEW)
    assert not caught.value.retryable
    assert asked(canned).count("POST add") == 1


def test_doing_it_again_after_an_unknown_outcome_makes_no_second_one(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD, MADE])]
    with pytest.raises(ConflictError) as caught:
        connect().answers.create(NEW)
    assert caught.value.existing_id == "12346"
    assert asked(canned) == ["GET getall"]


@pytest.mark.parametrize(
    "other", [{"categoryName": "Openers"}, {"culture": "he-IL"}, {"title": "Farewells"}, {"categoryName": ""}]
)
def test_one_title_may_be_there_in_other_categories_and_languages(
    canned: Any, connect: Connect, other: dict[str, str]
) -> None:
    canned.says = [(200, [{**MADE, **other, "id": 7}]), (200, [MADE]), (200, [{**MADE, **other, "id": 7}, MADE])]
    assert connect().answers.create(NEW).id == "12346"


def test_an_answer_that_was_taken_and_is_not_in_the_list_has_an_unknown_outcome(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD]), (200, {"message": "ok"}), (200, [HELD])]
    with pytest.raises(AmbiguousWriteError):
        connect().answers.create(NEW)


@pytest.mark.parametrize(
    "new",
    [
        NewAnswer(name=" "),
        NewAnswer(name="x", id=AnswerId("7")),
        NewAnswer(name="x", contents=(AnswerContent(language="en-us", kind=ContentKind.CHAT, title="t", text="x"),)),
        NewAnswer(name="x", contents=(CHAT, CHAT)),
        NewAnswer(name="x", contents=(AnswerContent(language="en-us", kind=ContentKind.PUBLIC, text="x"),)),
        NewAnswer(name="x", description="for what"),
    ],
)
def test_what_a_canned_reply_can_not_hold_is_refused_before_a_request(
    canned: Any, connect: Connect, new: NewAnswer
) -> None:
    with pytest.raises((InvalidRequestError, UnsupportedError)):
        connect().answers.create(new)
    assert canned.asked == []


def test_an_answer_is_deleted_when_it_is_there(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD]), (200, {})]
    connect().answers.delete(AnswerId("12345"))
    assert canned.asked[1][:2] == ("DELETE", "/api/v1.2/cannedreplies/delete?cannedReplyId=12345")


@pytest.mark.parametrize("ident", ["12344", "x", "", "012345", "\u0667"])
def test_an_answer_that_is_not_there_is_not_deleted(canned: Any, connect: Connect, ident: str) -> None:
    canned.says = [(200, [HELD])]
    with pytest.raises(NotFoundError):
        connect().answers.delete(AnswerId(ident))
    assert asked(canned) == ["GET getall"]


def test_a_deletion_whose_answer_was_lost_is_looked_up(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [HELD]), (500, {}), (200, []), (200, [HELD]), (500, {}), (200, [HELD])]
    connect(attempts=1).answers.delete(AnswerId("12345"))
    with pytest.raises(AmbiguousWriteError):
        connect(attempts=1).answers.delete(AnswerId("12345"))


def test_a_list_that_can_not_be_read_makes_nothing(canned: Any, connect: Connect) -> None:
    canned.says = [(503, {"message": "Oops"})]
    with pytest.raises(UnavailableError):
        connect(attempts=1).answers.create(NEW)
