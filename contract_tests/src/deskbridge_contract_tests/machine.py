"""A state machine that drives a vendor beside the reference implementation, and compares after each step."""

from __future__ import annotations

from itertools import islice

from deskbridge.capabilities import Capability
from deskbridge.records import Agent, AgentId, GroupId, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.rules import agents, answers, customers, tasks, tickets, topics

_MOST = 10
_STARTS = (
    (Capability.TICKETS_CREATE, Capability.TICKETS_GET),
    (Capability.TICKETS_IMPORT_PAST, Capability.TICKETS_GET),
    (Capability.TICKETS_ALL, Capability.TICKETS_GET),
    customers.NEEDED,
    topics.NEEDED,
    agents.NEEDED,
    tasks.NEEDED,
    answers.NEEDED,
)


def can_be_driven(harness: Harness) -> bool:
    """Whether there is anything that the machine could start from."""
    return any(harness.possible(*one) for one in _STARTS)


class HelpdeskMachine(
    customers.CustomerRules,
    tickets.TicketRules,
    agents.AgentRules,
    tasks.TaskRules,
    answers.AnswerRules,
):
    """Writes to both sides what the vendor declares as possible; both must then hold the same."""


def machine_for(harness: Harness) -> type[HelpdeskMachine]:
    """Return the machine that drives one desk, with what is there now, so that hypothesis can repeat its choices."""
    there = _agents(harness)
    found = {
        "harness": harness,
        "made_once": {},
        "held": _held(harness),
        "staff": tuple(AgentId(one.id) for one in there),
        "duties": tuple(dict.fromkeys(one.roles for one in there if one.roles)),
        "places": _places(harness),
    }
    return type("DrivenHelpdesk", (HelpdeskMachine,), found)


def _agents(harness: Harness) -> list[Agent]:
    if not harness.possible(Capability.AGENTS_ALL):
        return []
    return list(islice((one for one in harness.desk.agents.all() if one.active is not False), _MOST))


def _places(harness: Harness) -> tuple[GroupId, ...]:
    """Return groups that tickets can be in: those of the first one's kind."""
    if not harness.possible(Capability.GROUPS_ALL):
        return ()
    found = [one for one in harness.desk.groups.all() if not one.disabled]
    return tuple(GroupId(one.id) for one in found[:_MOST] if one.kind is found[0].kind)


def _held(harness: Harness) -> tuple[TicketId, ...]:
    made = any(harness.possible(one) for one in tickets.MAKING)
    if made or not harness.possible(Capability.TICKETS_ALL, Capability.TICKETS_GET):
        return ()
    return tuple(TicketId(one.id) for one in islice(harness.desk.tickets.all(), tickets.HELD))
