"""What `desk.agents` promises of those who come, change and go."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError
from deskbridge.records import Agent, AgentChange, AgentId, AvailabilityKind, NewAgent
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, check_kept, check_taken, is_kept

_MOST_AGENTS = 8
_SETTABLE = (AvailabilityKind.ONLINE, AvailabilityKind.AWAY, AvailabilityKind.OFFLINE)


class StaffSuite:
    """Agents are let in, changed and let go."""

    @needs(Capability.AGENTS_CREATE, Capability.AGENTS_GET)
    def test_a_created_agent_is_read_back_as_it_was_returned(self, harness: Harness, maker: Maker) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        new = maker.new_agent()
        created = harness.desk.agents.create(new)
        assert new.email.casefold() == created.email, "agents.create let another address in than was asked for"
        read = harness.desk.agents.get(AgentId(created.id))
        assert _said(created) == _said(read), "agents.create returned something else than agents.get reads"

    @needs(Capability.AGENTS_CREATE, Capability.AGENTS_GET)
    def test_every_agent_field_that_is_declared_full_is_kept(self, harness: Harness, maker: Maker) -> None:
        """What is declared `FULL` is read back as written. An agent with the wrong roles sees too much or too little.

        Usually wrong: a field that `translate` forgot.
        """
        new = _everything(harness, maker)
        read = harness.desk.agents.get(AgentId(harness.desk.agents.create(new).id))
        for capability, expected, actual in (
            (Capability.AGENT_EXTERNAL_ID, new.external_id, read.external_id),
            (Capability.AGENT_ROLES, set(new.roles) or set(read.roles), set(read.roles)),
        ):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by agents.create"

    @needs(Capability.AGENTS_CREATE, Capability.AGENTS_ALL)
    def test_a_new_agent_is_among_all(self, maker: Maker, harness: Harness) -> None:
        """A listing without restriction is whole. Who just began should get work too.

        Usually wrong: who never signed in is left out.
        """
        created = maker.new_colleague()
        assert created.id in {one.id for one in harness.desk.agents.all()}, "agents.all left a new agent out"

    @needs(Capability.AGENTS_CREATE, Capability.AGENTS_FIND, Capability.AGENT_EXTERNAL_ID)
    def test_an_agent_is_found_by_external_id(self, harness: Harness, maker: Maker) -> None:
        """The id that another system gave finds exactly one. Another agent would get the tickets.

        Usually wrong: it is compared by its beginning.
        """
        external_id = unique("external")
        created = harness.desk.agents.create(evolve(maker.new_agent(), external_id=external_id))
        for asked, expected in ((external_id, [created.id]), (external_id[:-1], []), (unique("nobody"), [])):
            found = [one.id for one in harness.desk.agents.find(external_id=asked)]
            assert expected == found, "agents.find did not give exactly the agent of the external id"

    @needs(Capability.AGENTS_FIND)
    def test_an_agent_is_asked_for_by_exactly_one_identifier(self, harness: Harness) -> None:
        """Exactly one identifier is asked for. With two nobody knows which agent comes.

        Usually wrong: the second one is ignored silently.
        """
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            harness.desk.agents.find()
        with pytest.raises(InvalidRequestError):
            harness.desk.agents.find(email=email().value, external_id="17")
        assert before == harness.sent(), "agents.find sent a request that contradicts itself"
        harness.skip_if_uncounted()

    @needs(Capability.AGENTS_CREATE)
    def test_a_second_agent_of_one_address_is_a_conflict(self, harness: Harness, maker: Maker) -> None:
        """An address that is taken is a `ConflictError`. A second agent costs a licence and gets half the work.

        Usually wrong: the vendor's code is not mapped, or the first one is written over.
        """
        new = maker.new_agent()
        created = harness.desk.agents.create(new)
        strict = harness.full(Capability.AGENTS_CREATE)
        check_taken(lambda: harness.desk.agents.create(new), created, strict=strict)

    @needs(Capability.AGENTS_UPDATE, Capability.AGENTS_GET, Capability.AGENTS_ALL, Capability.AGENT_NAME)
    def test_an_agent_is_renamed_and_the_rest_stays(self, harness: Harness, maker: Maker) -> None:
        """A field that is not set stays as it is. Who corrects a name does not mean to take the roles.

        Usually wrong: the whole record is written, with all else emptied.
        """
        kept = [_renamed(harness, maker, one) for one in _changeable(harness, maker)]
        check_kept(harness, Capability.AGENT_NAME, kept)

    @needs(Capability.AGENTS_UPDATE, Capability.AGENTS_GET, Capability.AGENTS_ALL, Capability.AGENT_AVAILABILITY)
    def test_an_agents_availability_is_set(self, harness: Harness, maker: Maker) -> None:
        """Each availability is told as it was set. Who is away must get no work.

        Usually wrong: away and offline are one word.
        """
        field = Capability.AGENT_AVAILABILITY
        kept = [
            is_kept(field, _available(harness, AgentId(one.id), kind))
            for one in _changeable(harness, maker)
            for kind in _SETTABLE
        ]
        check_kept(harness, field, kept)

    @needs(Capability.AGENTS_UPDATE, Capability.AGENT_AVAILABILITY, Capability.AGENTS_ALL)
    def test_an_unknown_availability_is_not_set(self, harness: Harness, maker: Maker) -> None:
        """Nobody can be made unknown. Work goes by it, and an agent who was there gets none.

        Usually wrong: the word goes out, and the vendor takes it for offline.
        """
        agent_id = AgentId(maker.agent().id)
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            harness.desk.agents.update(agent_id, AgentChange(availability=AvailabilityKind.UNKNOWN))
        assert before == harness.sent(), "agents.update sent an availability that can't be set"
        harness.skip_if_uncounted()

    @needs(Capability.AGENTS_CREATE, Capability.AGENTS_DELETE, Capability.AGENTS_GET)
    def test_a_deleted_agent_is_gone(self, harness: Harness, maker: Maker) -> None:
        """Who was let go is not found. Who left the company must not get work, or get in.

        Usually wrong: a list that was kept still has the agent.
        """
        agent_id, other_id = (AgentId(maker.new_colleague().id) for _ in range(2))
        harness.desk.agents.get(agent_id)
        harness.desk.agents.delete(agent_id)
        with pytest.raises(NotFoundError):
            harness.desk.agents.get(agent_id)
        assert other_id == harness.desk.agents.get(other_id).id, "agents.delete let another go"

    @needs(Capability.AGENTS_DELETE, Capability.AGENTS_ALL)
    def test_deleting_an_unknown_agent_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Deleting nobody is an error, not a success. Who left could still sign in.

        Usually wrong: the vendor answers 204 to anything.
        """
        with pytest.raises(NotFoundError):
            harness.desk.agents.delete(AgentId(unlike(maker.agent().id)))

    @needs(Capability.AGENTS_UPDATE, Capability.AGENTS_ALL, Capability.AGENT_NAME)
    def test_updating_an_unknown_agent_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nobody is made by an update. An agent whom nobody let in could sign in.

        Usually wrong: the vendor creates what it does not know.
        """
        ident = AgentId(unlike(maker.agent().id))
        with pytest.raises(NotFoundError):
            harness.desk.agents.update(ident, AgentChange(name="Nobody"))


def _everything(harness: Harness, maker: Maker) -> NewAgent:
    named = harness.full(Capability.AGENT_EXTERNAL_ID)
    return evolve(maker.new_agent(), external_id=unique("external") if named else "")


def _changeable(harness: Harness, maker: Maker) -> list[Agent]:
    """Return who may be changed: somebody new where all can be, else some of those who work there."""
    if harness.full(Capability.AGENTS_CREATE, Capability.AGENTS_UPDATE):
        return [harness.desk.agents.create(_everything(harness, maker))]
    return [one for one in harness.desk.agents.all() if one.active is not False][:_MOST_AGENTS]


def _renamed(harness: Harness, maker: Maker, agent: Agent) -> bool:
    """Rename an agent and back, and return whether that can be done; fails where anything else changes."""
    agents, agent_id, name = harness.desk.agents, AgentId(agent.id), maker.text(Capability.AGENT_NAME, "name")
    before = agents.get(agent_id)

    def write() -> object:
        returned = agents.update(agent_id, AgentChange(name=name))
        return _said(returned), _said(agents.get(agent_id))

    wanted = _said(evolve(before, name=name))
    kept = is_kept(Capability.AGENT_NAME, Writing(by=Capability.AGENTS_UPDATE, wanted=(wanted, wanted), write=write))
    if kept and before.name:
        agents.update(agent_id, AgentChange(name=before.name))
    return kept


def _available(harness: Harness, agent_id: AgentId, kind: AvailabilityKind) -> Writing:
    def told() -> object:
        read = harness.desk.agents.get(agent_id).availability
        return None if read is None else read.kind

    def write() -> object:
        harness.desk.agents.update(agent_id, AgentChange(availability=kind))
        return told()

    return Writing(by=Capability.AGENTS_UPDATE, wanted=kind, write=write, unwritten=told)


def _said(agent: Agent) -> Agent:
    return evolve(agent, raw={}, roles=sorted(agent.roles))
