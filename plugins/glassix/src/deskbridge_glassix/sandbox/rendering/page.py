"""Writes a ticket as one HTML page; everything that people wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from deskbridge_glassix.sandbox.rendering import content
from deskbridge_glassix.sandbox.rendering.content import Entry, Options
from deskbridge_glassix.sandbox.ticket import Ticket


def render(ticket: Ticket, chosen: Options, origin: str) -> str:
    """Return the page."""
    heading = escape(content.title(ticket))
    return (
        f'<!doctype html>\n<html lang="{escape(ticket.wire["culture"])}"><head><meta charset="utf-8">'
        f"<title>{heading}</title><style>body{{font:{chosen.font_pixels}px sans-serif}}.note{{background:#ffd}}</style>"
        f'</head><body dir="auto"><h1>{heading}</h1>{"".join(_body(ticket, chosen, origin))}</body></html>\n'
    )


def _body(ticket: Ticket, chosen: Options, origin: str) -> Iterator[str]:
    yield f"<p>{escape(content.customers(ticket))}</p>"
    if chosen.details:
        rows = (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in content.details(ticket))
        yield f"<table>{''.join(rows)}</table>"
    if chosen.link:
        address = escape(content.link(ticket, origin))
        yield f'<p><a href="{address}">{address}</a></p>'
    for entry in content.thread(ticket, chosen):
        yield _entry(entry)


def _entry(entry: Entry) -> str:
    lines = escape(entry.text).replace("\n", "<br>")
    files = "".join(f"<li>{escape(name)}</li>" for name in entry.files)
    return (
        f'<article class="{"note" if entry.is_note else "message"}"><h2>{escape(entry.author)}</h2>'
        f"<time>{escape(entry.when)}</time><p>{lines}</p>{f'<ul>{files}</ul>' if files else ''}</article>"
    )
