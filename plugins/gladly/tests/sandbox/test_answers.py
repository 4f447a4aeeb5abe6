from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

HELLO = "_sKRhTfySU2VGCHjmWU8vw"
GOODBYE = "1grfSzATQLa334VDLCWc4A"
NOW = "2026-03-01T12:00:00.123Z"
NOT_THERE = {"code": "not_exist", "detail": "answer does not exist"}
PUBLIC = {"bodyHtml": "<p>Hi</p>", "title": "Hi"}


def make(desk: Any, **body: Any) -> str:
    answer = desk.ask("POST", "/answers", {"name": "New"} | body)
    assert answer.status == 200, answer.data
    return f"/answers/{answer.json()['id']}"


def test_the_audiences_are_those_of_the_vendors_table_and_of_the_published_example(sample: Any) -> None:
    assert sample.get("/audiences") == [
        {"id": "audience-1", "name": "Audience 1"},
        {"id": "audience-2", "name": "Audience 2"},
        {"id": "3cIEsaYcQTSFfECpBhGL6Q", "name": "Retale - USA"},
    ]


def test_the_answers_are_as_the_vendors_script_left_them(sample: Any) -> None:
    assert sample.get(f"/answers/{HELLO}")["name"] == "How to: Say Hello"
    assert sample.get(f"/answers/{GOODBYE}")["audienceIds"] == ["audience-1", "audience-2"]
    french = sample.get(f"/answers/{HELLO}/languages/fr-ca/type/public")
    assert (french["bodyHtml"], french["title"]) == ("<p>Bonjour</p>", "Hello in French")


def test_a_created_answer_is_a_200_with_it_and_has_no_content(sample: Any) -> None:
    body = {"id": "mine", "name": "New", "description": "For agents", "audienceIds": ["audience-1", "audience-2"]}
    answer = sample.ask("POST", "/answers", body)
    assert (answer.status, answer.json()) == (200, body | {"createdAt": NOW})
    assert sample.get("/answers/mine") == body | {"createdAt": NOW, "updatedAt": NOW}
    expected = {"code": "not_exist", "detail": "answer content does not exist"}
    assert sample.errors("GET", "/answers/mine/languages/en-us/type/public") == (404, [expected])


def test_an_answer_takes_no_audience_at_all(sample: Any) -> None:
    assert sample.get(make(sample, audienceIds=[]))["audienceIds"] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "a b", "name": "x"}, ("id", "invalid", "id contains unsupported characters")),
        ({}, ("name", "blank", "name cannot be blank")),
        ({"name": " "}, ("name", "blank", "name cannot be blank")),
        ({"name": "x" * 501}, ("name", "too_long", "name cannot be longer than 500 characters")),
        (
            {"name": "x", "description": "x" * 10_001},
            ("description", "too_long", "description cannot be longer than 10000 characters"),
        ),
        ({"name": "x", "audienceIds": ["nobody"]}, ("audienceIds", "not_exist", "audience [nobody] does not exist")),
        ({"name": "x", "audienceIds": [1]}, ("audienceIds", "invalid", "audienceIds must be an array of strings")),
    ],
)
def test_an_answer_is_refused_as_documented(sample: Any, body: Any, expected: tuple[str, str, str]) -> None:
    status, (error,) = sample.errors("POST", "/answers", body)
    assert (status, (error["attr"], error["code"], error["detail"])) == (400, expected)


def test_an_answer_is_taken_at_its_limits(sample: Any) -> None:
    held = sample.get(make(sample, name="x" * 500, description="y" * 10_000))
    assert (len(held["name"]), len(held["description"])) == (500, 10_000)


def test_a_taken_name_is_a_409_that_says_whose_it_is_where_the_script_reads_it(sample: Any) -> None:
    expected = {
        "attr": "name",
        "code": "taken",
        "detail": "duplicate answer name",
        "meta": {"existingAnswerId": HELLO},
    }
    assert sample.errors("POST", "/answers", {"name": "How to: Say Hello"}) == (409, [expected])


