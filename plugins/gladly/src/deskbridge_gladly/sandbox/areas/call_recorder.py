"""The call recorder of an agent: whether the call that the agent is on is being recorded."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Refused, Table, answer, done, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store


class CallRecorder:
    """Answers the call recorder's operations; an agent is named by id or by email address."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/agents/{agent}/call-recorder": {"GET": self.get, "PATCH": self.update}}

    @operation("Agents_getCallRecorderStatus")
    def get(self, call: Call) -> Response:
        """Get the recorder; without a call it names no customer and no item."""
        agent_id = self._named(call)
        on_call = self._store.calls.get(agent_id, {"recording": False})
        return answer({"agentId": agent_id, **on_call})

    @operation("Agents_updateCallRecorder")
    def update(self, call: Call) -> Response:
        """Start or stop recording; of an agent who is on no call, nothing changes."""
        agent_id = self._named(call)
        fields = call.fields()
        # "Only the recording property may be changed": others are ignored (inferred).
        recording = fields.flag("recording")
        fields.settle()
        if agent_id in self._store.calls and recording is not None:
            self._store.calls[agent_id] = {**self._store.calls[agent_id], "recording": recording}
        return done()

    def _named(self, call: Call) -> str:
        named = call.path["agent"]
        for agent in self._store.agents.values():
            if named == agent["id"] or named.lower() == agent.get("emailAddress", "").lower():
                return str(agent["id"])
        raise Refused(404, problem("not_exist", f"agent {named} does not exist"))
