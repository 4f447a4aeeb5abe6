from __future__ import annotations

from typing import Any

import pytest

HELLO = "_sKRhTfySU2VGCHjmWU8vw"
GOODBYE = "1grfSzATQLa334VDLCWc4A"
ORG = "/orgs/ihKsWxiZCDVtXg1iwVmT9Q"
CENTER = f"{ORG}/help-center/center/answer-titles"
CREATED = "2024-06-13T15:16:29.894Z"


def place(desk: Any, *answer_ids: str) -> None:
    sections = [{"id": f"s{place}", "name": "S", "answerIds": [each]} for place, each in enumerate(answer_ids)]
    desk.sandbox.store.knowledge.help_centers["center"] = {"id": "center", "name": "Shop", "sections": sections}


@pytest.mark.parametrize("path", ["/answers", f"/answers/{HELLO}", "/answers-search?q=hello"])
def test_public_answers_need_no_token(sample: Any, path: str) -> None:
    url = f"{sample.url}/api/v1{ORG}{path}"
    assert sample.pool.request("GET", url).status == 200
    assert sample.pool.request("GET", url, headers={"Authorization": "Basic wrong"}).status == 200


def test_managing_answers_needs_one(sample: Any) -> None:
    assert sample.pool.request("GET", f"{sample.url}/api/v1/answers/{HELLO}").status == 401
    assert sample.pool.request("GET", f"{sample.url}/api/v1/audiences").status == 401


def test_a_public_answer_is_its_content_in_one_language(sample: Any) -> None:
    english = {
        "id": HELLO,
        "name": "Hello in English",
        "bodyHtml": "<p>Hello World</p>",
        "language": "en-us",
        "updatedAt": CREATED,
    }
    assert sample.get(f"{ORG}/answers/{HELLO}") == english
    assert sample.get(f"{ORG}/answers/{HELLO}?lng=fr-ca")["name"] == "Hello in French"


def test_public_answers_are_listed_in_english_unless_asked_otherwise(sample: Any) -> None:
    assert [each["id"] for each in sample.get(f"{ORG}/answers")] == [HELLO]
    assert [each["id"] for each in sample.get(f"{ORG}/answers?lng=fr-ca")] == [GOODBYE, HELLO]
    assert sample.get(f"{ORG}/answers?lng=de-de") == []


def test_public_answers_are_narrowed_to_an_audience(sample: Any) -> None:
    assert [each["id"] for each in sample.get(f"{ORG}/answers?lng=fr-ca&audienceId=audience-2")] == [GOODBYE]
    sample.ask("PATCH", f"/answers/{HELLO}", {"audienceIds": []})
    listed = sample.get(f"{ORG}/answers?lng=fr-ca&audienceId=audience-2")
    assert [each["id"] for each in listed] == [GOODBYE, HELLO]


def test_public_answers_are_in_the_order_of_their_names_and_cut_at_a_thousand(sample: Any) -> None:
    knowledge = sample.sandbox.store.knowledge
    for number in range(1_000):
        answer_id = f"a{number}"
        knowledge.answers[answer_id] = {"id": answer_id, "name": answer_id, "audienceIds": []}
        title = f"{999 - number:03}"
        content = {"answerId": answer_id, "language": "en-us", "type": "public", "bodyHtml": "x", "title": title}
        knowledge.put_content(content, CREATED)
    answer = sample.ask("GET", f"{ORG}/answers")
    assert [each["name"] for each in answer.json()] == [f"{number:03}" for number in range(1_000)]
    assert "Gladly-Limited-Data" not in answer.headers


def test_only_public_content_is_public(sample: Any) -> None:
    sample.ask("POST", "/answers", {"id": "secret", "name": "Secret"})
    sample.ask("PUT", "/answers/secret/languages/en-us/type/reference", {"bodyHtml": "agents only"})
    assert sample.errors("GET", f"{ORG}/answers/secret")[0] == 404
    assert sample.get(f"{ORG}/answers-search?q=agents") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hello", ["Hello in English"]),
        ("q=WORLD+hello", ["Hello in English"]),
        ("q=world%20english", ["Hello in English"]),
        ("q=hello+nobody", []),
        ("q=%3Cp%3E", []),
        ("q=", []),
        ("", []),
        ("q=bonjour", []),
        ("q=bonjour&lng=fr-ca", ["Hello in French"]),
        ("q=french&lng=fr-ca", ["Goodbye in French", "Hello in French"]),
        ("q=french&lng=fr-ca&audienceId=audience-2", ["Goodbye in French"]),
    ],
)
def test_a_search_finds_answers_that_have_every_word(sample: Any, query: str, found: list[str]) -> None:
    results = sample.get(f"{ORG}/answers-search?{query}")
    assert [each["name"] for each in results] == found
    assert all(set(each) == {"id", "name"} for each in results)


def test_a_help_center_gives_the_titles_of_what_is_placed_in_it(sample: Any) -> None:
    place(sample, HELLO, GOODBYE, HELLO)
    assert sample.get(CENTER) == [{"id": HELLO, "name": "Hello in English"}]
    assert [each["id"] for each in sample.get(f"{CENTER}?lng=fr-ca")] == [HELLO, GOODBYE]
    assert [each["id"] for each in sample.get(f"{CENTER}?lng=fr-ca&audienceId=audience-2")] == [GOODBYE]


@pytest.mark.parametrize(
    "path", ["/answers", "/answers-search?q=x", f"/answers/{HELLO}", "/help-center/x/answer-titles"]
)
def test_another_organization_or_help_center_is_a_404(sample: Any, path: str) -> None:
    assert sample.errors("GET", f"/orgs/other{path}")[0] == 404
    assert sample.errors("GET", CENTER)[0] == 404


def test_an_answer_without_content_in_the_language_is_a_404(sample: Any) -> None:
    assert sample.errors("GET", f"{ORG}/answers/{GOODBYE}") == (
        404,
        [{"code": "not_exist", "detail": "answer does not exist"}],
    )
