"""Reads the body of a customer profile and applies it."""

from __future__ import annotations

from typing import Any

from deskbridge_gladly.sandbox.calls import Fields
from deskbridge_gladly.sandbox.values import Json, normal_email, normal_phone, without_unset

TEXTS = ("name", "image", "address", "externalCustomerId")
# HOME, MOBILE, OFFICE are documented, OTHER is in a README, empty is what the real object has (D09).
PHONE_TYPES = frozenset({"", "HOME", "MOBILE", "OFFICE", "OTHER"})
SMS_PREFERENCES = frozenset({"ON", "OFF", "FORBIDDEN"})
# The order of the real object.
ORDER = ("address", "customAttributes", "emails", "externalCustomerId", "externalCustomerIds", "image", "name",
         "phones", "id", "createdAt", "updatedAt")  # fmt: skip


def read_profile(fields: Fields) -> Json:
    """Read the writable fields that a body gives; all others are ignored (D08).

    Returns:
        Field by field what it becomes, None for one that is cleared by null.

    Raises:
        Refused: A field has a wrong form.
    """
    changes: Json = {name: fields.text(name) or None for name in TEXTS if name in fields.values}
    if "emails" in fields.values:
        changes["emails"] = _emails(fields)
    if "phones" in fields.values:
        changes["phones"] = _phones(fields)
    if "customAttributes" in fields.values:
        changes["customAttributes"] = _attributes(fields)
    fields.settle()
    return changes


def changed_profile(profile: Json, changes: Json) -> Json:
    """Return a profile with changes applied and without what is unset."""
    values = {**profile, **changes}
    return without_unset({name: values.get(name) for name in ORDER})


def _emails(fields: Fields) -> list[Json]:
    emails = []
    for place, given in enumerate(fields.objects("emails")):
        email = Fields(given, f"emails[{place}].", fields.problems)
        before = len(fields.problems)
        original = email.needed_text("original")
        normal = normal_email(original)
        if normal is None and len(fields.problems) == before:
            email.wrong("invalid", "original", f"[{original}] is not a valid email address")
        elif normal is not None:
            read = {"normalized": normal[1], "original": normal[0], "primary": email.flag("primary")}
            emails.append(without_unset(read))
    if sum(bool(email.get("primary")) for email in emails) > 1:
        fields.wrong("invalid", "emails", "a customer has at most one primary email")
    return emails


def _phones(fields: Fields) -> list[Json]:
    phones = []
    for place, given in enumerate(fields.objects("phones")):
        phone = Fields(given, f"phones[{place}].", fields.problems)
        before = len(fields.problems)
        original = phone.needed_text("original")
        region = phone.text("regionCode") or ""
        normal = normal_phone(original, region)
        if normal is None and len(fields.problems) == before:
            phone.wrong("invalid", "original", f"[{original}] is not a valid phone number")
        elif normal is not None:
            phones.append(_phone(phone, original, normal))
    return phones


def _phone(phone: Fields, original: str, normal: tuple[str, str]) -> Json:
    return without_unset(
        {
            "extension": phone.text("extension"),
            "normalized": normal[0],
            "original": original,
            "primary": phone.flag("primary"),
            "regionCode": normal[1],
            "smsPreference": phone.choice("smsPreference", SMS_PREFERENCES),
            "type": phone.choice("type", PHONE_TYPES) or "",
        }
    )


def _attributes(fields: Fields) -> Json | None:
    values = fields.inner("customAttributes")
    if values and any(isinstance(value, dict | list) for value in values.values()):
        # The shape is the organization's; scalars are what was seen (D63), the rest is refused (inferred).
        fields.wrong("invalid", "customAttributes", "values of customAttributes must be plain values")
    return _without_null(values)


def _without_null(values: dict[str, Any] | None) -> Json | None:
    return None if values is None else {name: value for name, value in values.items() if value is not None}
