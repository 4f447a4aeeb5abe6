from __future__ import annotations

from typing import Any

import pytest


def test_the_topics_are_as_the_vendors_scripts_left_them(sample: Any) -> None:
    assert sample.get("/topics") == [
        {"id": "id1", "name": "Returns", "disabled": False},
        {"id": "id2", "name": "Exchanges", "disabled": False},
        {"id": "id3", "name": "Loyalty Program", "disabled": False},
        {"id": "id4", "name": "Wrong Size", "disabled": False, "parentId": "id2"},
        {"id": "bL6mXLhbQCmMxrhn54NiIw", "name": "Phone calls", "disabled": False},
    ]
    assert sample.get("/topics/id4")["name"] == "Wrong Size"


def test_a_created_topic_is_a_201_with_a_location_and_no_body(sample: Any) -> None:
    body = {"id": "child", "name": "Too late", "parentId": "not-there-yet"}
    answer = sample.ask("POST", "/topics", body)
    assert (answer.status, answer.data, answer.headers["Location"]) == (201, b"", "/api/v1/topics/child")
    assert sample.get("/topics/child") == {**body, "disabled": False}


REFUSALS: list[tuple[dict[str, Any], int, tuple[str, str, str]]] = [
    ({"id": "a b", "name": "x"}, 400, ("id", "invalid", "id contains unsupported characters")),
    ({"id": "new"}, 400, ("name", "blank", "name cannot be blank")),
    ({"id": "id1", "name": "x"}, 409, ("id", "taken", "the topic with specified id already exists")),
    ({"name": "Returns"}, 409, ("name", "taken", "another topic already has this name")),
    ({"name": "x", "disabled": "true"}, 400, ("disabled", "invalid", "disabled must be a boolean")),
]


@pytest.mark.parametrize(("body", "status", "problem"), REFUSALS)
def test_a_topic_is_refused_as_documented(sample: Any, body: Any, status: int, problem: tuple[str, str, str]) -> None:
    answered, (error,) = sample.errors("POST", "/topics", body)
    assert (answered, (error["attr"], error["code"], error["detail"])) == (status, problem)


def test_a_taken_name_says_whose_it_is_and_a_taken_id_does_not(sample: Any) -> None:
    assert sample.errors("POST", "/topics", {"name": "Returns"})[1][0]["meta"] == {"id": "id1"}
    assert "meta" not in sample.errors("POST", "/topics", {"id": "id1", "name": "x"})[1][0]


def test_a_topic_is_changed_under_its_own_name_whatever_id_the_body_has(sample: Any) -> None:
    body = {"id": "other", "name": "Exchanges", "disabled": True, "parentId": "id1"}
    answer = sample.ask("PATCH", "/topics/id2", body)
    assert (answer.status, answer.data) == (204, b"")
    assert sample.get("/topics/id2") == {**body, "id": "id2"}


def test_a_change_keeps_what_it_does_not_give(sample: Any) -> None:
    sample.ask("PATCH", "/topics/id4", {"name": "Size"})
    assert sample.get("/topics/id4") == {"id": "id4", "name": "Size", "disabled": False, "parentId": "id2"}


def test_a_change_without_a_name_is_refused(sample: Any) -> None:
    expected = {"attr": "name", "code": "blank", "detail": "name cannot be blank"}
    assert sample.errors("PATCH", "/topics/id2", {"disabled": True}) == (400, [expected])


def test_a_change_to_a_name_that_is_taken_is_a_409_that_names_the_other(sample: Any) -> None:
    status, errors = sample.errors("PATCH", "/topics/id2", {"name": "Returns"})
    assert (status, errors[0]["code"], errors[0]["meta"]) == (409, "taken", {"id": "id1"})


def test_an_unknown_topic_is_a_404(sample: Any) -> None:
    expected = {"code": "not_exist", "detail": "conversation topic [nothing] does not exist"}
    for method in ("GET", "PATCH"):
        assert sample.errors(method, "/topics/nothing", {"name": "x"}) == (404, [expected])


@pytest.mark.parametrize("area", ["agents", "inboxes", "teams", "topics"])
def test_what_is_listed_can_be_read_one_by_one_and_the_unknown_is_a_404(synthetic: Any, area: str) -> None:
    listed = synthetic.get(f"/{area}")
    assert listed
    assert [synthetic.get(f"/{area}/{each['id']}") for each in listed] == listed
    assert synthetic.errors("GET", f"/{area}/nothing")[0] == 404


def test_the_agent_and_the_inbox_are_those_of_the_vendors_runs(sample: Any) -> None:
    agent = sample.get("/agents/XeEJwrnuTfabHMK5ZW1fGg")
    assert agent["emailAddress"] == "gladlyadmin@gladly.com"
    inbox = {"id": "0tvvSDnvQVGchp-GaxCeGQ", "name": "Warranties & Returns", "disabled": False}
    assert sample.get("/inboxes") == [inbox]


def test_the_organization_tells_its_time_zone(sample: Any) -> None:
    assert set(sample.get("/organization")) == {"id", "loginDomain", "name", "timezone", "gladlyUrl"}
