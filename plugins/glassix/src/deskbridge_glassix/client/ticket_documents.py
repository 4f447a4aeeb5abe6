"""Tickets as documents, and the surveys about them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from deskbridge.operations import operation
from deskbridge.transport import DownloadResult
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, segment, unknown_outcome, written
from deskbridge_glassix.client.rendering import Form, rendered, save_rendered, text_of
from deskbridge_glassix.wire.sending import RenderOptions
from deskbridge_glassix.wire.tickets import SurveyLink

PDF: Final = Form(operation="tickets.pdf", media_type="application/pdf", begins=b"%PDF")
HTML: Final = Form(operation="tickets.html", media_type="text/html")
EVERYTHING: Final = RenderOptions()
"""All that a document can show, notes that customers don't see among it."""


class TicketDocumentsApi(Area):
    """Operations that make a document of a ticket, or a survey about it. Source: both official SDKs.

    Documents change nothing, so asking is repeated where that may help; as bytes or text they are at most 64 MiB.
    Their HTML is the vendor's, with what customers wrote in it: don't show it as a page of your own.
    """

    @operation("tickets_pdf")
    def pdf(self, ticket_id: int | str, options: RenderOptions = EVERYTHING) -> bytes:
        """Render it as PDF."""
        return rendered(self._http, PDF, f"/tickets/pdf/{segment(ticket_id)}", unstructure(options)).content

    @operation("tickets_pdf")
    def save_pdf(self, ticket_id: int | str, target: Path, options: RenderOptions = EVERYTHING) -> DownloadResult:
        """Save it as PDF, of any size, in a file that is there only when it is whole.

        Raises:
            InvalidRequestError: The file can't be written.
        """
        return save_rendered(self._http, PDF, f"/tickets/pdf/{segment(ticket_id)}", unstructure(options), target)

    @operation("tickets_html")
    def html(self, ticket_id: int | str, options: RenderOptions = EVERYTHING) -> str:
        """Render it as HTML."""
        return text_of(rendered(self._http, HTML, f"/tickets/html/{segment(ticket_id)}", unstructure(options)))

    @operation("tickets_html")
    def save_html(self, ticket_id: int | str, target: Path, options: RenderOptions = EVERYTHING) -> DownloadResult:
        """Save it as HTML, of any size, in a file that is there only when it is whole.

        Raises:
            InvalidRequestError: The file can't be written.
        """
        return save_rendered(self._http, HTML, f"/tickets/html/{segment(ticket_id)}", unstructure(options), target)

    @operation("tickets_generatesurveylink")
    def survey_link(self, ticket_id: int | str, survey_id: int, *, participant_id: int = 0) -> str:
        """Make a link to a survey about it.

        Args:
            ticket_id: A closed ticket in which no survey was sent yet, of a channel that none is mapped to.
            survey_id: A survey of the vendor's settings.
            participant_id: Who is to answer, by the number in the ticket; 0 for its main participant.

        Raises:
            ValidationError: One of the three is not so.
            AmbiguousWriteError: What answers is no link of the web, though one may have been made.
        """
        path = f"/tickets/generatesurveylink/{segment(ticket_id)}"
        body = {"surveyId": survey_id, "participantId": participant_id}
        response = self._http.post("tickets.generatesurveylink", path, body=body)
        link = written(response, SurveyLink).survey_link
        if not link.startswith(("https://", "http://")):
            raise unknown_outcome(response.malformed("a survey's link is no address of the web."))
        return link
