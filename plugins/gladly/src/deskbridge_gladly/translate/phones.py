"""Telephone numbers as Gladly reads them."""

from __future__ import annotations

HOME_REGION = "US"
"""What a number without a country belongs to, by the vendor's own rule."""


def normal_phone(text: str, region: str = HOME_REGION) -> str:
    """Return a number as E.164, or as it is where it can't be read as one."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region or HOME_REGION)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
