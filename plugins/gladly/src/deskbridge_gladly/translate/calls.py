"""Transcripts and recorders of calls."""

from __future__ import annotations

from datetime import timedelta

from deskbridge.records import AgentId, MessageId, Recorder, Transcript, Utterance
from deskbridge_gladly.wire.directory import CallRecorder
from deskbridge_gladly.wire.items import Paragraph, VoiceTranscript


def transcript(read: VoiceTranscript, message_id: MessageId) -> Transcript:
    """Read what was said; each paragraph is one speaker's. When it changed, and whose call it is, stay in `raw`."""
    return Transcript(
        id=message_id,
        vendor="gladly",
        raw=read.raw,
        message_id=message_id,
        utterances=tuple(_utterance(one) for one in read.paragraphs or ()),
        language=read.language or "",
        created_at=read.created_at,
    )


def recorder(read: CallRecorder, agent_id: AgentId) -> Recorder:
    """Read a recorder. Which call it is stays in `raw`."""
    held = AgentId(read.agent_id or agent_id)
    return Recorder(id=held, vendor="gladly", raw=read.raw, agent_id=held, recording=bool(read.recording))


def _utterance(read: Paragraph) -> Utterance:
    return Utterance(
        speaker=read.speaker or 0,
        text=read.transcript or "",
        starts_after=_seconds(read.start_time),
        ends_after=_seconds(read.end_time),
    )


def _seconds(value: float | None) -> timedelta | None:
    """Return a span; what none can hold, such as more than a million years, stays in `raw`."""
    try:
        return None if value is None else timedelta(seconds=value)
    except (OverflowError, ValueError):
        return None
