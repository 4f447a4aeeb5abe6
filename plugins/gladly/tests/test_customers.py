from __future__ import annotations

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    InvalidRequestError,
    MergedError,
    NotFoundError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.listing import TruncatedWarning
from deskbridge.records import CustomerChange, Identifier, IdentifierKind, NewCustomer
from deskbridge_gladly.client import SkippedLineWarning

KNOWN = "OPy0kbYIQp-mr3IcdQRWqw"
EMAIL = Identifier(kind=IdentifierKind.EMAIL, value="new@example.com", original="New@Example.com", primary=True)
PHONE = Identifier(kind=IdentifierKind.PHONE, value="+16505550199", original="650 555 0199", label="MOBILE")


def test_a_customer_is_read_with_all_that_gladly_says(gladly):
    customer = gladly.desk.customers.get(KNOWN)
    assert (
        customer.name,
        customer.address,
        customer.attributes,
    ) == ("Person 2's New Name", "Address 2, CA, 12345", {"attr2": "world"})
    assert (customer.emails, customer.phones) == (("person2@person.com",), ("+16501234568",))
    assert gladly.store.people.profiles[KNOWN] == customer.raw


def test_a_merged_customer_is_followed_once_and_says_so(gladly):
    gladly.store.people.merged["old"] = KNOWN
    assert ((found := gladly.desk.customers.get("old")).id, found.merged_from) == (KNOWN, "old")


def test_a_chain_of_merges_is_an_error_that_names_the_next_id(gladly):
    gladly.store.people.merged.update({"oldest": "old", "old": KNOWN})
    with pytest.raises(MergedError) as caught:
        gladly.desk.customers.get("oldest")
    assert caught.value.new_id == KNOWN


@pytest.mark.parametrize("missing", ["nobody", "a/b", "é ?#"])
def test_an_unknown_customer_is_not_found(gladly, missing):
    with pytest.raises(NotFoundError):
        gladly.desk.customers.get(missing)


@pytest.mark.parametrize("wrong", ["", "..", "."])
def test_what_is_no_id_is_refused_before_a_request(gladly, wrong):
    with pytest.raises(InvalidRequestError):
        gladly.desk.customers.get(wrong)
    assert gladly.requests == {}


@pytest.mark.parametrize(
    "asked", [{"email": "PERSON2@person.com"}, {"phone": "+16501234568"}, {"phone": "(650) 123-4568"}]
)
def test_a_customer_is_found_by_one_identifier(gladly, asked):
    assert [one.id for one in gladly.desk.customers.find(**asked)] == [KNOWN]


def test_a_customer_is_found_by_an_external_id(gladly):
    made = gladly.desk.customers.create(
        NewCustomer(name="X", identifiers=(Identifier(kind=IdentifierKind.EXTERNAL_ID, value="crm-7"),))
    )
    assert [made] == list(gladly.desk.customers.find(external_id="crm-7"))


def test_nobody_found_is_an_empty_listing(gladly):
    listing = gladly.desk.customers.find(email="nobody@example.com")
    assert (list(listing), listing.truncated) == ([], False)


@pytest.mark.parametrize("asked", [{}, {"email": "a@b.c", "phone": "+16501234568"}, {"email": ""}])
def test_none_or_two_identifiers_are_refused_before_a_request(gladly, asked):
    with pytest.raises(InvalidRequestError):
        gladly.desk.customers.find(**asked)
    assert gladly.requests == {}


def test_fifty_found_is_told_as_truncated(gladly):
    phone = {"normalized": "+16505550100", "original": "+16505550100", "type": ""}
    for number in range(51):
        made = {"id": f"c{number}", "phones": [phone], "createdAt": "2026-01-01T00:00:00.000Z"}
        gladly.store.people.put(made)
    listing = gladly.desk.customers.find(phone="+16505550100")
    with pytest.warns(TruncatedWarning):
        found = list(listing)
    assert (len(found), listing.truncated) == (50, True)


def test_a_customer_is_created_with_all_that_is_kept(gladly):
    made = gladly.desk.customers.create(
        NewCustomer(name="Zoë", address="1 Main St", identifiers=(EMAIL, PHONE), attributes={"tier": "gold"})
    )
    assert (
        made.name,
        made.address,
        made.identifiers,
        made.attributes,
    ) == ("Zoë", "1 Main St", (EMAIL, PHONE), {"tier": "gold"})
    assert tuple(one.original for one in made.identifiers) == ("New@Example.com", "650 555 0199")
    assert made == gladly.desk.customers.get(made.id)


