"""Makes texts of others harmless: on a terminal, in JSON that may be printed to one, and in a spreadsheet.

A terminal obeys control characters (ESC, the C1 range), and bidirectional overrides show a text as another one. A
spreadsheet executes a cell that begins like a formula, also after spaces, quotes or what nobody sees, and in the
full-width and small forms that it takes for the plain ones (OWASP, CSV Injection).
"""

from __future__ import annotations

import re

_DANGEROUS = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_IN_LINE = re.compile(f"[{_DANGEROUS}]")
_IN_LINES = re.compile(f"(?![\n\t])[{_DANGEROUS}]")
_IN_JSON = re.compile(f"(?![\n])[{_DANGEROUS}]")
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_FORMULA = re.compile(rf"\A(?:[\t\r\n]|[\s{_DANGEROUS}\"'`\u2018-\u201f\uff02\uff07]*[{_SIGNS}])")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shown(text: str) -> str:
    """Return a text as one line that a terminal can show: what would command it is written as an escape."""
    return _IN_LINE.sub(_escape, text)


def shown_lines(text: str) -> str:
    """Return a text that a terminal can show, with its line breaks and tabs."""
    return _IN_LINES.sub(_escape, text.replace("\r\n", "\n"))


def json_safe(written: str) -> str:
    r"""Return JSON with what would command a terminal as ``\uXXXX``: the same values, read back whole."""
    return _IN_JSON.sub(_json_escape, written)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could execute a cell."""
    return _FORMULA.match(cell) is not None


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet executes: one that begins like a formula gets an apostrophe in front."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if code < 0x100:  # noqa: PLR2004  what two digits can say
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004  what four digits can say


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
