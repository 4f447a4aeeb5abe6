from __future__ import annotations

from datetime import timedelta

import pytest

from deskbridge.errors import NotFoundError
from deskbridge.records import AgentId, MessageId


@pytest.fixture
def busy(start):
    return start("synthetic:40")


def _recorded(gladly, kind: str = "PHONE_CALL") -> MessageId:
    return next(
        MessageId(item["id"])
        for item in gladly.store.items.values()
        if item["content"]["type"] == kind and item["content"].get("recordingStatus") == "AVAILABLE"
    )


def test_the_recording_of_a_call_is_saved_whole(busy, tmp_path):
    target = tmp_path / "call.mp3"
    assert busy.desk.calls.save_recording(_recorded(busy), target) == target
    assert target.read_bytes().startswith(b"\xff\xfb")
    assert [one.name for one in tmp_path.iterdir()] == ["call.mp3"]


def test_what_was_said_in_a_call_is_read_in_its_order(busy):
    call = _recorded(busy)
    transcript = busy.desk.calls.transcript(call)
    assert (transcript.id, transcript.message_id, transcript.language) == (call, call, "en")
    assert [one.speaker for one in transcript.utterances] == [0, 1]
    first = transcript.utterances[0]
    assert (first.text, first.starts_after) == ("Hello! How are you doing today?", timedelta(seconds=2.48))
    assert first.ends_after == timedelta(seconds=6.1)
    assert transcript.created_at is not None


def test_a_message_without_a_recording_has_none_to_save(busy, tmp_path):
    text = next(MessageId(one["id"]) for one in busy.store.items.values() if one["content"]["type"] == "SMS")
    with pytest.raises(NotFoundError):
        busy.desk.calls.save_recording(text, tmp_path / "call.mp3")
    with pytest.raises(NotFoundError):
        busy.desk.calls.transcript(text)
    assert list(tmp_path.iterdir()) == []


def test_the_recorder_of_a_call_is_switched_off_and_on(busy):
    agent = AgentId(next(iter(busy.store.calls)))
    recorder = busy.desk.calls.recorder(agent)
    assert (recorder.id, recorder.agent_id, recorder.recording) == (agent, agent, True)
    busy.desk.calls.set_recording(agent, recording=False)
    assert busy.desk.calls.recorder(agent).recording is False


def test_an_agent_on_no_call_is_not_recorded_whatever_is_asked(gladly):
    agent = AgentId(gladly.desk.agents.all().first().id)
    gladly.desk.calls.set_recording(agent, recording=True)
    assert gladly.desk.calls.recorder(agent).recording is False


def test_an_unknown_agent_has_no_recorder(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.calls.recorder(AgentId("none"))
