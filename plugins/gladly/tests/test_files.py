from __future__ import annotations

from pathlib import Path

import pytest

from deskbridge.errors import NotFoundError, UnsupportedError
from deskbridge.records import Attachment, Message, MessageId


@pytest.fixture
def busy(start):
    return start("synthetic:40")


def _with_file(gladly) -> Message:
    item = next(one for one in gladly.store.items.values() if one["content"].get("attachments"))
    return gladly.desk.messages.get(MessageId(item["id"]))


@pytest.mark.parametrize("host", ["", "localhost"])
def test_an_attachment_is_saved_from_wherever_it_lies(busy, tmp_path, host):
    busy.store.switches.files_host = host
    message = _with_file(busy)
    (attachment,) = message.attachments
    target = tmp_path / "photo"
    assert busy.desk.files.save(MessageId(message.id), attachment, target) == target
    assert target.stat().st_size == attachment.size_bytes


def test_an_attachment_that_is_gone_is_not_found(busy, tmp_path):
    message = _with_file(busy)
    with pytest.raises(NotFoundError):
        busy.desk.files.save(MessageId(message.id), Attachment(name="x", id="gone"), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_lies_in_the_open_is_refused_before_a_request(gladly, tmp_path):
    with pytest.raises(UnsupportedError, match="url"):
        gladly.desk.files.save(MessageId("x"), Attachment(name="x", url="https://example.com/x"), tmp_path / "x")
    assert gladly.requests == {}


def test_no_file_can_be_uploaded(gladly):
    with pytest.raises(UnsupportedError):
        gladly.desk.files.upload(Path("x"))
    assert gladly.requests == {}
