"""Desks of a plugin that has only been begun; copied beside the contract files that the tests of the contract run."""

from contextlib import contextmanager

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.listing import Listing, whole
from deskbridge.records import Agent
from deskbridge_contract_tests import Harness

NOT_YET = Support(Level.NOT_IMPLEMENTED, "Not written yet.", source="this plugin")
WORKS = Support(Level.FULL, source="the vendor's handbook")
WORDS = {"1": "Ada", "2": "Grace"}


class Agents:
    def all(self):
        return Listing(lambda: whole(self.of(ident) for ident in WORDS), what="agents")

    def of(self, ident):
        return Agent(id=ident, vendor="bare", name=WORDS[ident], raw={"name": WORDS[ident]})


@contextmanager
def of(rows, roles):
    declared = Capabilities("bare", {**dict.fromkeys(Capability, NOT_YET), **rows})
    with Desk(declared, native=None, roles=roles, close=lambda: None) as desk:
        yield Harness(desk=desk, requests=lambda: 0)


def nothing():
    return of({}, {})


def a_listing():
    return of({Capability.AGENTS_ALL: WORKS}, {"agents": Agents()})
