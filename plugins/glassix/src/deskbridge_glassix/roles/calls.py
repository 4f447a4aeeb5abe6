"""Calls: what is put on a ticket about a call that another phone system carried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial

from deskbridge.checking import check_call_entry
from deskbridge.records import CallEntry, TicketId
from deskbridge.writing import after_write
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.ids import ticket_number
from deskbridge_glassix.translate.links import open_link

_OPERATION = "calls.log"


class GlassixCalls:
    """`deskbridge.protocols.Calls`, of which the vendor has one method."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def log(self, ticket_id: TicketId, entry: CallEntry) -> None:
        """Put a call's start, end and recording on a ticket, one call of the API for each that is set.

        Times are cut to hundredths of a second. None of the calls is repeated by itself.

        Raises:
            InvalidRequestError: The recording is not at an https address. Nothing was sent.
            AmbiguousWriteError: One was written and the next was not; the text says which.
        """
        number = ticket_number(ticket_id, operation=_OPERATION)
        check_call_entry(entry, vendor=VENDOR)
        if entry.recording_url:
            open_link(entry.recording_url, what="a recording", operation=_OPERATION)
        done: list[str] = []
        for what, write in self._steps(number, entry):
            written = f"of the call, {' and '.join(done)} were written on ticket {number}"
            with after_write(written, vendor=VENDOR, operation=_OPERATION) if done else nullcontext():
                write()
            done.append(what)

    def _steps(self, number: str, entry: CallEntry) -> Iterator[tuple[str, Callable[[], object]]]:
        calls = self._client.phone_calls
        if entry.started_at is not None:
            yield "the start", partial(calls.started, number, entry.started_at)
        if entry.ended_at is not None:
            yield "the end", partial(calls.ended, number, entry.ended_at)
        if entry.recording_url:
            yield "the recording", partial(calls.audio_link, number, entry.recording_url)
