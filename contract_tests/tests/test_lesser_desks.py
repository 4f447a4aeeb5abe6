"""Desks that can less than the reference, and say so, keep the contract too: the suites ask for nothing undeclared."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

from attrs import evolve

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.memory.sample import REPORT, SURVEY, sample_desk
from deskbridge.records import NewTopic
from deskbridge_contract_tests import Harness, HelpdeskContract

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "Not in every case.", source="made up for this test")
WRITES = ("create", "update", "delete", "import_past", "add_note", "send", "redact", "add", "remove", "erase")


class Lesser(HelpdeskContract):
    """A desk of the sample data that is declared to do less than it could."""

    lacks: frozenset[Capability] = frozenset()
    partly: frozenset[Capability] = frozenset()

    @classmethod
    @contextmanager
    def start(cls):
        whole = sample_desk()
        for name in ("Returns", "Lamps", "Praise"):
            whole.topics.create(NewTopic(name=name))
        rows = {**whole.capabilities, **dict.fromkeys(cls.partly, PARTLY), **dict.fromkeys(cls.lacks, CANT)}
        roles = {role: getattr(whole, role) for role in ROLES}
        with Desk(Capabilities("memory", rows), native=whole, roles=roles, close=whole.close) as desk:
            # Each test has the same desk; that it is said to have its own keeps the state machine's run brief.
            yield Harness(desk=desk, requests=lambda: 0, each=lambda _: nullcontext(desk))

    @classmethod
    def samples(cls, harness):
        return evolve(super().samples(harness), report=REPORT, survey=SURVEY)


class TestAHelpdeskThatIsOnlyRead(Lesser):
    lacks = frozenset(one for one in Capability if one.is_method and one.value.partition(".")[2] in WRITES)


class TestAHelpdeskThatListsNothing(Lesser):
    lacks = frozenset(
        one for one in Capability if one.is_method and one.value.partition(".")[2] in {"all", "of_ticket"}
    )


class TestAHelpdeskThatKeepsNothingInFull(Lesser):
    partly = frozenset(Capability)
