"""The calls of a Gladly desk: recordings, transcripts, and the recorder of an agent's present call."""

from __future__ import annotations

from pathlib import Path

from deskbridge.records import AgentId, MessageId, Recorder, Transcript
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import calls as translate


class Calls:
    """See `deskbridge.protocols.Calls`. An agent may be named by the e-mail address as well."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def save_recording(self, message_id: MessageId, target: Path) -> Path:
        """Save the recording of a phone call or voicemail, an MP3."""
        return self._client.items.save_recording(message_id, target).path

    def transcript(self, message_id: MessageId) -> Transcript:
        """Return what was said in a phone call or voicemail."""
        return translate.transcript(self._client.items.voice_transcript(message_id), message_id)

    def recorder(self, agent_id: AgentId) -> Recorder:
        """Tell whether an agent's present call is being recorded."""
        return translate.recorder(self._client.agents.call_recorder(agent_id), agent_id)

    def set_recording(self, agent_id: AgentId, *, recording: bool) -> None:
        """Go on or stop recording an agent's present call; without a call it does nothing."""
        self._client.agents.set_recording(agent_id, recording=recording)