def test_an_id_of_ours_is_kept_or_made_up_with_22_characters(gladly):
    assert gladly.desk.customers.create(NewCustomer(id="mine-1", name="A")).id == "mine-1"
    assert len(gladly.desk.customers.create(NewCustomer(name="B")).id) == 22


def test_a_repeated_create_with_the_same_id_gives_the_customer_that_is_there(gladly):
    new = NewCustomer(id="mine-1", name="A", identifiers=(EMAIL,))
    assert gladly.desk.customers.create(new) == gladly.desk.customers.create(new)


def test_a_create_whose_answer_was_lost_is_repeated_and_makes_one_customer(gladly):
    before = len(gladly.store.people.profiles)
    gladly.fault("reset_after", method="POST")
    made = gladly.desk.customers.create(NewCustomer(name="A", identifiers=(EMAIL,)))
    assert [made] == list(gladly.desk.customers.find(email=EMAIL.value))
    assert before + 1 == len(gladly.store.people.profiles)


def test_a_create_whose_outcome_stays_unknown_is_not_to_be_repeated(gladly):
    gladly.fault("reset_after", method="POST", value="always")
    with pytest.raises(AmbiguousWriteError) as caught:
        gladly.desk.customers.create(NewCustomer(name="A"))
    assert not caught.value.retryable
    assert [one["name"] for one in gladly.store.people.profiles.values()].count("A") == 1


def test_an_id_of_another_content_is_a_conflict_that_tells_the_id(gladly):
    with pytest.raises(ConflictError) as caught:
        gladly.desk.customers.create(NewCustomer(id=KNOWN, name="Somebody else"))
    assert caught.value.existing_id == KNOWN


def test_an_address_of_another_customer_is_a_conflict(gladly):
    taken = Identifier(kind=IdentifierKind.EMAIL, value="person2@person.com")
    with pytest.raises(ConflictError, match="email address is already in use"):
        gladly.desk.customers.create(NewCustomer(name="A", identifiers=(taken,)))


def test_a_customer_that_cant_be_read_back_is_not_to_be_created_again(gladly):
    gladly.fault("unavailable_before", method="GET", value=50)
    with pytest.raises(AmbiguousWriteError, match="was made, and what comes after it failed: .* look it up"):
        gladly.desk.customers.create(NewCustomer(name="A"))


def test_a_page_instead_of_an_acknowledgement_is_an_unknown_outcome(gladly):
    gladly.fault("html_page", method="PATCH")
    with pytest.raises(AmbiguousWriteError):
        gladly.desk.customers.update(KNOWN, CustomerChange(name="A"))


@pytest.mark.parametrize("value", [6, True, None, {"a": "b"}])
def test_an_attribute_that_is_no_text_is_refused_before_a_request(gladly, value):
    with pytest.raises(InvalidRequestError, match="attr"):
        gladly.desk.customers.create(NewCustomer(name="A", attributes={"n": value}))
    assert gladly.requests == {}


def test_a_second_external_id_is_refused_before_a_request(gladly):
    ids = tuple(Identifier(kind=IdentifierKind.EXTERNAL_ID, value=one) for one in ("a", "b"))
    with pytest.raises(InvalidRequestError):
        gladly.desk.customers.create(NewCustomer(identifiers=ids))
    assert gladly.requests == {}


def test_a_social_identifier_is_refused_before_a_request(gladly):
    social = Identifier(kind=IdentifierKind.SOCIAL, value="@zoe")
    with pytest.raises(UnsupportedError):
        gladly.desk.customers.create(NewCustomer(identifiers=(social,)))
    assert gladly.requests == {}


def test_an_update_changes_what_is_set_and_nothing_else(gladly):
    before = gladly.desk.customers.get(KNOWN)
    after = gladly.desk.customers.update(KNOWN, CustomerChange(name="New", attributes={}))
    assert ("New", {}, before.identifiers, before.address) == (
        after.name,
        after.attributes,
        after.identifiers,
        after.address,
    )
    assert after.updated_at is not None


def test_an_update_of_nothing_sends_nothing_to_change(gladly):
    assert gladly.desk.customers.get(KNOWN) == gladly.desk.customers.update(KNOWN, CustomerChange())
    assert not [one for one in gladly.requests if one.startswith("PATCH")]


def test_an_update_of_identifiers_keeps_what_a_number_has_beside(gladly):
    phone = {
        "original": "030 123456",
        "normalized": "+4930123456",
        "regionCode": "DE",
        "extension": "12",
        "smsPreference": "FORBIDDEN",
        "type": "OFFICE",
    }
    gladly.store.people.put({**gladly.store.people.profiles[KNOWN], "phones": [phone]})
    before = gladly.desk.customers.get(KNOWN)
    after = gladly.desk.customers.update(KNOWN, CustomerChange(identifiers=(*before.identifiers, EMAIL)))
    assert {*before.identifiers, EMAIL} == set(after.identifiers)
    assert [phone] == gladly.store.people.profiles[KNOWN]["phones"]


