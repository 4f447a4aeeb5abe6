"""What `desk.agents` and `desk.groups` promise."""

from __future__ import annotations

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.records import AgentId, GroupId, GroupKind
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.reading import once

_LOOK_AT = 3


class AgentsSuite:
    """Agents are listed, read and found."""

    @needs(Capability.AGENTS_ALL)
    def test_all_agents_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each agent once, and somebody works there. Work is shared out by this list.

        Usually wrong: pages overlap by a record.
        """
        found = once(harness.desk.agents.all(), Capability.AGENTS_ALL)
        assert found, "agents.all gave nobody; put an agent into the `sample` seed"

    @needs(Capability.AGENTS_ALL, Capability.AGENTS_GET)
    def test_an_agent_is_read_by_id_as_it_is_listed(self, harness: Harness) -> None:
        """Both ways read the same agent. A program that compares them would see changes that nobody made.

        Usually wrong: two translations of one thing.
        """
        for listed in list(harness.desk.agents.all())[:_LOOK_AT]:
            read = harness.desk.agents.get(AgentId(listed.id))
            assert listed == read, "agents.get reads something else than agents.all lists"

    @needs(Capability.AGENTS_ALL, Capability.AGENTS_GET)
    def test_getting_an_unknown_agent_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nobody has is `NotFoundError`. Callers tell by it who left from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        ident = AgentId(unlike(maker.agent().id))
        with pytest.raises(NotFoundError):
            harness.desk.agents.get(ident)

    @needs(Capability.AGENTS_ALL, Capability.AGENTS_FIND)
    def test_an_agent_is_found_by_email_whatever_its_case(self, harness: Harness, maker: Maker) -> None:
        """Addresses are compared without regard to case. An agent who is not found gets none of the old tickets.

        Usually wrong: the query goes out as it was typed.
        """
        agent = maker.agent()
        for asked in (agent.email, agent.email.upper()):
            found = [one.id for one in harness.desk.agents.find(email=asked)]
            assert [agent.id] == found, "agents.find did not give exactly the agent"

    @needs(Capability.AGENTS_FIND)
    def test_finding_no_agent_gives_an_empty_listing(self, harness: Harness) -> None:
        """`find` may give none and does not raise. Who left is looked for as often as who is there.

        Usually wrong: a 404 of the search is passed on.
        """
        assert list(harness.desk.agents.find(email=email().value)) == [], "agents.find gave somebody"


class GroupsSuite:
    """Groups are listed, read and asked whether they are open."""

    @needs(Capability.GROUPS_ALL)
    def test_all_groups_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each group once, and there is one. Tickets are routed by this list.

        Usually wrong: inboxes and teams share ids.
        """
        found = once(harness.desk.groups.all(), Capability.GROUPS_ALL)
        assert found, "groups.all gave nothing; put a group into the `sample` seed"

    @needs(Capability.GROUPS_ALL)
    def test_groups_of_one_kind_are_those_of_all_that_are_of_it(self, harness: Harness) -> None:
        """`kind` leaves the others out, and nothing else. A ticket can't wait in a team.

        Usually wrong: `kind` is not looked at.
        """
        groups = list(harness.desk.groups.all())
        for kind in GroupKind:
            listed = {one.id for one in harness.desk.groups.all(kind=kind)}
            wanted = {one.id for one in groups if one.kind is kind}
            assert listed == wanted, f"groups.all(kind={kind.value!r}) lists others than those of that kind"

    @needs(Capability.GROUPS_ALL, Capability.GROUPS_GET)
    def test_a_group_is_read_by_id_as_it_is_listed(self, harness: Harness) -> None:
        """Both ways read the same group. A program that compares them would see changes that nobody made.

        Usually wrong: two translations of one thing.
        """
        for listed in list(harness.desk.groups.all())[:_LOOK_AT]:
            read = harness.desk.groups.get(GroupId(listed.id))
            assert listed == read, "groups.get reads something else than groups.all lists"

    @needs(Capability.GROUPS_ALL, Capability.GROUPS_GET)
    def test_getting_an_unknown_group_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what was closed from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        ident = GroupId(unlike(maker.group().id))
        with pytest.raises(NotFoundError):
            harness.desk.groups.get(ident)

    @needs(Capability.GROUPS_ALL, Capability.GROUPS_IS_OPEN)
    def test_a_group_tells_whether_it_is_open(self, harness: Harness, maker: Maker) -> None:
        """The answer is yes or no. A customer who is promised an agent at night waits until the morning.

        Usually wrong: the vendor's word is handed on, and "false" is true.
        """
        answer = harness.desk.groups.is_open(GroupId(maker.group().id))
        assert answer in (True, False), "groups.is_open gave something that is neither yes nor no"
        assert isinstance(answer, bool), "groups.is_open gave something that is neither yes nor no"
