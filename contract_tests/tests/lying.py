"""Desks in memory that lie, each in one way; copied beside the contract files that the tests of the contract run."""

from contextlib import contextmanager, nullcontext

from attrs import evolve

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.errors import AmbiguousWriteError, ConnectionFailedError, NotFoundError, UnsupportedError
from deskbridge.listing import Listing, whole
from deskbridge.memory import CAPABILITIES, MemoryHelpdesk
from deskbridge.plugins import plugins
from deskbridge.records import Agent, CustomerChange, Group, TicketStatus
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Harness, started

_NO = Support(Level.UNSUPPORTED, "The vendor can't.", source="made up for this test")


class Lying:
    """A role that does all that the honest one does, but for what a subclass says."""

    def __init__(self, honest, desk):
        self.honest = honest
        self.desk = desk

    def __getattr__(self, name):
        return getattr(self.honest, name)


def memory():
    desk = MemoryHelpdesk()
    desk.native.seed(
        agents=[Agent(id="agent-1", vendor="memory", name="Grace", email="grace@example.com", active=True)],
        groups=[Group(id="group-1", vendor="memory", name="Support")],
    )
    return desk


def harness(role="", liar=None, **others):
    """Return a contract's `start` for a desk one role of which lies."""

    @contextmanager
    def start():
        desk = memory()
        if liar is not None:
            setattr(desk, role, liar(getattr(desk, role), desk))
        yield Harness(desk=desk, **others)

    return start


def declaring(capability, row, *, without_guard):
    """Return a `start` for a desk that declares one capability otherwise, and whose guards may be gone."""

    @contextmanager
    def start():
        desk, sent = memory(), []
        rows = {**CAPABILITIES.rows, capability: row}
        if row is None:
            del rows[capability]
        role = capability.subject if capability.is_method else "customers"
        desk.capabilities = Capabilities("memory", rows)
        if not without_guard:
            setattr(desk, role, RefusesTooLate(getattr(desk, role), desk, capability, sent))
        yield Harness(desk=desk, requests=lambda: len(sent))

    return start


class RefusesTooLate(Lying):
    def __init__(self, honest, desk, capability, sent):
        super().__init__(honest, desk)
        self.capability = capability
        self.sent = sent

    def __getattr__(self, name):
        if not self.capability.endswith(f".{name}"):
            return getattr(self.honest, name)

        def ask(*args, **kwargs):
            self.sent.append(name)
            raise UnsupportedError(self.capability, vendor="memory", reason="The vendor answered 404.")

        return ask


class DropsATag(Lying):
    def add(self, ticket_id, topic_ids):
        self.honest.add(ticket_id, list(topic_ids)[:1])


class ReordersMessages(Lying):
    def of_ticket(self, ticket_id):
        honest = self.honest.of_ticket(ticket_id)
        return Listing(lambda: whole(reversed(list(honest))), what="messages")


class SwallowsAnError(Lying):
    def delete(self, customer_id):
        try:
            self.honest.delete(customer_id)
        except NotFoundError:
            return


class WritesTwice(Lying):
    def add_note(self, ticket_id, new):
        self.honest.add_note(ticket_id, new)
        return self.honest.add_note(ticket_id, new)


class LosesTheZone(Lying):
    def get(self, ticket_id):
        naive = evolve(self.honest.get(ticket_id))
        object.__setattr__(naive, "created_at", naive.created_at.replace(tzinfo=None))
        return naive


class ClaimsTooMuch(Lying):
    def find(self, *, email):
        raise NotImplementedError


class FetchesAtOnce(Lying):
    def all(self):
        return list(self.honest.all())


class ListsOnlyOnce(Lying):
    def all(self):
        honest = iter(self.honest.all())
        return Listing(lambda: whole(honest), what="agents")


class WritesEverything(Lying):
    def update(self, customer_id, change):
        whole_record = CustomerChange(name=change.name or "", identifiers=(), address="")
        return self.honest.update(customer_id, whole_record)


