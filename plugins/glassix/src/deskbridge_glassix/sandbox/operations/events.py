"""Polling the queued events, and deleting those that were handled."""

from __future__ import annotations

from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.fields import Fields, parse
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire

_MOST = 1_000


def get_events(call: Call) -> list[Wire]:
    """Give the department's oldest events; none are queued unless polling is set up in the settings."""
    delete = call.query.flag("deleteEvents", default=call.world.switches.delete_by_default)
    queue = call.world.events.queues.get(call.department.id)
    return queue.take(delete=delete) if queue is not None else []


def delete_events(call: Call) -> Wire:
    """Delete events by their two queue keys; whole events may be posted back."""
    rows = parse(call.content)
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST:
        raise invalid(f"The request body must be an array of 1 to {_MOST} events.")
    given = [Fields(row, f"[{place}]") for place, row in enumerate(rows)]
    receipts = [(one.needed("queueMessageId"), one.needed("queueReceiptHandle")) for one in given]
    call.world.events.open_queue(call.department.id).delete(receipts)
    return message(f"{len(receipts)} events were deleted.")


OPERATIONS = (
    Operation(method="GET", path="webhooks/getevents", run=get_events),
    Operation(method="POST", path="webhooks/deleteevents", run=delete_events, writes=True),
)
