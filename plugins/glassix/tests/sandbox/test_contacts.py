from __future__ import annotations

from typing import Any

import pytest

JACK = "797f5328-310c-4044-afb1-e62fd72fb725"
JANE = "0b9d5a5e-54b1-4a0e-8ad5-0d0f3a5c1e01"


def test_a_contact_is_as_published(vendor: Any) -> None:
    contact = vendor.ok("GET", f"contacts/get/{JACK.upper()}")
    assert (contact["name"], contact["creationDateTime"]) == ("Jack Bower", "2023-06-15T07:03:34Z")
    assert contact["identifiers"][0] == {
        "id": 26359,
        "contactId": JACK,
        "identifierType": "MailAddress",
        "identifier": "jack@example.com",
        "lastAccessed": "2023-06-15T07:09:25Z",
        "isVerified": False,
        "isDeleted": False,
        "isScrambled": False,
    }


def test_an_unknown_contact_is_a_404(vendor: Any) -> None:
    assert vendor.ask("GET", "contacts/get/797f5328-310c-4044-afb1-000000000000")[0] == 404
    assert vendor.ask("GET", "contacts/get/nonsense")[0] == 404


def test_a_name_has_up_to_25_characters(vendor: Any) -> None:
    assert vendor.ok("PUT", f"contacts/setname/{JACK}", {"nextName": "é" * 25})["message"]
    assert vendor.ok("GET", f"contacts/get/{JACK}")["name"] == "é" * 25
    for name in ("x" * 26, "", None, 5):
        vendor.refused("PUT", f"contacts/setname/{JACK}", {"nextName": name})


def test_a_unique_argument_has_up_to_50_characters_and_may_be_emptied(vendor: Any) -> None:
    for value in ("x" * 50, ""):
        vendor.ok("PUT", f"contacts/setuniqueargument/{JACK}", {"nextUniqueArgument": value})
        assert vendor.ok("GET", f"contacts/get/{JACK}")["uniqueArgument"] == value
    vendor.refused("PUT", f"contacts/setuniqueargument/{JACK}", {"nextUniqueArgument": "x" * 51})
    vendor.refused("PUT", f"contacts/setuniqueargument/{JACK}", {})


def test_an_identifier_is_added_and_then_leads_to_the_contact(vendor: Any) -> None:
    body = {"identifierType": "phonenumber", "identifier": "+442079460077"}
    vendor.ok("POST", f"contacts/addidentifier/{JACK}", body)
    assert vendor.ok("GET", f"contacts/get/{JACK}")["identifiers"][-1]["identifier"] == "442079460077"
    ticket = vendor.create(participants=[{"protocolType": "SMS", "identifier": "442079460077"}])
    assert ticket["participants"][0]["contactId"] == JACK


@pytest.mark.parametrize("kind", ["Web", "TikTokId", "Undefined", "", None])
def test_only_four_types_of_identifier_can_be_added(vendor: Any, kind: str | None) -> None:
    vendor.refused("POST", f"contacts/addidentifier/{JACK}", {"identifierType": kind, "identifier": "x@y.org"})


def test_an_identifier_of_another_contact_is_refused_unless_they_are_merged(vendor: Any) -> None:
    body = {"identifierType": "MailAddress", "identifier": "JANE.DOE@gmail.com"}
    vendor.refused("POST", f"contacts/addidentifier/{JACK}", body)
    vendor.ok("POST", f"contacts/addidentifier/{JACK}", body | {"forceMerge": True})
    merged = vendor.ok("GET", f"contacts/get/{JACK}")
    assert len(merged["identifiers"]) == 4
    assert {one["contactId"] for one in merged["identifiers"]} == {JACK}
    assert vendor.ask("GET", f"contacts/get/{JANE}")[0] == 404
    assert vendor.get(13783)["participants"][0]["contactId"] == JACK


def test_adding_what_a_contact_has_changes_nothing(vendor: Any) -> None:
    before = vendor.ok("GET", f"contacts/get/{JACK}")
    body = {"identifierType": "MailAddress", "identifier": "jack@example.com"}
    vendor.ok("POST", f"contacts/addidentifier/{JACK}", body)
    assert vendor.ok("GET", f"contacts/get/{JACK}") == before


def test_a_deleted_identifier_is_no_longer_listed_nor_found(vendor: Any) -> None:
    vendor.ok("DELETE", f"contacts/deleteidentifier/{JACK}", contactIdentifierId="26359")
    left = vendor.ok("GET", f"contacts/get/{JACK}")["identifiers"]
    assert [one["id"] for one in left] == [26360]
    ticket = vendor.create(participants=[{"protocolType": "Mail", "identifier": "jack@example.com"}])
    assert ticket["participants"][0]["contactId"] != JACK


def test_another_contacts_identifier_cannot_be_deleted(vendor: Any) -> None:
    vendor.refused("DELETE", f"contacts/deleteidentifier/{JACK}", contactIdentifierId="26351")
    vendor.refused("DELETE", f"contacts/deleteidentifier/{JACK}", contactIdentifierId="x")
