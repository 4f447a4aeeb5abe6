"""The operations of the API, one module per area, and the table of them."""

from __future__ import annotations

from collections.abc import Mapping

from deskbridge_glassix.sandbox.call import Operation
from deskbridge_glassix.sandbox.operations import (
    access,
    calls,
    canned_replies,
    change,
    contacts,
    create,
    direct,
    documents,
    events,
    listing,
    rendering,
    surveys,
    uploads,
    users,
    write,
)


def table(pages: listing.Pages) -> Mapping[str, Operation]:
    """Return the operations by path."""
    rows = (
        *access.OPERATIONS,
        *contacts.OPERATIONS,
        *create.OPERATIONS,
        *listing.operations(pages),
        *change.OPERATIONS,
        *write.OPERATIONS,
        *rendering.OPERATIONS,
        *surveys.OPERATIONS,
        *users.OPERATIONS,
        *canned_replies.OPERATIONS,
        *documents.OPERATIONS,
        *direct.OPERATIONS,
        *calls.OPERATIONS,
        *events.OPERATIONS,
        *uploads.OPERATIONS,
    )
    return {row.path: row for row in rows}
