from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

PERSON2 = "OPy0kbYIQp-mr3IcdQRWqw"


def test_a_created_customer_is_a_201_with_a_location_and_no_body(sample: Any) -> None:
    answer = sample.ask("POST", "/customer-profiles", {"id": "mine-1", "name": "Jane"})
    assert (answer.status, answer.data) == (201, b"")
    assert answer.headers["Location"] == "/api/v1/customer-profiles/mine-1"
    assert sample.get("/customer-profiles/mine-1") == {
        "name": "Jane", "id": "mine-1", "createdAt": "2026-03-01T12:00:00.123Z"
    }  # fmt: skip


def test_an_id_that_nobody_gave_has_22_characters_of_base64url(sample: Any) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", sample.customer(name="A"))


@pytest.mark.parametrize(
    ("given", "code"), [("a b", "invalid"), ("é", "invalid"), ("a/b", "invalid"), ("x" * 50, "too_long")]
)
def test_an_id_that_is_not_url_safe_or_too_long_is_refused(sample: Any, given: str, code: str) -> None:
    status, errors = sample.errors("POST", "/customer-profiles", {"id": given})
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, "id", code)


def test_an_id_of_49_characters_is_taken(sample: Any) -> None:
    assert sample.customer(id="x" * 49) == "x" * 49


def test_an_id_that_is_in_use_is_a_409(sample: Any) -> None:
    expected = (409, [{"attr": "id", "code": "taken", "detail": "customer ID exists"}])
    assert sample.errors("POST", "/customer-profiles", {"id": PERSON2}) == expected


def test_an_email_that_another_customer_has_is_a_409_whatever_its_case(sample: Any) -> None:
    body = {"emails": [{"original": "PERSON2@person.com"}]}
    status, errors = sample.errors("POST", "/customer-profiles", body)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (409, "emails", "taken")
    status, errors = sample.errors("PATCH", "/customer-profiles/XRJvp8lSS5aD2RucjY5zkw", body)
    assert (status, errors[0]["code"]) == (409, "taken")


def test_only_mobile_numbers_are_unique(sample: Any) -> None:
    shared = {"phones": [{"original": "650 123 4568"}]}
    mobile = {"phones": [{"original": "+1 650 555 0142", "type": "MOBILE"}]}
    sample.customer(**shared)
    sample.customer(**mobile)
    status, errors = sample.errors("POST", "/customer-profiles", mobile)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (409, "phones", "taken")
    sample.customer(phones=[{"original": "+1 650 555 0142", "type": "HOME"}])


def test_a_profile_has_the_form_of_the_real_one(sample: Any) -> None:
    made = sample.customer(
        id="abc", name="First2 Last2", address="Address 2, CA, 12345", emails=[{"original": "New@person.com"}],
        phones=[{"original": "650 123 4568"}], customAttributes={"attr2": "world"},
    )  # fmt: skip
    profile = sample.get(f"/customer-profiles/{made}")
    assert profile == {
        "address": "Address 2, CA, 12345",
        "customAttributes": {"attr2": "world"},
        "emails": [{"normalized": "new@person.com", "original": "New@person.com"}],
        "name": "First2 Last2",
        "phones": [{"normalized": "+16501234568", "original": "650 123 4568", "regionCode": "US", "type": ""}],
        "id": "abc",
        "createdAt": "2026-03-01T12:00:00.123Z",
    }
    assert list(profile) == list(sample.get(f"/customer-profiles/{PERSON2}"))


def test_of_an_address_with_a_name_only_the_address_is_kept(sample: Any) -> None:
    made = sample.customer(emails=[{"original": "Martha <Martha@Example.com>"}])
    emails = sample.get(f"/customer-profiles/{made}")["emails"]
    assert emails == [{"normalized": "martha@example.com", "original": "Martha@Example.com"}]


