"""Goes through text that is not JSON, keeping its form: tables cell by cell, pages with markup text by text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from deskbridge_contract_tests.recording import people

Clean = Callable[[str, str], str]
"""Takes a text and the name of what it stands in, and returns what is kept of it."""

_CELL = re.compile(r'("(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(,|\r\n|\n|\r|\Z)')
_LOOKED_AT = 20
_MARKUP = re.compile(r"(<!--.*?-->|<!?/?[A-Za-z][^<>]*>|<\?[^<>]*>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_OF_FORM = frozenset({"class", "style", "id", "type", "rel", "lang", "dir", "charset", "width", "height", "xmlns"})
ADDRESS = "address"
"""What a page's attribute that leads elsewhere is cleaned as."""
_ADDRESSES = frozenset({"href", "src", "action", "cite"})
_UNNAMED = "text"
"""For what has no name: everything in it may belong to a person."""


def is_table(text: str, media_type: str) -> bool:
    """Tell whether a text is one of comma-separated values: it is called so, or its first rows are equally long."""
    rows = list(_rows(text))
    if "".join(map(_joined, rows)) != text:  # a quote that nothing closes
        return False
    lengths = {len(row) for row in islice(rows, _LOOKED_AT) if row != [("", "")]}
    return "csv" in media_type or (len(lengths) == 1 and lengths.pop() > 1 and "<" not in text[:1])


def without_in_table(text: str, clean: Clean) -> str:
    """Return a table with every cell cleaned by the name of its column, in the same quotes, commas and line ends.

    The first row is that of the names and stays, unless one of its cells can't be a name: then no column has one.
    """
    rows = list(_rows(text))
    first = [_value(cell) for cell, _ in rows[0]]
    headed = not any(people.is_email(one) or (one and people.harmless(one)) or people.is_phone(one) for one in first)
    names = first if headed else []
    kept = [_joined(rows[0])] if headed else []
    kept += [_joined(_cleaned(row, names, clean)) for row in (rows[1:] if headed else rows)]
    return "".join(kept)


def without_in_page(text: str, clean: Clean) -> str:
    """Return a page with every text between its tags and in their attributes cleaned; comments are left empty."""
    return "".join(_part(one, clean) for one in _MARKUP.split(text))


def escaped(text: str) -> str:
    """Spell a text as it stands between tags."""
    return html.escape(text, quote=False)


def _rows(text: str) -> Iterator[list[tuple[str, str]]]:
    """Yield each row as its cells, with what ends each: a comma, a line's end or nothing."""
    row: list[tuple[str, str]] = []
    for cell, end in _CELL.findall(text):
        row.append((cell, end))
        if end != ",":
            yield row
            row = []


def _value(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _joined(row: Sequence[tuple[str, str]]) -> str:
    return "".join(cell + end for cell, end in row)


def _cleaned(row: Sequence[tuple[str, str]], names: Sequence[str], clean: Clean) -> list[tuple[str, str]]:
    return [
        (_cell(cell, names[place] if place < len(names) else _UNNAMED, clean), end)
        for place, (cell, end) in enumerate(row)
    ]


def _cell(cell: str, name: str, clean: Clean) -> str:
    value = _value(cell)
    kept = value if people.harmless(value) and not people.named(name) else clean(value, name)
    if kept == value:
        return cell
    quoted = kept.replace('"', '""')
    return f'"{quoted}"' if cell.startswith('"') or set(kept) & set(',"\r\n') else kept


def _part(part: str, clean: Clean) -> str:
    if part.startswith("<!--"):
        return "<!-- -->"
    if _MARKUP.fullmatch(part):
        return _ATTRIBUTE.sub(lambda one: one[1] + one[2] + _attribute(one[1].lower(), one[3], clean), part)
    return part if people.harmless(part) else clean(part, "")


def _attribute(name: str, value: str, clean: Clean) -> str:
    quote = value[0] if value[0] in "\"'" else ""
    inner = value[1:-1] if quote else value
    if name in _OF_FORM:
        return value
    return quote + (clean(inner, ADDRESS) if name in _ADDRESSES else clean(inner, "")) + quote
