"""The synthetic customers: one a conversation, some with more, one merged, some that can't be reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge_gladly.sandbox.seeds.synthetic import words
from deskbridge_gladly.sandbox.seeds.synthetic.thread import fictional_phone, fixed_id
from deskbridge_gladly.sandbox.values import Json, stamp, without_unset

REGULAR = 49
"""The customer of every fiftieth conversation."""
EQUAL_PLACES = frozenset({3, 7})


def owner_of(place: int) -> int:
    """Return the number of the customer whose conversation this is."""
    if place % 50 == REGULAR:
        return REGULAR
    is_second = place % 5 == 4 and (place // 20) % 2 == 1
    return place - 20 if is_second else place


def customer(number: int, first_seen: datetime) -> Json:
    """Return the profile of a customer, first seen shortly before the first conversation."""
    profile: Json = {
        "address": f"{number} Main St, Springfield" if number % 3 == 0 else None,
        "customAttributes": _attributes(number),
        "emails": _emails(number),
        "externalCustomerId": f"shop-{number}" if number % 4 == 1 else None,
        "name": _name(number),
        "phones": _phones(number),
        "id": fixed_id("customer", number),
        "createdAt": stamp(first_seen - timedelta(minutes=1)),
        "updatedAt": stamp(first_seen) if number % 6 == 0 else None,
    }
    return without_unset(profile)


def _unreachable(number: int) -> bool:
    return number % 44 == 8


def _name(number: int) -> str | None:
    if number in EQUAL_PLACES:
        return words.EQUAL_NAME
    if _unreachable(number):
        return "Visitor"
    return f"{words.NAMES[number % len(words.NAMES)]} {number}"


def _attributes(number: int) -> Json | None:
    return {"membershipTier": "gold", "albums": str(number), "ποσό": "12,50 €"} if number % 8 == 1 else None


def _emails(number: int) -> list[Json]:
    if _unreachable(number) or number % 22 == 5:
        return []
    emails: list[Json] = [_email(f"Person.{number}@Example.com")]
    if number % 9 == 1:
        emails[0]["primary"] = True
        emails.append(_email(f"person{number}+shop@example.com"))
    return emails


def _email(original: str) -> Json:
    return {"normalized": original.lower(), "original": original}


def _phones(number: int) -> list[Json]:
    if _unreachable(number) or number % 7 == 4:
        return []
    normalized = fictional_phone(number)
    original = f"({normalized[2:5]}) {normalized[5:8]}-{normalized[8:]}" if number % 2 else normalized
    kind = ("", "MOBILE", "HOME")[number % 3]
    preference = {"smsPreference": "OFF"} if number % 11 == 2 else {}
    return [
        {"normalized": normalized, "original": original, "regionCode": "US", **preference, "type": kind},
    ]
