"""Calls: transcripts, what records them, and what is put on a ticket about one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from attrs import field, frozen

from deskbridge.records.base import AgentId, MessageId, Record, utc_or_none


@frozen(kw_only=True, slots=True)
class Utterance:
    """What one speaker said without a break.

    Attributes:
        speaker: The speaker's number, from 0, in the order in which they began.
        text: What was said.
        starts_after: From the beginning of the recording.
        ends_after: From the beginning of the recording.
    """

    speaker: int
    text: str
    starts_after: timedelta | None = None
    ends_after: timedelta | None = None


@frozen(kw_only=True, slots=True)
class Transcript(Record):
    """What was said in a call or left as a voicemail; its id is the message's.

    Attributes:
        message_id: The call or voicemail.
        utterances: In their order.
        language: As the vendor says it; "" if it does not.
        created_at: None where the vendor does not say.
    """

    message_id: MessageId
    utterances: tuple[Utterance, ...] = field(default=(), converter=tuple[Utterance, ...])
    language: str = ""
    created_at: datetime | None = field(default=None, converter=utc_or_none)


@frozen(kw_only=True, slots=True)
class Recorder(Record):
    """Whether an agent's present call is being recorded; its id is the agent's.

    Attributes:
        agent_id: The agent.
        recording: False as well when the agent is on no call.
    """

    agent_id: AgentId
    recording: bool


@frozen(kw_only=True, slots=True)
class CallEntry:
    """What to put on a ticket about a call that another phone system carried. Only what is set is sent.

    At least one of them must be set; `deskbridge.checking.check_call_entry` tells.

    Attributes:
        started_at: When the call began.
        ended_at: When it was over; not before it began.
        recording_url: Where its recording is; the vendor may keep the address and not the sound.
    """

    about: ClassVar[str] = "call"

    started_at: datetime | None = field(default=None, converter=utc_or_none)
    ended_at: datetime | None = field(default=None, converter=utc_or_none)
    recording_url: str = ""
