"""The vendor's value formats: times, ids, e-mail addresses and phone numbers."""

from __future__ import annotations

import base64
import re
import uuid
from datetime import UTC, datetime
from typing import Any

import phonenumbers

Json = dict[str, Any]

DEFAULT_REGION = "US"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
# "URL safe and under 50 characters"; which characters count as URL safe is inferred from every id that was seen.
_ID = re.compile(r"[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_ANGLES = re.compile(r"<([^<>]*)>\s*$")
MAX_ID_LENGTH = 49


def stamp(moment: datetime) -> str:
    """Print a time as the vendor's real answers do: RFC 3339 with milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(text: str) -> datetime | None:
    """Read an RFC 3339 time with an offset; None if it is none.

    A `+` that was not percent-encoded arrives as a space and is read as `+` (inferred, D56).
    """
    candidate = text.replace(" ", "+")
    if not _RFC3339.fullmatch(candidate):
        return None
    try:
        return datetime.fromisoformat(candidate).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def new_id() -> str:
    """Make an id as the vendor does: 16 random bytes as 22 characters of base64url."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes)[:22].decode()


def new_message_id() -> str:
    """Make an id as the vendor has it for messages of automation: 24 hexadecimal digits."""
    return uuid.uuid4().hex[:24]


def is_safe_id(text: str) -> bool:
    """Whether the text has only characters that the vendor takes in an id."""
    return _ID.fullmatch(text) is not None


def normal_email(text: str) -> tuple[str, str] | None:
    """Return an address as entered and in lower case; None if it is no address.

    Of `Martha <martha@example.com>` only the address itself is kept.
    """
    inner = _ANGLES.search(text)
    original = (inner.group(1) if inner else text).strip()
    if not _ADDRESS.fullmatch(original):
        return None
    return original, original.lower()


def normal_phone(text: str, region: str = "") -> tuple[str, str] | None:
    """Return a number as E.164 and its region; None if it can't be a phone number.

    Without a region the number is E.164 or else is read as a US number.
    """
    try:
        number = phonenumbers.parse(text, region or DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    # A number of no assigned range has only its country's main region (inferred).
    found = phonenumbers.region_code_for_number(number)
    main = phonenumbers.region_code_for_country_code(number.country_code or 0)
    normalized = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return normalized, region or found or main


def without_unset(values: Json) -> Json:
    """Leave out what is not set, as the vendor does: it never sends null (D11)."""
    return {name: value for name, value in values.items() if value is not None and value not in ([], {})}
