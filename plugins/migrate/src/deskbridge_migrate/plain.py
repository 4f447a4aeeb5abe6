"""Text from outside as terminals, pages and programs may have it: nothing in it moves a cursor or turns a line."""

from __future__ import annotations

import json
import re

_STEERING = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff"
"""DEL and C1, the marks and overrides of direction, the separators of lines, and halves of characters."""
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_STEERING}]")
_BREAKS = re.compile("[\t\n\r]+")
_IN_JSON = re.compile(f"[{_STEERING}]")
_BYTE = 0x100


def printable(text: str) -> str:
    r"""Return a text with its control characters spelt out, such as ``\x1b``; line breaks and tabs become a blank."""
    return _BREAKS.sub(" ", spelt(text))


def spelt(text: str) -> str:
    """Return a text with its control characters spelt out, line breaks and tabs left as they are."""
    return _UNPRINTABLE.sub(_spelling, text)


def _spelling(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < _BYTE else f"\\u{code:04x}"


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON; control characters are JSON's own escapes. Keys are sorted where it is indented.

    Read back it is equal, halves of characters included.
    """
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=indent is not None, separators=separators)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