def test_numbers_that_differ_by_their_extension_alone_keep_it(gladly):
    number = {"original": "+16505550100", "normalized": "+16505550100", "regionCode": "US", "type": ""}
    phones = [{**number, "extension": "1"}, {**number, "extension": "2"}]
    gladly.store.people.put({**gladly.store.people.profiles[KNOWN], "phones": phones})
    identifiers = gladly.desk.customers.get(KNOWN).identifiers
    gladly.desk.customers.update(KNOWN, CustomerChange(identifiers=identifiers))
    assert [one["extension"] for one in gladly.store.people.profiles[KNOWN]["phones"]] == ["1", "2"]


def test_identifiers_are_taken_away_by_an_update_without_them(gladly):
    assert gladly.desk.customers.update(KNOWN, CustomerChange(identifiers=())).identifiers == ()


def test_a_merged_customer_cant_be_updated_and_the_error_names_the_new_id(gladly):
    gladly.store.people.merged["old"] = KNOWN
    with pytest.raises(MergedError) as caught:
        gladly.desk.customers.update("old", CustomerChange(name="A"))
    assert caught.value.new_id == KNOWN


def test_a_deleted_customer_is_gone(gladly):
    assert gladly.desk.customers.delete(KNOWN) is None
    with pytest.raises(NotFoundError):
        gladly.desk.customers.get(KNOWN)


def test_a_customer_with_an_open_ticket_is_not_deleted(gladly):
    gladly.conversation(KNOWN)
    with pytest.raises(ValidationError, match="close any open"):
        gladly.desk.customers.delete(KNOWN)


def test_a_delete_whose_answer_was_lost_is_looked_up(gladly):
    gladly.fault("reset_after", method="DELETE")
    gladly.desk.customers.delete(KNOWN)
    assert KNOWN not in gladly.store.people.profiles


def test_a_delete_that_never_arrived_is_told(gladly):
    gladly.fault("unavailable_before", method="DELETE")
    with pytest.raises(AmbiguousWriteError):
        gladly.desk.customers.delete(KNOWN)
    assert KNOWN in gladly.store.people.profiles


def test_every_exported_customer_is_listed_once(start):
    gladly = start("synthetic:60")
    listing = gladly.desk.customers.all()
    ids = [one.id for one in listing]
    assert (len(ids), False) == (len(set(ids)), listing.truncated)
    exported = {one["customerId"] for job in gladly.store.jobs.values() for one in job.items}
    survivors = {gladly.store.people.merged.get(one, one) for one in exported} & set(gladly.store.people.profiles)
    assert survivors <= set(ids)


def test_each_export_file_is_read_once_a_listing(start):
    gladly = start("synthetic:60")
    list(gladly.desk.customers.all())
    files = {name: count for name, count in gladly.requests.items() if "/files/" in name}
    assert files
    assert {1} == set(files.values())


def test_a_deleted_customer_is_left_out_and_a_merged_one_is_given_once(gladly):
    gone, other = [one.id for one in gladly.desk.customers.all()][:2]
    gladly.store.people.remove(gone)
    gladly.store.people.merged["594wMEbZSx-RmYSkUMeCPw"] = "between"
    gladly.store.people.merged["between"] = other
    ids = [one.id for one in gladly.desk.customers.all()]
    assert (gone not in ids, 1, "594wMEbZSx-RmYSkUMeCPw" not in ids) == (True, ids.count(other), True)


def test_a_customer_given_by_the_listing_equals_the_one_read_alone(gladly):
    first = gladly.desk.customers.all().first()
    assert first == gladly.desk.customers.get(first.id)


def test_an_unreadable_line_is_left_out_with_a_warning_and_told(gladly):
    job = next(job for job in gladly.store.jobs.values() if job.status == "COMPLETED")
    gladly.store.jobs[job.id] = type(job)(
        id=job.id,
        status=job.status,
        updated_at=job.updated_at,
        start_at=job.start_at,
        end_at=job.end_at,
        items=[{**job.items[0], "customerId": 7}, *job.items[1:]],
        customers=job.customers,
    )
    listing = gladly.desk.customers.all()
    with pytest.warns(SkippedLineWarning, match="line 1"), pytest.warns(TruncatedWarning):
        assert list(listing)
    assert listing.truncated
