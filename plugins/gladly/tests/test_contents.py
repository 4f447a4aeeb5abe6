from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskbridge.errors import MalformedAnswerError
from deskbridge.wire import structure, unstructure
from deskbridge_gladly.wire.contents import CONTENTS, Call, CustomChannelMessage, UnknownContent
from deskbridge_gladly.wire.items import Item

FOLDER = Path(__file__).parent / "recorded"
FILES = ("items", "export_items", "real_items", "documented_kinds")
ITEMS = [body for name in FILES for body in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["bodies"]]


def _typed(content: dict[str, Any]) -> Any:
    return structure({"id": "i", "content": content}, Item).typed_content


@pytest.mark.parametrize("body", ITEMS, ids=lambda body: body["id"])
def test_the_content_of_every_recorded_item_is_of_its_kind_and_whole(body: Any) -> None:
    typed = structure(body, Item).typed_content
    custom = "customChannelId" in body["content"]
    assert type(typed) is (CustomChannelMessage if custom else CONTENTS[body["content"]["type"]])
    assert unstructure(typed) == body["content"]


def test_every_kind_is_among_the_recorded_items() -> None:
    assert {body["content"]["type"] for body in ITEMS} == {*CONTENTS, "TEXT", "FILES"}


@pytest.mark.parametrize(
    "content", [{"type": "TELEPATHY", "body": "?", "strength": 3}, {"body": "?"}, {"type": None}, {"type": 7}, {}]
)
def test_a_content_of_a_new_kind_or_of_none_is_unknown_and_whole(content: Any) -> None:
    if content.get("type") == 7:
        with pytest.raises(MalformedAnswerError, match="type"):
            _typed(content)
        return
    typed = _typed(content)
    assert (type(typed), typed.type, typed.raw) == (UnknownContent, content.get("type"), content)


def test_quick_replies_are_typed_down_to_what_was_chosen() -> None:
    options = [{"id": "1", "label": "Furniture"}, {"id": "2", "label": "Decor"}]
    chosen = {"selectedOptionId": "2", "requestMessageId": "m", "quickReplyRequest": {"options": options}}
    typed = _typed({"type": "CHAT_MESSAGE", "messageType": "QUICK_REPLY_RESPONSE", "messageData": chosen})
    assert (typed.message_data.selected_option_id, typed.message_data.request_message_id) == ("2", "m")
    assert [one.label for one in typed.message_data.quick_reply_request.options] == ["Furniture", "Decor"]


@pytest.mark.parametrize(
    ("told", "seconds"), [(44, 44), ("44", 44), (1.0, 1), (None, None), (True, None), ("4 s", None)]
)
def test_the_length_of_a_recording_is_a_number_or_digits(told: Any, seconds: int | None) -> None:
    typed = _typed({"type": "PHONE_CALL", "recordingDuration": told})
    assert isinstance(typed, Call)
    assert typed.recording_seconds == seconds