class TellsAnotherStory(Lying):
    def create(self, new):
        return evolve(self.honest.create(new), name="as it was asked for")


class GivesTheWrongTicket(Lying):
    def all(self, *, active_since=None, active_until=None):
        return self.honest.all(active_since=active_since)


class ForgetsWhenClosing(Lying):
    """Only two steps together show it: what closes with two topics has one."""

    def update(self, ticket_id, change):
        after = self.honest.update(ticket_id, change)
        if change.status is TicketStatus.CLOSED and len(after.topic_ids) > 1:
            self.desk.native.tickets[after.id] = evolve(after, topic_ids=after.topic_ids[:1])
        return self.desk.native.tickets[after.id]


def over_a_wire(liar):
    """Return a `start` for a desk whose notes travel: faults are switched on as a sandbox's are."""

    @contextmanager
    def start():
        desk, box = memory(), FaultBox()
        role = liar(desk.messages, desk)
        role.box = box
        desk.messages = role
        yield Harness(desk=desk, faults=box)

    return start


class TellsTheTruthAboutWrites(Lying):
    box = None

    def add_note(self, ticket_id, new):
        made = self.honest.add_note(ticket_id, new)
        if self.box.take(("reset_after",), "POST", "/notes"):
            broken = ConnectionFailedError("the connection was reset")
            raise AmbiguousWriteError("the note may be there; list the ticket's messages") from broken
        return made


class RepeatsWrites(TellsTheTruthAboutWrites):
    def add_note(self, ticket_id, new):
        try:
            return super().add_note(ticket_id, new)
        except AmbiguousWriteError:
            return self.honest.add_note(ticket_id, new)


class SwallowsRefusals(TellsTheTruthAboutWrites):
    def add_note(self, ticket_id, new):
        if self.box.take(("unavailable_before",), "POST", "/notes"):
            return next(iter(self.honest.of_ticket(ticket_id)), None)
        return super().add_note(ticket_id, new)


class _Talkative:
    def __repr__(self):
        return "<native of key-4711>"


@contextmanager
def talkative():
    desk = memory()
    desk.native.talk = None if hasattr(desk.native, "__slots__") else _Talkative()
    yield Harness(desk=desk, secrets=("key-4711",))


@contextmanager
def without_raw():
    desk = memory()
    yield Harness(desk=desk, connect=lambda _: nullcontext(desk))


def _any_with_a_sandbox():
    return next(one.name for one in plugins().vendors() if one.sandbox is not None)


@contextmanager
def gives_up_at_once():
    with started(_any_with_a_sandbox()) as honest, honest.connect({"attempts": 1}) as desk:
        yield evolve(honest, desk=desk)


@contextmanager
def shows_what_it_should_not():
    """Calls a secret what every error names."""
    with started(_any_with_a_sandbox()) as honest:
        yield evolve(honest, secrets=(honest.desk.vendor,))


@contextmanager
def loses_what_was_sent():
    with started(_any_with_a_sandbox()) as honest:
        honest.desk.tickets = LosesRaw(honest.desk.tickets, honest.desk)
        yield honest


class LosesRaw(Lying):
    def get(self, ticket_id):
        return evolve(self.honest.get(ticket_id), raw={})


UNDECLARED = declaring(Capability.MESSAGES_SEND, None, without_guard=True)
ASKS_FIRST = declaring(Capability.MESSAGES_SEND, _NO, without_guard=False)
DOES_IT_ANYWAY = declaring(Capability.MESSAGES_SEND, _NO, without_guard=True)
DROPS_A_FIELD = declaring(Capability.CUSTOMER_ADDRESS, _NO, without_guard=True)
NO_REASON = declaring(Capability.CUSTOMER_ADDRESS, Support(Level.PARTIAL, source="x"), without_guard=True)
NO_SOURCE = declaring(Capability.CUSTOMER_ADDRESS, Support(Level.FULL), without_guard=True)
