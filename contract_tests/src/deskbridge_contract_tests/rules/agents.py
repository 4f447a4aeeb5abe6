"""The rules that let agents in, change them, and let them go."""

from __future__ import annotations

from typing import ClassVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, consumes, initialize, multiple, rule

from deskbridge.capabilities import Capability
from deskbridge.records import AgentChange, AgentId, Availability, AvailabilityKind
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import AgentPair, compare_agents, compare_gone
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.making import unique
from deskbridge_contract_tests.rules.listings import ListingRules

NEEDED = (Capability.AGENTS_CREATE, Capability.AGENTS_GET)
_WORK = {
    "_rename_agent": (Capability.AGENTS_UPDATE, Capability.AGENT_NAME),
    "_number_agent": (Capability.AGENTS_UPDATE, Capability.AGENT_EXTERNAL_ID),
    "_promote": (Capability.AGENTS_UPDATE, Capability.AGENT_ROLES),
    "_make_available": (Capability.AGENTS_UPDATE, Capability.AGENT_AVAILABILITY),
}


class AgentRules(ListingRules):
    """Lets agents in on both sides, changes them, and lets them go, all of them at the end.

    Attributes:
        duties: The roles that agents have, in the vendor's words; the same for all runs.
    """

    duties: ClassVar[tuple[tuple[str, ...], ...]] = ()
    agents: Bundle[AgentPair] = Bundle("agents")

    def __init__(self) -> None:
        super().__init__()
        self._let_in: list[AgentPair] = []

    @initialize(target=agents, data=st.data())
    def take_agents(self, data: st.DataObject) -> MultipleResults[AgentPair]:
        """Begin with an agent where one can be let in, and work on it."""
        if not self.harness.possible(*NEEDED):
            return multiple()
        pair = self._made_agent()
        self.work_on_an_agent(pair, data)
        return multiple(pair)

    @can(*NEEDED)
    @rule(target=agents)
    def create_agent(self) -> AgentPair:
        """Let an agent in."""
        return self._made_agent()

    def _made_agent(self) -> AgentPair:
        numbered = self.harness.full(Capability.AGENT_EXTERNAL_ID)
        new = evolve(self.maker.new_agent(), external_id=unique("external") if numbered else "")
        made, reference = self.desk.agents.create(new), self.oracle.agents.create(new)
        self.made("agents", made.id)
        pair = AgentPair(AgentId(made.id), AgentId(reference.id))
        self._begin_available(pair, made.availability)
        self._let_in.append(pair)
        self.compared(compare_agents, pair)
        return pair

    def _begin_available(self, pair: AgentPair, told: Availability | None) -> None:
        """Let the reference begin with what the vendor says of a new agent: nobody asked for anything."""
        if told is not None and told.kind is not AvailabilityKind.UNKNOWN:
            self.oracle.agents.update(pair.oracle_id, AgentChange(availability=told.kind))

    @can(*NEEDED)
    @rule(pair=agents, data=st.data())
    def work_on_an_agent(self, pair: AgentPair, data: st.DataObject) -> None:
        """Do some things to an agent."""
        for name in self.chosen(data, _WORK):
            getattr(self, name)(pair, data)
            self.compared(compare_agents, pair)

    def _rename_agent(self, pair: AgentPair, data: st.DataObject) -> None:
        self._update_agent(pair, self.drawn(data, strategies.agent_names, self.declared), Capability.AGENT_NAME)

    def _number_agent(self, pair: AgentPair, _: st.DataObject) -> None:
        self._update_agent(pair, AgentChange(external_id=unique("external")), Capability.AGENT_EXTERNAL_ID)

    def _promote(self, pair: AgentPair, data: st.DataObject) -> None:
        """Give an agent the roles of another one."""
        if self.duties:
            change = AgentChange(roles=self.drawn(data, st.sampled_from, self.duties))
            self._update_agent(pair, change, Capability.AGENT_ROLES)

    def _make_available(self, pair: AgentPair, data: st.DataObject) -> None:
        self._update_agent(pair, self.drawn(data, strategies.availabilities), Capability.AGENT_AVAILABILITY)

    def _update_agent(self, pair: AgentPair, change: AgentChange, *needed: Capability) -> None:
        self.both(
            lambda: self.desk.agents.update(pair.vendor_id, change),
            lambda: self.oracle.agents.update(pair.oracle_id, change),
            Capability.AGENTS_UPDATE,
            *needed,
        )

    @can(*NEEDED, Capability.AGENTS_DELETE)
    @rule(pair=consumes(agents))
    def delete_agent(self, pair: AgentPair) -> None:
        """Let an agent go, who does not come back."""
        self._let_in.remove(pair)
        self.desk.agents.delete(pair.vendor_id)
        self.oracle.agents.delete(pair.oracle_id)
        self.unmade("agents", pair.vendor_id)
        self.compared(compare_gone, pair)

    def teardown(self) -> None:
        """Compare everything once more, and let those go who were let in: a place may cost money."""
        super().teardown()
        while self._let_in and self.harness.possible(Capability.AGENTS_DELETE):
            self.harness.desk.agents.delete(self._let_in.pop().vendor_id)
