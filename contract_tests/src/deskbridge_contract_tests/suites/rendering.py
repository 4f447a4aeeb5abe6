"""What `desk.files` promises of tickets as documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbridge.capabilities import Capability
from deskbridge.records import RenderForm, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.saving import Save, check_cut, check_missing, check_saved, check_unwritable

_RENDER = Capability.FILES_RENDER
_BEGINNINGS = {RenderForm.HTML: b"<", RenderForm.PDF: b"%PDF-"}


class RenderingSuite:
    """A ticket is written as one document, whole, with internal notes only where they are asked for."""

    @needs(_RENDER)
    @pytest.mark.parametrize("form", RenderForm)
    def test_a_ticket_is_written_in_the_form_that_was_asked_for(
        self, harness: Harness, maker: Maker, tmp_path: Path, form: RenderForm
    ) -> None:
        """A document is what it is called. A lawyer who gets it can't open an error page.

        Usually wrong: an error page is saved as a document.
        """
        content = check_saved(harness, tmp_path, _render(TicketId(maker.ticket().id), form), _RENDER)
        assert content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_BEGINNINGS[form]), f"files.render wrote no {form}"

    @needs(_RENDER, Capability.MESSAGES_ADD_NOTE)
    def test_internal_notes_are_in_a_document_only_when_asked_for(
        self, harness: Harness, maker: Maker, tmp_path: Path
    ) -> None:
        """Notes are in it only on purpose. What agents say among themselves is not for the customer who asked.

        Usually wrong: the switch is sent the wrong way.
        """
        ticket, words = maker.open_ticket(), unique("internal")
        maker.note(ticket, words)
        ticket_id = TicketId(ticket.id)
        for notes in (True, False):
            target = tmp_path / f"notes-{notes}"
            harness.desk.files.render(ticket_id, target, form=RenderForm.HTML, notes=notes)
            there = words.encode() in target.read_bytes()
            assert notes is there, f"files.render with notes={notes} did not do so"

    @needs(_RENDER)
    def test_a_document_of_an_unknown_ticket_leaves_nothing_behind(
        self, harness: Harness, maker: Maker, tmp_path: Path
    ) -> None:
        """No ticket is `NotFoundError`, and no file. An empty document says that nothing was ever said.

        Usually wrong: an empty document is written.
        """
        check_missing(harness, tmp_path, _render(TicketId(unlike(maker.ticket().id)), RenderForm.HTML), _RENDER)

    @needs(_RENDER)
    def test_a_document_for_a_place_that_can_not_be_written_is_told(
        self, harness: Harness, maker: Maker, tmp_path: Path
    ) -> None:
        """A place that can't be written is told by an error of ours. A job over many tickets catches no others.

        Usually wrong: the system's own error comes through.
        """
        check_unwritable(harness, tmp_path, _render(TicketId(maker.ticket().id), RenderForm.HTML))

    @needs(_RENDER)
    def test_a_document_that_breaks_off_is_not_there(self, harness: Harness, maker: Maker, tmp_path: Path) -> None:
        """A part is never taken for the whole. A history without its end can say the opposite.

        Usually wrong: it is written under its name as it comes.
        """
        check_cut(harness, tmp_path, _render(TicketId(maker.ticket().id), RenderForm.PDF), _RENDER)


def _render(ticket_id: TicketId, form: RenderForm) -> Save:
    return lambda desk, target: desk.files.render(ticket_id, target, form=form, notes=False)
