"""What `desk.calls` promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.records import AgentId, MessageId, Transcript
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked
from deskbridge_contract_tests.suites.saving import Save, check_cut, check_missing, check_saved, check_unwritable

_SAVE = Capability.CALLS_SAVE_RECORDING


class RecordingsSuite:
    """A recording is saved whole, or not at all."""

    @needs(_SAVE)
    def test_a_recording_is_saved_whole_under_its_name(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """All bytes of a recording are saved as they are. What was agreed on the phone may have to be proven.

        Usually wrong: the first part only is saved, or bytes are taken for text.
        """
        content = check_saved(harness, tmp_path, _recording(_recorded(samples)), _SAVE)
        assert content, "calls.save_recording saved an empty file"
        if samples.recording_bytes is not None:
            assert samples.recording_bytes == content, "calls.save_recording did not save the whole recording"

    @needs(_SAVE)
    def test_a_recording_that_is_not_there_leaves_nothing_behind(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """No recording is `NotFoundError` and no file. An archive of empty files looks complete.

        Usually wrong: an empty file is left, or an error page is saved as sound.
        """
        ident = MessageId(unlike(samples.recording or "message-1"))
        check_missing(harness, tmp_path, _recording(ident), _SAVE)

    @needs(_SAVE)
    def test_a_recording_for_a_place_that_can_not_be_written_is_told(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """A place that can't be written is told by an error of ours. A job over many calls catches no others.

        Usually wrong: the system's own error comes through.
        """
        check_unwritable(harness, tmp_path, _recording(_recorded(samples)))

    @needs(_SAVE)
    def test_a_recording_that_breaks_off_is_not_there(self, harness: Harness, samples: Samples, tmp_path: Path) -> None:
        """A part is never taken for the whole. Half a conversation can say the opposite of it.

        Usually wrong: it is written under its name as it comes.
        """
        check_cut(harness, tmp_path, _recording(_recorded(samples)), _SAVE)


class TranscriptsSuite:
    """A transcript tells what was said, in order."""

    @needs(Capability.CALLS_TRANSCRIPT)
    def test_a_transcript_is_of_its_message_and_says_something(self, harness: Harness, samples: Samples) -> None:
        """A transcript has its message's id, and words. By another id it is filed under another customer.

        Usually wrong: the id of the vendor's own job is handed on.
        """
        read = _transcript(harness, samples)
        assert {samples.transcript} == {read.id, read.message_id}, "calls.transcript gave another message's"
        assert any(one.text.strip() for one in read.utterances), "calls.transcript says nothing"

    @needs(Capability.CALLS_TRANSCRIPT)
    def test_utterances_come_in_the_order_in_which_they_were_said(self, harness: Harness, samples: Samples) -> None:
        """Utterances come as they were said. An answer before its question makes no sense.

        Usually wrong: all of one speaker comes, then all of the other.
        """
        said = _transcript(harness, samples).utterances
        starts = [one.starts_after for one in said if one.starts_after is not None]
        assert sorted(starts) == starts, "calls.transcript is not in the order in which it was said"
        wrong = [one for one in said if one.starts_after and one.ends_after and one.ends_after < one.starts_after]
        assert wrong == [], "calls.transcript has what ends before it starts"

    @needs(Capability.CALLS_TRANSCRIPT)
    def test_speakers_are_numbered_as_they_began(self, harness: Harness, samples: Samples) -> None:
        """The first speaker is 0, the next 1. Who said it decides what it is worth.

        Usually wrong: the vendor's own numbers are handed on, from 1 or by channel.
        """
        met = list(dict.fromkeys(one.speaker for one in _transcript(harness, samples).utterances))
        assert list(range(len(met))) == met, "calls.transcript does not number speakers in the order they began"

    @needs(Capability.CALLS_TRANSCRIPT)
    def test_no_transcript_is_not_found(self, harness: Harness, samples: Samples) -> None:
        """What was not written down is `NotFoundError`. An empty transcript says that nobody spoke.

        Usually wrong: a transcript without words is returned.
        """
        with pytest.raises(NotFoundError):
            harness.desk.calls.transcript(MessageId(unlike(samples.transcript or "message-1")))


class RecordersSuite:
    """The recording of an agent's present call is switched on and off."""

    @needs(Capability.CALLS_RECORDER, Capability.CALLS_SET_RECORDING, Capability.AGENTS_ALL)
    def test_a_recorder_that_is_off_does_not_record(self, harness: Harness, maker: Maker) -> None:
        """A recorder that is switched off says so. Card numbers that are recorded all the same are an offence.

        Usually wrong: "false" is taken for true, or no call is an error.
        """
        agent_id = AgentId(maker.agent().id)
        harness.desk.calls.set_recording(agent_id, recording=False)
        read = harness.desk.calls.recorder(agent_id)
        assert {agent_id} == {read.agent_id, read.id}, "calls.recorder gave another agent's"
        assert read.recording is False, "calls.set_recording did not switch it off"

    @needs(Capability.CALLS_RECORDER, Capability.CALLS_SET_RECORDING)
    def test_the_recording_of_a_call_is_switched_on_and_off(self, harness: Harness, samples: Samples) -> None:
        """Each switch is seen, also one that changes nothing. A card number is read out after the second press.

        Usually wrong: one word for both, which toggles.
        """
        agent_id = samples.on_call or lacked("agent on a call")
        for wanted in (True, True, False, False):
            harness.desk.calls.set_recording(agent_id, recording=wanted)
            read = harness.desk.calls.recorder(agent_id).recording
            assert wanted is read, "calls.recorder does not tell what calls.set_recording did"

    @needs(Capability.CALLS_RECORDER, Capability.AGENTS_ALL)
    def test_the_recorder_of_an_unknown_agent_is_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nobody's call is not a silent one. Somebody else's call goes on being recorded.

        Usually wrong: no call and no agent are one answer.
        """
        with pytest.raises(NotFoundError):
            harness.desk.calls.recorder(AgentId(unlike(maker.agent().id)))

    @needs(Capability.CALLS_SET_RECORDING, Capability.AGENTS_ALL)
    def test_switching_for_an_unknown_agent_is_not_found(self, harness: Harness, maker: Maker) -> None:
        """A switch that nobody has is an error. The caller believes that the recording was stopped.

        Usually wrong: the vendor answers 204 to anything.
        """
        with pytest.raises(NotFoundError):
            harness.desk.calls.set_recording(AgentId(unlike(maker.agent().id)), recording=False)


def _recorded(samples: Samples) -> MessageId:
    return samples.recording or lacked("recording")


def _recording(ident: MessageId) -> Save:
    return lambda desk, target: desk.calls.save_recording(ident, target)


def _transcript(harness: Harness, samples: Samples) -> Transcript:
    return harness.desk.calls.transcript(samples.transcript or lacked("transcript"))
