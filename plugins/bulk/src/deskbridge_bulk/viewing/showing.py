"""Shows a listing in the form that was asked for, and says when it is not all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from attrs import frozen

from deskbridge.records import Record
from deskbridge_bulk.listing import Quiet
from deskbridge_bulk.output import Form, Output, Row, open_sink, say
from deskbridge_bulk.viewing.rows import whole

R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class View(Generic[R]):
    """How records of a kind are shown in short.

    Attributes:
        columns: Of CSV.
        brief: Of a table, as many of them as a terminal has room for.
        row: Makes a row by `columns`.
    """

    columns: Sequence[str]
    brief: Sequence[str]
    row: Callable[[R], Row]


def show(listing: Quiet[R], view: View[R], output: Output) -> None:
    """Write each record as it comes: in short as a table or CSV, whole as JSON with a summary at the end.

    That the vendor stopped before the end, or the limit was reached, is told on standard error, and in the summary.
    """
    columns = {Form.TABLE: view.brief, Form.JSON: (), Form.CSV: view.columns}[output.form]
    number = 0
    with open_sink(columns, output) as sink:
        for number, one in enumerate(listing, 1):  # noqa: B007  the last number is used below
            sink.add(_row(one, view, output.form))
        summary = {"rows": number, "limited": listing.limited, "truncated": listing.truncated}
        sink.close(summary if output.form is Form.JSON else None)
    if not number and output.form is Form.TABLE:
        say("There is none.")
    tell_of_end(listing)


def _row(record: R, view: View[R], form: Form) -> Row:
    """Return a record as a row: whole for programs; for a table with times as a person reads them, in UTC."""
    if form is Form.JSON:
        return whole(record)
    row = view.row(record)
    if form is Form.CSV:
        return row
    return {name: f"{one:%Y-%m-%d %H:%M}" if isinstance(one, datetime) else one for name, one in row.items()}


def tell_of_end(listing: Quiet[R]) -> None:
    """Say on standard error if a listing was not all."""
    if listing.limited:
        say("That was as many as --limit says; there may be more. --limit 0 shows all.")
    if listing.truncated:
        say("The vendor stopped before the end: this is not all.")
