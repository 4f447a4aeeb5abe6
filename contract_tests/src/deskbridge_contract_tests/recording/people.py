"""What of a text belongs to a person, by its form and by the name of the field that it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable

Change = Callable[[str], str]

_PERSONAL_NAME = re.compile(
    r"name|mail|phone|mobile|identifier$|address|text|html|content|subject|body|descr|note|title|summary|^field\d+$"
    r"|value|argument|birth|^dob$|card|iban|passport|ssn|street|city|^zip|postal|postcode|latitude|longitude|comment"
    r"|company|employer|avatar|photo|transcript",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_RESERVED = re.compile(
    r"(?:@|%40)(?:[a-z0-9-]+\.)*(?:example\.(?:com|net|org)|example|invalid|test|localhost)$", re.IGNORECASE
)
_PHONES = re.compile(
    r"(?<![\w+.])\+[1-9](?:[ ().-]{0,2}\d){9,14}(?!\d)"
    r"|(?<![\w.-])\(\d{3}\) ?\d{3}[-. ]\d{4}(?![\d-])"
    r"|(?<![\w.-])\d{3}[-. ]\d{3}[-. ]\d{4}(?![\d-])"
)
_FICTION = re.compile(r"1?\d{3}555\d{4}")
_DIGITS = re.compile(r"(?<![\w.-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-])")
_ISSUERS = re.compile(r"4(?:\d{12}|\d{15})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}")
_BARE_PHONE = re.compile(r"\+?[1-9]\d{9,14}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HARMLESS = re.compile(
    r"\s*|[+-]?\d{1,9}(?:[.,]\d+)?\s?%?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d+)?|true|false|yes|no|null|none|n/a|-"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|-?\d{1,4}:\d\d(?::\d\d(?:\.\d+)?)?"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[A-Za-z_-]*\d)[\w-]{20,40}",
    re.IGNORECASE | re.ASCII,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CONSTANT = re.compile(r"[A-Z]+(?:_[A-Z0-9]+)+")


def named(name: str) -> bool:
    """Tell whether a field of this name may hold what belongs to a person."""
    return bool(_PERSONAL_NAME.search(name))


def reserved(value: str) -> bool:
    """Tell whether a text ends with an address of a domain that is nobody's."""
    return bool(_RESERVED.search(value))


def harmless(value: str) -> bool:
    """Tell whether a text is nothing but a number, a time, a yes or no, A_CONSTANT or an id; a name never is."""
    return bool(_HARMLESS.fullmatch(value) or _CONSTANT.fullmatch(value))


def is_uuid(value: str) -> bool:
    """Tell whether a text is a UUID: it may stand for somebody, and tells nothing of them."""
    return bool(_UUID.fullmatch(value))


def is_email(value: str) -> bool:
    """Tell whether a text is an address and nothing else."""
    return bool(_EMAIL.fullmatch(value))


def is_phone(value: str) -> bool:
    """Tell whether a text is a telephone number, or as many digits as one has, and nothing else."""
    return bool(_BARE_PHONE.fullmatch(value) or _PHONES.fullmatch(value))


def is_card(value: str) -> bool:
    """Tell whether a text is a number of a payment card: by its first digits, its length and its check digit."""
    digits = re.sub(r"[ -]", "", value)
    return bool(_ISSUERS.fullmatch(digits)) and _checked(digits)


def scrubbed(text: str, email: Change) -> str:
    """Return a text without addresses, telephone numbers and numbers of cards.

    Args:
        text: A text of any length.
        email: Gives what stands for an address. Digits of the others become 0.
    """
    text = _EMAIL.sub(lambda one: one[0] if reserved(one[0]) else email(one[0]), text)
    text = _DIGITS.sub(lambda one: zeros(one[0]) if is_card(one[0]) else one[0], text)
    return _PHONES.sub(lambda one: one[0] if _is_fiction(one[0]) else zeros(one[0]), text)


def zeros(text: str) -> str:
    """Return a text with every digit replaced by 0."""
    return re.sub(r"\d", "0", text)


def masked(text: str) -> str:
    """Return a text of the same form: every letter an x, every digit a 0; blanks and signs stay."""
    return "".join("x" if one.isalpha() else "0" if one.isdigit() else one for one in text)


def some_day(value: str) -> str:
    """Return a value that is a day or a time with another day, and any other value masked."""
    return _DAY.sub("1900-01-01", value) if _DAY.match(value) and harmless(value) else masked(value)


def is_birth(name: str) -> bool:
    """Tell whether a field of this name holds when somebody was born."""
    return bool(re.search(r"birth|^dob$", name, re.IGNORECASE))


def first_email(text: str) -> bool:
    """Tell whether there is an address in a text that may be somebody's."""
    return any(not reserved(one[0]) for one in _EMAIL.finditer(text))


def first_phone(text: str) -> bool:
    """Tell whether there is a telephone number in a text that may be somebody's."""
    return any(not _is_fiction(one[0]) and any(d in one[0] for d in "123456789") for one in _PHONES.finditer(text))


def first_card(text: str) -> bool:
    """Tell whether there is a number of a payment card in a text."""
    return any(is_card(one[0]) for one in _DIGITS.finditer(text))


def _is_fiction(number: str) -> bool:
    return bool(_FICTION.fullmatch(re.sub(r"\D", "", number)))


def _checked(digits: str) -> bool:
    """Tell whether the last digit is what Luhn's formula makes of the others."""
    doubled = [int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits))]
    return sum(one - 9 * (one > 9) for one in doubled) % 10 == 0
