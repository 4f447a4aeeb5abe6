"""What a run and its verification begin with alike: what is compared must be seen as it was when it was written."""

from __future__ import annotations

from deskbridge.protocols import Helpdesk
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.masking import masked_inventory
from deskbridge_migrate.matching import Matching
from deskbridge_migrate.meeting import Meeting
from deskbridge_migrate.model import Plan
from deskbridge_migrate.moving import Moving, Scoreboard, Transform, hooked
from deskbridge_migrate.once import Once
from deskbridge_migrate.planning import context_of
from deskbridge_migrate.reading import Inventory


def begun(
    plan: Plan,
    source: Helpdesk,
    target: Helpdesk,
    once: Once,
    *,
    ledger: Ledger,
    inventory: Inventory,
    matching: Matching,
    board: Scoreboard,
    transform: Transform | None,
) -> Moving:
    """Return the run as its parts see it, with all that there is counted as found.

    Args:
        plan: What to do; a rehearsal's sees masked people only.
        source: Where from.
        target: Where to.
        once: Writes the ledger's rows.
        ledger: The rows.
        inventory: The source, unmasked.
        matching: Of the topics, agents and groups of both.
        board: Where it is counted.
        transform: The hook of the caller; the plugins' if None.

    Raises:
        MigrationError: A plugin broke.
    """
    known = masked_inventory(inventory, plan.mask_key) if plan.mask_key else inventory
    moving = Moving(
        source=source,
        target=target,
        plan=plan,
        context=context_of(known, matching, source, target, Meeting(taken=plan.taken, met=plan.met)),
        ledger=ledger,
        once=once,
        board=board,
        transform=hooked(plan, transform),
    )
    board.found("customer", len(inventory.customers))
    board.found("ticket", len(inventory.tickets))
    return moving
