"""What a target must be able to do: take the past silently, and tell what it has taken already."""

from __future__ import annotations

from textwrap import shorten

from deskbridge.capabilities import Capabilities, Capability, Support
from deskbridge_migrate.model import MigrationError

REQUIRED = (
    Capability.TICKETS_IMPORT_PAST,
    Capability.MESSAGES_IMPORT_PAST,
    Capability.TICKETS_FIND,
    Capability.MESSAGES_OF_TICKET,
    Capability.TICKET_EXTERNAL_ID,
    Capability.TICKET_CREATED_AT,
    Capability.TICKET_CLOSED_AT,
    Capability.TICKET_STATUS,
    Capability.MESSAGE_KIND,
    Capability.MESSAGE_DIRECTION,
    Capability.MESSAGE_AUTHOR,
    Capability.MESSAGE_CREATED_AT,
    Capability.MESSAGE_TEXT,
)
LINE = 110


def require_target(can: Capabilities) -> None:
    """Refuse a desk that can't be a target.

    Raises:
        MigrationError: It can't take the past; a line for each reason.
    """
    missing = [one for one in REQUIRED if not can[one].possible]
    if missing:
        reasons = "".join(f"\n  {shorten(_obstacle(one, can[one]), LINE, placeholder=' ...')}" for one in missing)
        msg = f"{can.vendor} can't be the target of a migration, because these are not possible there:{reasons}"
        raise MigrationError(msg)


def _obstacle(capability: Capability, row: Support) -> str:
    nearest = f"; nearest: {row.nearest}" if row.nearest else ""
    return f"{capability}: {row.note.rstrip('.') or row.level}{nearest}"
