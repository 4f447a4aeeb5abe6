"""Finds the customer that a body names by address or number, or creates one."""

from __future__ import annotations

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.profiles import changed_profile
from deskbridge_gladly.sandbox.calls import Fields, missing
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id, normal_email, normal_phone


def find_or_create(store: Store, fields: Fields) -> str:
    """Return the id of whoever has the `emailAddress` or `mobilePhone`; a stranger becomes a customer.

    Nothing is created unless every field that was read before is right.

    Raises:
        Refused: There is not exactly one of them, or another field is wrong.
    """
    email, phone = fields.text("emailAddress"), fields.text("mobilePhone")
    if bool(email) == bool(phone):
        code = "invalid" if email else "blank"
        fields.wrong(code, "emailAddress", "exactly one of emailAddress, mobilePhone must be present")
    normal_address = normal_email(email or "")
    normal_number = normal_phone(phone or "")
    if email and normal_address is None:
        fields.wrong("invalid", "emailAddress", "emailAddress is not a valid email address")
    if phone and normal_number is None:
        fields.wrong("invalid", "mobilePhone", "mobilePhone is not a valid phone number")
    fields.settle()
    if normal_address is not None:
        return _with_email(store, *normal_address)
    if normal_number is not None:
        return _with_mobile(store, phone or "", *normal_number)
    raise missing("customer")


def _with_email(store: Store, original: str, normalized: str) -> str:
    found = store.people.with_email(normalized)
    return found[0]["id"] if found else _add(store, {"emails": [{"normalized": normalized, "original": original}]})


def _with_mobile(store: Store, original: str, normalized: str, region: str) -> str:
    phone = {"normalized": normalized, "original": original, "regionCode": region, "type": "MOBILE"}
    found = store.people.with_phone(normalized)
    return found[0]["id"] if found else _add(store, {"phones": [phone]})


def _add(store: Store, contact: Json) -> str:
    profile = changed_profile({"id": new_id(), "createdAt": store.now()}, contact)
    store.people.put(profile)
    happenings.profile_changed(store, "CREATED", profile["id"])
    return str(profile["id"])