@pytest.mark.parametrize(
    ("phone", "normalized", "region"),
    [
        ({"original": "+44 20 7946 0958"}, "+442079460958", "GB"),
        ({"original": "020 7946 0958", "regionCode": "GB"}, "+442079460958", "GB"),
        ({"original": "(202) 555-0143"}, "+12025550143", "US"),
    ],
)
def test_a_number_is_read_in_its_region_else_as_e164_else_as_american(
    sample: Any, phone: dict[str, str], normalized: str, region: str
) -> None:
    read = sample.get(f"/customer-profiles/{sample.customer(phones=[phone])}")["phones"][0]
    assert (read["normalized"], read["regionCode"]) == (normalized, region)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"emails": [{"original": "nobody"}]}, "emails[0].original"),
        ({"emails": "a@b.co"}, "emails"),
        ({"phones": [{"original": "123"}]}, "phones[0].original"),
        ({"phones": [{"original": "650 123 4568", "regionCode": "XX"}]}, "phones[0].original"),
        ({"phones": [{"original": "650 123 4568", "smsPreference": "MAYBE"}]}, "phones[0].smsPreference"),
        ({"phones": [{"original": "650 123 4568", "type": "FAX"}]}, "phones[0].type"),
        ({"name": 5}, "name"),
        ({"customAttributes": {"a": {"b": 1}}}, "customAttributes"),
        ({"emails": [{"original": "a@b.co", "primary": True}, {"original": "c@b.co", "primary": True}]}, "emails"),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_by_its_name(sample: Any, body: dict[str, Any], attr: str) -> None:
    status, errors = sample.errors("POST", "/customer-profiles", body)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, "invalid")


def test_custom_attributes_take_any_plain_value(sample: Any) -> None:
    made = sample.customer(customAttributes={"n": 6, "b": True, "s": "ü"})
    assert sample.get(f"/customer-profiles/{made}")["customAttributes"] == {"n": 6, "b": True, "s": "ü"}


def test_a_change_replaces_what_is_given_and_keeps_the_rest(sample: Any) -> None:
    before = sample.get(f"/customer-profiles/{PERSON2}")
    sample.clock.advance(timedelta(seconds=2))
    answer = sample.ask("PATCH", f"/customer-profiles/{PERSON2}", {"emails": [{"original": "only@person.com"}]})
    assert (answer.status, answer.data) == (204, b"")
    emails = [{"normalized": "only@person.com", "original": "only@person.com"}]
    expected = {**before, "emails": emails, "updatedAt": "2026-03-01T12:00:02.123Z"}
    assert sample.get(f"/customer-profiles/{PERSON2}") == expected
    assert sample.get("/customer-profiles?email=person2%40person.com") == []


def test_a_profile_has_no_update_time_until_its_first_change(sample: Any) -> None:
    assert "updatedAt" not in sample.get(f"/customer-profiles/{PERSON2}")


def test_a_whole_profile_can_be_sent_back_with_unknown_and_read_only_fields(sample: Any) -> None:
    before = sample.get(f"/customer-profiles/{PERSON2}")
    body = {**before, "name": "New", "id": "other", "createdAt": "2000-01-01T00:00:00Z", "unknown": [1]}
    assert sample.ask("PATCH", f"/customer-profiles/{PERSON2}", body).status == 204
    after = sample.get(f"/customer-profiles/{PERSON2}")
    assert {**before, "name": "New"} == {name: value for name, value in after.items() if name != "updatedAt"}


def test_null_and_empty_lists_clear_a_field_and_its_key_goes(sample: Any) -> None:
    sample.ask("PATCH", f"/customer-profiles/{PERSON2}", {"address": None, "phones": []})
    assert {"address", "phones"}.isdisjoint(sample.get(f"/customer-profiles/{PERSON2}"))


@pytest.mark.parametrize("query", ["email=PERSON2%40person.com", "phoneNumber=%2B16501234568"])
def test_a_customer_is_found_by_email_and_by_number(sample: Any, query: str) -> None:
    assert [each["id"] for each in sample.get(f"/customer-profiles?{query}")] == [PERSON2]


def test_a_customer_is_found_by_external_id(sample: Any) -> None:
    made = sample.customer(externalCustomerId="ext-1")
    assert [each["id"] for each in sample.get("/customer-profiles?externalCustomerId=ext-1")] == [made]


