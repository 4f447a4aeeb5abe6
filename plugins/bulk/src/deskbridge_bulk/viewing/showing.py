"""Shows a listing in the form that was asked for, and says when it is not all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from deskbridge.records import Record
from deskbridge_bulk.listing import Quiet
from deskbridge_bulk.output import Form, Output, Row, open_sink, say
from deskbridge_bulk.viewing.rows import whole

R = TypeVar("R", bound=Record)


def show(listing: Quiet[R], columns: Sequence[str], row: Callable[[R], Row], output: Output) -> None:
    """Write each record as it comes: in short as a table or CSV, whole as JSON with a summary at the end.

    That the vendor stopped before the end, or the limit was reached, is told on standard error, and in the summary.
    """
    as_json = output.form is Form.JSON
    number = 0
    with open_sink(() if as_json else columns, output) as sink:
        for number, one in enumerate(listing, 1):  # noqa: B007  the last number is used below
            sink.add(whole(one) if as_json else row(one))
        summary = {"rows": number, "limited": listing.limited, "truncated": listing.truncated}
        sink.close(summary if as_json else None)
    tell_of_end(listing)


def tell_of_end(listing: Quiet[R]) -> None:
    """Say on standard error if a listing was not all."""
    if listing.limited:
        say("That was as many as --limit says; there may be more. --limit 0 shows all.")
    if listing.truncated:
        say("The vendor stopped before the end: this is not all.")
