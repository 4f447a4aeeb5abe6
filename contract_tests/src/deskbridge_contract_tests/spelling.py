"""The ways in which a text is spelled where it travels: as it is, in an address, in JSON, in base64."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from os.path import commonprefix
from urllib.parse import quote, quote_plus

HIDDEN = "***"
_SHORTEST = 4
"""A shorter secret is left out only of what its own desk says: it may stand in any other text by chance."""
_SHORTEST_HALF = 8
"""Half a secret is left out from this length on: fewer characters tell little, and may be a word of anybody's."""
_CUT = re.compile(r"\.{3}|\u2026|[ \t+-]*E?[ \t]*$", re.MULTILINE)
"""Where a text was cut, read forwards as well as backwards: an ellipsis, or the edge of one of pytest's lines."""
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
    """Return a text with `***` in the place of secrets and of what is remembered as one, in every spelling.

    Also in the place of half a secret, from eight characters on, where whoever shortened the text has cut it in two.
    """
    spelled = {spell(one) for one in (*secrets, *_remembered) if one for spell in (*SPELLINGS, _in_repr)}
    longest_first = sorted(spelled, key=len, reverse=True)
    for one in longest_first:
        text = text.replace(one, HIDDEN)
    for one in longest_first:
        text = _without_beginning(text, one)
        text = _without_beginning(text[::-1], one[::-1])[::-1]
    return text


def _in_repr(text: str) -> str:
    return repr(text)[1:-1]


def _without_beginning(text: str, spelled: str) -> str:
    """Leave out what a secret begins with, where the text was cut behind it."""
    begun, at = spelled[:_SHORTEST_HALF], 0
    while len(begun) == _SHORTEST_HALF and (at := text.find(begun, at)) >= 0:
        end = at + len(commonprefix((text[at : at + len(spelled)], spelled)))  # noqa: RUF071  no path: letter by letter
        if _CUT.match(text, end):
            text = text[:at] + HIDDEN + text[end:]
        at += 1
    return text


SPELLINGS: tuple[Spell, ...] = (plainly, in_url, in_form, in_json, in_ascii_json, in_base64)
