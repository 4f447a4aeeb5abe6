"""Events, polled."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from attrs import evolve

from deskbridge.errors import MalformedAnswerError
from deskbridge.operations import operation
from deskbridge.records.raw import freeze_mapping
from deskbridge.wire import structure, unstructure
from deskbridge_glassix.client.area import Area, done, flag, read, written
from deskbridge_glassix.wire.events import EventReceipt, WebhookEvent

MOST_AT_ONCE = 10
"""Receipts in one request: what a queue of the kind that the receipts look like takes at once (inferred)."""

_RECEIPT = ("queueReceiptHandle", "queueMessageId")


class WebhooksApi(Area):
    """Operations on the queue of events, which has to be switched on in the vendor's settings.

    Source: both official SDKs; deleting: the official C# SDK and public client code.
    """

    @operation("webhooks_getevents")
    def get_events(self) -> tuple[WebhookEvent, ...]:
        """Read events that wait, and leave them there: they come again until they are deleted.

        How many come at once is not known. One that can't be read has no changes, only its key, what deletes it and
        `raw`.
        """
        query = {"deleteEvents": flag(value=False)}
        response = self._http.get("webhooks.getevents", "/webhooks/getevents", query=query)
        return tuple(map(_event, read(response, list[Any])))

    @operation("webhooks_getevents")
    def take_events(self) -> tuple[WebhookEvent, ...]:
        """Read events and delete them at once. If the answer gets lost, so do they; it is not asked for again.

        Raises:
            AmbiguousWriteError: It was asked and no answer could be read: some events may be lost.
        """
        query = {"deleteEvents": flag(value=True)}
        response = self._http.request("webhooks.getevents", "GET", "/webhooks/getevents", query=query, idempotent=False)
        return tuple(map(_event, written(response, list[Any])))

    @operation("webhooks_deleteevents")
    def delete_events(self, receipts: Sequence[EventReceipt]) -> None:
        """Delete polled events, ten a request. Those before one that fails are deleted; doing it twice is no harm."""
        for start in range(0, len(receipts), MOST_AT_ONCE):
            body = unstructure(list(receipts[start : start + MOST_AT_ONCE]))
            done(self._http.post("webhooks.deleteevents", "/webhooks/deleteevents", body=body, idempotent=True))


def _event(item: Any) -> WebhookEvent:
    with suppress(MalformedAnswerError):
        return structure(item, WebhookEvent)
    # One that can't be read must not hold up those behind it for ever.
    body = item if isinstance(item, dict) else {}
    receipt = {name: body[name] for name in (*_RECEIPT, "key") if isinstance(body.get(name), str)}
    with suppress(ValueError):
        return evolve(structure(receipt, WebhookEvent), raw=freeze_mapping(body))
    return structure(receipt, WebhookEvent)