def test_a_taken_answer_id_is_a_409_without_meta(sample: Any) -> None:
    expected = {"attr": "id", "code": "taken", "detail": "answer id already taken"}
    assert sample.errors("POST", "/answers", {"id": HELLO, "name": "Other"}) == (409, [expected])


def test_a_changed_answer_keeps_what_is_not_given_and_replaces_its_audiences(sample: Any) -> None:
    path = make(sample, description="Old", audienceIds=["audience-1"])
    before = sample.get(path)
    sample.clock.advance(timedelta(seconds=1))
    answer = sample.ask("PATCH", path, {"description": "Newer", "audienceIds": ["audience-2"]})
    assert (answer.status, answer.data) == (204, b"")
    changes = {"description": "Newer", "audienceIds": ["audience-2"], "updatedAt": "2026-03-01T12:00:01.123Z"}
    assert sample.get(path) == before | changes


def test_a_taken_name_of_a_change_is_a_400_that_does_not_say_whose_it_is(sample: Any) -> None:
    expected = {"attr": "name", "code": "taken", "detail": "duplicate answer name"}
    assert sample.errors("PATCH", f"/answers/{GOODBYE}", {"name": "How to: Say Hello"}) == (400, [expected])
    assert sample.ask("PATCH", f"/answers/{HELLO}", {"name": "How to: Say Hello"}).status == 204


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x" * 501}, {"description": "x" * 10_001}])
def test_a_wrong_change_of_an_answer_is_refused(sample: Any, body: Any) -> None:
    before = sample.get(f"/answers/{HELLO}")
    assert sample.errors("PATCH", f"/answers/{HELLO}", body)[0] == 400
    assert sample.get(f"/answers/{HELLO}") == before


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_answer_is_a_404(sample: Any, method: str) -> None:
    assert sample.errors(method, "/answers/nothing", {}) == (404, [NOT_THERE])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_contents_of_an_unknown_answer_are_a_404(sample: Any, method: str) -> None:
    assert sample.errors(method, "/answers/nothing/languages/en-us/type/public", PUBLIC) == (404, [NOT_THERE])


def test_a_deleted_answer_takes_its_contents_along(sample: Any) -> None:
    path = make(sample)
    sample.ask("PUT", f"{path}/languages/en-us/type/public", PUBLIC)
    answer = sample.ask("DELETE", path)
    assert (answer.status, answer.data) == (204, b"")
    assert sample.errors("GET", path) == (404, [NOT_THERE])
    assert not [key for key in sample.sandbox.store.knowledge.contents if key[0] == path.rpartition("/")[2]]


def test_an_answer_that_is_used_cannot_be_deleted_and_says_by_what(sample: Any) -> None:
    knowledge = sample.sandbox.store.knowledge
    knowledge.in_threads.add(HELLO)
    expected = {"attr": "answer", "code": "in_use", "detail": "answer is associated with thread"}
    assert sample.errors("DELETE", f"/answers/{HELLO}") == (400, [expected])
    section = {"id": "section", "name": "Basics", "answerIds": [HELLO]}
    knowledge.help_centers["center"] = {"id": "center", "name": "Shop", "sections": [section]}
    expected = {
        "code": "in_use",
        "detail": "Public response used in Help Center 'Shop' Section 'Basics'",
        "meta": {"helpCenterID": "center", "sectionID": "section", "snippetID": HELLO},
    }
    assert sample.errors("DELETE", f"/answers/{HELLO}") == (400, [expected])
    knowledge.in_rules.add(HELLO)
    expected = {"attr": "answer", "code": "in_use", "detail": "answer is associated with rules"}
    assert sample.errors("DELETE", f"/answers/{HELLO}") == (400, [expected])
    assert sample.errors("DELETE", f"/answers/{HELLO}/languages/en-us/type/public") == (400, [expected])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("public", {"bodyHtml": "<p>Hello World</p>", "title": "Hello in English"}),
        ("email", {"bodyHtml": "<div>Thank you</div>", "subject": "Re: Your inquiry"}),
        ("messaging", {"bodyHtml": "<div>Thanks</div>"}),
        ("reference", {"bodyHtml": "<div>Notes for agents</div>", "internal": False}),
    ],
)
def test_a_content_is_stored_and_returned_by_type(sample: Any, kind: str, body: Any) -> None:
    path = make(sample, id="mine") + f"/languages/en-us/type/{kind}"
    expected = {"answerId": "mine", "language": "en-us", "type": kind} | body
    answer = sample.ask("PUT", path, body)
    assert (answer.status, answer.json()) == (200, expected)
    assert sample.get(path) == expected
    assert sample.ask("DELETE", path).status == 204
    assert sample.ask("GET", path).status == 404
    assert sample.ask("DELETE", path).status == 404


