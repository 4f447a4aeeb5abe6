"""A ticket as one document."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.rendering import content, page, pdf


def as_pdf(call: Call) -> Response:
    """Answer the ticket as a PDF file."""
    chosen = content.options(call.body_or_nothing())
    return Response(pdf.render(call.ticket(), chosen, call.origin), media_type="application/pdf")


def as_html(call: Call) -> Response:
    """Answer the ticket as an HTML page."""
    chosen = content.options(call.body_or_nothing())
    written = page.render(call.ticket(), chosen, call.origin).encode("utf-8", "replace")
    return Response(written, media_type="text/html; charset=utf-8")


OPERATIONS = (
    Operation(method="POST", path="tickets/pdf", run=as_pdf, takes="ticketId"),
    Operation(method="POST", path="tickets/html", run=as_html, takes="ticketId"),
)
