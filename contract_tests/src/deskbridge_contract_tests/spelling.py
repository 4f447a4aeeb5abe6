"""The ways in which a text is spelled where it travels: as it is, in an address, in JSON, in base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "***"
Spell = Callable[[str], str]


def plainly(text: str) -> str:
    """Spell a text as it is."""
    return text


def in_url(text: str) -> str:
    """Spell a text as a part of an address."""
    return quote(text, safe="", errors="replace")


def in_form(text: str) -> str:
    """Spell a text as a value of a form."""
    return quote_plus(text, errors="replace")


def in_json(text: str) -> str:
    """Spell a text as JSON does within quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def in_ascii_json(text: str) -> str:
    """Spell a text as JSON does that has no letters but ASCII's."""
    return json.dumps(text)[1:-1]


def in_base64(text: str) -> str:
    """Spell a text in base64."""
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text with `***` in the place of secrets, in every spelling."""
    spelled = {spell(one) for one in secrets if one for spell in SPELLINGS}
    for one in sorted(spelled, key=len, reverse=True):
        text = text.replace(one, HIDDEN)
    return text


SPELLINGS: tuple[Spell, ...] = (plainly, in_url, in_form, in_json, in_ascii_json, in_base64)
