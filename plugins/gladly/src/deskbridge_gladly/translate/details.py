"""What a message has beside the neutral fields. Nothing is left out: what has no neutral name keeps the vendor's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "from": "from",
        "to": "to",
        "cc": "cc",
        "bcc": "bcc",
        "startedAt": "started_at",
        "answeredAt": "answered_at",
        "completedAt": "completed_at",
        "recordingUrl": "recording_url",
        "recordingURL": "recording_url",
        "recordingStatus": "recording_status",
        "recordingDuration": "recording_seconds",
        "addedTopicIds": "added_topic_ids",
        "removedTopicIds": "removed_topic_ids",
        "status": "status",
        "sessionId": "session_id",
        "activityType": "activity_type",
        "sourceName": "source_name",
    }
)
"""The neutral name of each of the vendor's keys that has one."""

_LINK = {"url": "link_url", "text": "link_text"}


def details(content: Mapping[str, Any], item: Mapping[str, Any], used: Collection[str]) -> dict[str, Any]:
    """Collect what a content and its item hold beside the neutral fields.

    Args:
        content: The item's content as it came.
        item: What the item itself has beside, as it came.
        used: Keys of the content that a neutral field holds whole.
    """
    found: dict[str, Any] = {}
    for key, value in content.items():
        if key not in used and value is not None:
            _add(found, key, value)
    for key, value in item.items():
        if value is not None:
            _add(found, key, value)
    return found


def _add(found: dict[str, Any], key: str, value: Any) -> None:
    if key == "link" and isinstance(value, Mapping) and set(value) <= set(_LINK):
        found.update({_LINK[name]: text for name, text in value.items() if text is not None})
        return
    value = _whole_seconds(value) if key == "recordingDuration" else value
    for name in (NAMES.get(key, key), key, f"item.{key}"):
        if name not in found or found[name] == value:
            found[name] = value
            return


def _whole_seconds(value: Any) -> Any:
    """Read digits in a text as the number they are: one of the vendor's samples has them so."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value
