"""The carry sheet: a note on a ticket that carries what the target can't hold in its own place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.records import Author, AuthorKind, Direction, MessageKind, PastMessage, Visibility

_INDENT = "\n    "
SHEET = "sheet:"
"""What the external id of a sheet begins with; the ticket's id follows, and a number from its second note on."""


def sheets(
    ticket_id: str, lines: Iterable[str], *, vendor: str, opened: datetime, can: Capabilities
) -> tuple[PastMessage, ...]:
    """Return a ticket's sheet, in as many notes as the target's limit of characters makes it; none for no lines.

    Args:
        ticket_id: The ticket's id at the source; the notes' external ids are made from it, always the same.
        lines: What to carry; a line may hold line breaks.
        vendor: The source's vendor.
        opened: When the ticket was opened, so that the sheet stands first.
        can: The target's declaration.
    """
    carried = list(dict.fromkeys(lines))
    if not carried:
        return ()
    head = f"Moved from {vendor}, ticket {ticket_id}. What had no place of its own here:"
    text = "\n".join([head, *(f"- {_INDENT.join(line.splitlines())}" for line in carried)])
    limit = can[Capability.MESSAGE_TEXT].limit or len(text)
    parts = [text[start : start + limit] for start in range(0, len(text), limit)]
    return tuple(_note(ticket_id, part, place, opened) for place, part in enumerate(parts, start=1))


def _note(ticket_id: str, text: str, place: int, opened: datetime) -> PastMessage:
    return PastMessage(
        external_id=f"{SHEET}{ticket_id}" + (f":{place}" if place > 1 else ""),
        kind=MessageKind.NOTE,
        direction=Direction.INTERNAL,
        visibility=Visibility.PRIVATE,
        author=Author(kind=AuthorKind.SYSTEM, name="deskbridge"),
        created_at=opened,
        text=text,
    )
