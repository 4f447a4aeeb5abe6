"""Writes a ticket as a PDF file: a valid one, of plain lines, without compression so that tests can read it.

The standard font has the letters of Western Europe only; any other becomes a question mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskbridge_glassix.sandbox.rendering import content
from deskbridge_glassix.sandbox.rendering.content import Options
from deskbridge_glassix.sandbox.ticket import Ticket

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 50
_POINTS_A_PIXEL = 0.75
_LETTER_WIDTH = 0.5
"""What a letter of the font is wide on average, in parts of its size."""


def render(ticket: Ticket, chosen: Options, origin: str) -> bytes:
    """Return the file."""
    size = max(4.0, chosen.font_pixels * _POINTS_A_PIXEL)
    letters = max(10, int((_WIDTH - 2 * _MARGIN) / (size * _LETTER_WIDTH)))
    lines = [piece for line in _lines(ticket, chosen, origin) for piece in _wrapped(line, letters)]
    rows = max(1, int((_HEIGHT - 2 * _MARGIN) / (size * 1.4)))
    pages = [lines[start : start + rows] for start in range(0, len(lines), rows)]
    return _file([_drawn(page, size) for page in pages], content.title(ticket))


def _lines(ticket: Ticket, chosen: Options, origin: str) -> Iterator[str]:
    yield content.title(ticket)
    yield content.customers(ticket)
    if chosen.details:
        yield from (f"{name}: {value}" for name, value in content.details(ticket))
    if chosen.link:
        yield content.link(ticket, origin)
    for entry in content.thread(ticket, chosen):
        yield ""
        yield f"{'Note: ' if entry.is_note else ''}{entry.author}, {entry.when}"
        yield from entry.text.splitlines()
        yield from (f"[{name}]" for name in entry.files)


def _wrapped(line: str, letters: int) -> list[str]:
    rows = [""]
    for word in line.split():
        for piece in (word[start : start + letters] for start in range(0, len(word), letters)):
            fits = len(rows[-1]) + len(piece) < letters
            rows[-1:] = [f"{rows[-1]} {piece}" if rows[-1] else piece] if fits or not rows[-1] else [rows[-1], piece]
    return rows


def _drawn(lines: Sequence[str], size: float) -> bytes:
    shown = b"".join(b"(%s) '\n" % _escaped(line) for line in lines)
    start = _HEIGHT - _MARGIN
    return b"BT\n/F1 %.2f Tf\n%.2f TL\n%d %d Td\n%sET\n" % (size, size * 1.4, _MARGIN, start, shown)


def _escaped(text: str) -> bytes:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    encoded = printable.encode("cp1252", "replace")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(pages: Sequence[bytes], title: str) -> bytes:
    """Put the objects together: catalog, page tree, font, information, and two for each page."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Producer (Glassix sandbox) >>" % _escaped(title),
    ]
    for place, drawn in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (_WIDTH, _HEIGHT, 6 + 2 * place)
        )
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
    return _joined(objects)


def _joined(objects: Sequence[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(written), len(objects) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    written += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(written)
