"""A ticket with its messages as one document: HTML without anything active, or a PDF of plain lines."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from deskbridge.records import Message, Ticket

_COLUMNS = 90
_ROWS = 60
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
)


def as_html(ticket: Ticket, messages: Iterable[Message]) -> bytes:
    """Return a whole HTML document; whatever a message holds is text in it."""
    parts = [f"<h2>{html.escape(_head(one))}</h2>\n<pre>{html.escape(_body(one))}</pre>" for one in messages]
    title = html.escape(_title(ticket))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>',
            f"<h1>{title}</h1>",
            *parts,
            "</body></html>\n",
        ]
    ).encode()


def as_pdf(ticket: Ticket, messages: Iterable[Message]) -> bytes:
    r"""Return a whole PDF; letters that its font lacks are written by their numbers, such as ``\u4e2d``."""
    lines = list(_lines(ticket, messages))
    pages = [lines[start : start + _ROWS] for start in range(0, len(lines), _ROWS)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        _FONT,
    ]
    for number, page in enumerate(pages):
        content = _content(page)
        objects.append(_PAGE % (5 + 2 * number))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _title(ticket: Ticket) -> str:
    return ticket.subject or ticket.id


def _head(message: Message) -> str:
    at = message.created_at.isoformat() if message.created_at else ""
    return " ".join(one for one in (at, message.kind.value, message.author.name) if one)


def _body(message: Message) -> str:
    return "\n".join([message.text or message.html, *(one.name for one in message.attachments)])


def _lines(ticket: Ticket, messages: Iterable[Message]) -> Iterator[bytes]:
    whole = [_title(ticket)]
    for one in messages:
        whole += ["", _head(one), *_body(one).splitlines()]
    for line in whole:
        drawn = line.encode("latin-1", "backslashreplace")
        yield from (drawn[start : start + _COLUMNS] for start in range(0, len(drawn) or 1, _COLUMNS))


def _content(lines: Sequence[bytes]) -> bytes:
    drawn = [line.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") for line in lines]
    return b"BT /F1 10 Tf 12 TL 28 800 Td\n" + b"\n".join(b"(%s) '" % line for line in drawn) + b"\nET"


def _file(objects: Sequence[bytes]) -> bytes:
    """Return numbered objects as a file, with the table that tells where each begins."""
    made, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
