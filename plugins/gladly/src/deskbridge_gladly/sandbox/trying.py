"""What the sandbox holds to try that no listing shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deskbridge_gladly.sandbox.areas.comments import COMMENTS_LIMIT
from deskbridge_gladly.sandbox.store import Store

_REPORT = {"name": "ConversationExportReport", "first_day": "2020-01-01", "last_day": "2026-12-31"}
_DELIVERED = '{"id": "e", "type": "AGENT/UPDATED", "content": {}}'
_DIRECT = {"channel": "sms", "to": "+16505550199", "sender": "+16505550100", "text": "Your kite is ready."}
"""Between numbers that are reserved for fiction."""


def samples(store: Store, proof: str) -> Mapping[str, Any]:
    """Return a report, a proven delivery, a direct message, what was merged, and a listing that is cut.

    Args:
        store: What is held.
        proof: The `Authorization` of a delivery.
    """
    merged = {
        name: next(iter(pairs.items()))
        for name, pairs in (("customer", store.people.merged), ("ticket", store.merged_conversations))
        if pairs
    }
    capped = next(_capped(store), None)
    return {
        "report": _REPORT,
        "delivery": {"headers": {"Authorization": proof}, "body": _DELIVERED},
        "direct": _DIRECT,
        **({"merged": merged} if merged else {}),
        **({"capped": capped} if capped else {}),
    }


def _capped(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the tasks with more comments than the vendor gives, as listings."""
    for task_id in store.tasks.tasks:
        if len(store.tasks.comments_on(task_id)) > COMMENTS_LIMIT:
            yield "tasks.comments", task_id
