"""Redaction: an item's content goes, the item stays on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.lookups import named_item
from deskbridge_gladly.sandbox.calls import Call, Refused, Table, created, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json

_NOTHING = frozenset({b"", b"{}", b"null"})


class Redaction:
    """Answers the redact operation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/conversation-items/{item_id}/redact": {"POST": self.redact}}

    @operation("Conversations_redactConversationItem")
    def redact(self, call: Call) -> Response:
        """Take an item's content away; again and again is fine (inferred)."""
        item = named_item(self._store, call)
        content = item["content"]
        if call.body.strip() not in _NOTHING:
            # "Body must be empty"; which code a body gives is inferred.
            raise Refused(400, problem("present", "request body must be empty"))
        redacted = _REDACTED.get(content["type"])
        if redacted is None or "customChannelId" in content:
            # No 400 is listed; inferred from the reply operation's wording.
            raise Refused(400, problem("invalid", f"type [{content['type']}] is not supported"))
        self._store.items[item["id"]] = {**item, "content": redacted(content)}
        return created(f"/api/v1/conversation-items/{item['id']}")


def _without_text(content: Json) -> Json:
    # How a redacted item looks is not documented; an empty text is the guess of the facts.
    kept = {name: value for name, value in content.items() if name not in {"attachments", "messageData"}}
    return {name: "" if name in {"content", "subject"} else value for name, value in kept.items()}


def _without_recording(content: Json) -> Json:
    gone = {"recordingUrl", "recordingDuration"}
    changed = {name: value for name, value in content.items() if name not in gone}
    if "recordingStatus" in changed:
        changed["recordingStatus"] = "DELETED"
    if "recordingSummary" in changed:
        changed["recordingSummary"] = {"status": "REDACTED"}
    return changed


_REDACTED: Mapping[str, Callable[[Json], Json]] = {
    "CHAT_MESSAGE": _without_text,
    "SMS": _without_text,
    "EMAIL": _without_text,
    "TWITTER": _without_text,
    "WHATSAPP": _without_text,
    "VOICEMAIL": _without_recording,
    "PHONE_CALL": _without_recording,
}