def test_a_content_is_replaced_whole_and_what_is_of_another_type_is_left_out(sample: Any) -> None:
    path = make(sample) + "/languages/en-us/type/reference"
    sample.ask("PUT", path, {"bodyHtml": "a", "internal": True})
    sample.ask("PUT", path, {"bodyHtml": "b", "title": "no title here"})
    held = sample.get(path)
    assert (held["bodyHtml"], held["internal"]) == ("b", False)
    assert "title" not in held


@pytest.mark.parametrize(
    ("kind", "body", "attrs"),
    [
        ("public", {}, ["bodyHtml", "title"]),
        ("public", {"bodyHtml": "x"}, ["title"]),
        ("email", {"bodyHtml": "x", "title": "x"}, ["subject"]),
        ("messaging", {"bodyHtml": " "}, ["bodyHtml"]),
        ("reference", {"bodyHtml": "x", "internal": "no"}, ["internal"]),
    ],
)
def test_a_content_needs_what_its_type_needs(sample: Any, kind: str, body: Any, attrs: list[str]) -> None:
    status, errors = sample.errors("PUT", make(sample) + f"/languages/en-us/type/{kind}", body)
    assert (status, [each["attr"] for each in errors]) == (400, attrs)


@pytest.mark.parametrize(
    ("language", "kind", "attr", "detail"),
    [
        ("e", "public", "language", "invalid language"),
        ("en_us", "public", "language", "invalid language"),
        ("de-de", "public", "language", "language not configured for org"),
        ("EN-US", "public", "language", "language not configured for org"),
        ("en-us", "Public", "type", "invalid type"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_wrong_language_or_type_is_refused(
    sample: Any, method: str, language: str, kind: str, attr: str, detail: str
) -> None:
    path = f"/answers/{HELLO}/languages/{language}/type/{kind}"
    expected = {"attr": attr, "code": "invalid", "detail": detail}
    assert sample.errors(method, path, PUBLIC) == (400, [expected])


def test_a_type_that_cannot_be_deleted_yet_says_so(sample: Any) -> None:
    sample.sandbox.store.knowledge.kept_types.add("public")
    expected = {"attr": "type", "code": "invalid", "detail": "not implemented"}
    assert sample.errors("DELETE", f"/answers/{HELLO}/languages/en-us/type/public") == (400, [expected])


def test_the_vendors_script_adds_an_answer_or_updates_the_one_whose_name_is_taken(sample: Any) -> None:
    refused = sample.ask("POST", "/answers", {"name": "How to: Say Hello", "description": "x", "audienceIds": []})
    existing = refused.json()["errors"][0]["meta"]["existingAnswerId"]
    assert sample.ask("PATCH", f"/answers/{existing}", {"description": "x", "audienceIds": []}).status == 204
    assert sample.ask("PUT", f"/answers/{existing}/languages/fr-ca/type/public", PUBLIC).status == 200
    assert sample.get(f"/answers/{existing}")["description"] == "x"