def test_finding_nobody_is_an_empty_array(sample: Any) -> None:
    assert sample.get("/customer-profiles?email=nobody%40example.com") == []


@pytest.mark.parametrize(
    "query", ["", "?email=a%40b.co&phoneNumber=%2B16501234568", "?phoneNumber=+16501234568", "?name=x"]
)
def test_finding_needs_exactly_one_identifier_and_an_escaped_plus(sample: Any, query: str) -> None:
    assert sample.errors("GET", f"/customer-profiles{query}")[0] == 400


def test_finding_gives_at_most_fifty_and_the_last_updated_first(sample: Any) -> None:
    for _ in range(51):
        last = sample.customer(phones=[{"original": "+12025550143"}])
        sample.clock.advance(timedelta(seconds=1))
    found = sample.get("/customer-profiles?phoneNumber=%2B12025550143")
    assert (len(found), found[0]["id"]) == (50, last)
    sample.ask("PATCH", f"/customer-profiles/{found[9]['id']}", {"name": "first"})
    assert sample.get("/customer-profiles?phoneNumber=%2B12025550143")[0]["id"] == found[9]["id"]


def test_an_unknown_customer_is_a_404(sample: Any) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        status, errors = sample.errors(method, "/customer-profiles/nobody", {"name": "x"})
        expected = (404, "not_exist", "customer profile [nobody] does not exist")
        assert (status, errors[0]["code"], errors[0]["detail"]) == expected


def test_a_customer_with_an_open_conversation_is_not_deleted(sample: Any) -> None:
    status, errors = sample.errors("DELETE", "/customer-profiles/594wMEbZSx-RmYSkUMeCPw")
    assert status == 400
    assert errors == [
        {
            "attr": "conversation",
            "code": "invalid_state",
            "detail": "Unable to delete the profile. Please close any open or waiting conversations.",
        }
    ]


def test_deleting_a_customer_takes_the_conversations_and_items_along(sample: Any) -> None:
    customer, conversation = "594wMEbZSx-RmYSkUMeCPw", "mTs0fj5qSo63Sg4RRuulPQ"
    sample.ask("POST", f"/conversations/{conversation}/topics", {"topicIds": ["id1"]})
    sample.ask("PATCH", f"/conversations/{conversation}", {"status": {"value": "CLOSED", "force": True}})
    assert sample.ask("DELETE", f"/customer-profiles/{customer}").status == 204
    for path in (
        f"/customer-profiles/{customer}",
        f"/customers/{customer}/conversations",
        f"/conversations/{conversation}",
        f"/conversations/{conversation}/items",
        "/conversation-items/9Xk3zKeuQMyQi2qjmDErDw",
    ):
        assert sample.ask("GET", path).status == 404
    assert sample.sandbox.state()["items"] == 3


def test_a_deleted_customers_email_is_free_again(sample: Any) -> None:
    sample.ask("DELETE", f"/customer-profiles/{PERSON2}")
    sample.customer(emails=[{"original": "person2@person.com"}])


def test_a_merged_customer_is_a_301_that_names_both_ids(synthetic: Any) -> None:
    old, new = next(iter(synthetic.sandbox.store.people.merged.items()))
    answer = synthetic.ask("GET", f"/customer-profiles/{old}")
    assert (answer.status, answer.headers["Location"]) == (301, f"/api/v1/customer-profiles/{new}")
    assert answer.json()["errors"] == [
        {"attr": "customerId", "code": "moved", "detail": "customer id has changed", "meta": {"old": old, "new": new}}
    ]
    assert synthetic.get(f"/customer-profiles/{new}")["id"] == new


def test_a_merged_customer_cannot_be_changed_deleted_or_made_again(synthetic: Any) -> None:
    old = next(iter(synthetic.sandbox.store.people.merged))
    status, errors = synthetic.errors("PATCH", f"/customer-profiles/{old}", {"name": "x"})
    assert (status, errors[0]["code"]) == (404, "moved")
    assert synthetic.ask("DELETE", f"/customer-profiles/{old}").status == 404
    assert synthetic.ask("POST", "/customer-profiles", {"id": old}).status == 409
