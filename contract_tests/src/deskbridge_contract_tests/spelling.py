"""The ways in which a text is spelled where it travels: as it is, in an address, in JSON, in base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "***"
_SHORTEST = 4
"""A shorter secret is left out only of what its own desk says: it may stand in any other text by chance."""
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


_remembered: set[str] = set()


def remembered(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """Return secrets, and leave them out of every text from now on: what fails may fail before there is a desk."""
    _remembered.update(one for one in secrets if len(one) >= _SHORTEST)
    return secrets


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text with `***` in the place of secrets and of what is remembered as one, in every spelling."""
    spelled = {spell(one) for one in (*secrets, *_remembered) if one for spell in SPELLINGS}
    for one in sorted(spelled, key=len, reverse=True):
        text = text.replace(one, HIDDEN)
    return text


SPELLINGS: tuple[Spell, ...] = (plainly, in_url, in_form, in_json, in_ascii_json, in_base64)
