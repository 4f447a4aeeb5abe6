"""More desks that lie: about what is listed, written and carried; copied beside the contract files as `lying` is."""

import time
from contextlib import contextmanager, nullcontext

from attrs import evolve
from lying import FAR, Lying, harness

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import DeadlineExceededError, DeskbridgeError, ForeignOriginError, NotFoundError
from deskbridge.listing import Listing, whole
from deskbridge.memory.sample import sample_desk
from deskbridge.records import Visibility
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Harness

SECRET = "key-4711"


class StopsAPageEarly(Lying):
    def all(self, *, active_since=None, active_until=None):
        honest = self.honest.all(active_since=active_since, active_until=active_until)
        return Listing(lambda: whole(list(honest)[:-1]), what="tickets")


class DoublesAPage(Lying):
    def all(self, *, active_since=None, active_until=None):
        honest = self.honest.all(active_since=active_since, active_until=active_until)
        return Listing(lambda: whole([*list(honest)[:1], *honest]), what="tickets")


class GoesOnWhereItStopped(Lying):
    def all(self):
        listed = iter(list(self.honest.all()))
        return Listing(lambda: whole(listed), what="topics")


class TellsLocalTimes(Lying):
    def get(self, ticket_id):
        local = evolve(self.honest.get(ticket_id))
        object.__setattr__(local, "created_at", local.created_at.astimezone(FAR))
        return local


class CutsLongTexts(Lying):
    def add_note(self, ticket_id, new):
        return self.honest.add_note(ticket_id, evolve(new, text=new.text[:4000]))


class StripsBlanks(Lying):
    def add_note(self, ticket_id, new):
        return self.honest.add_note(ticket_id, evolve(new, text="\n".join(map(joined, new.text.split("\n")))))


def joined(line):
    return " ".join(line.split())


class LosesHtml(Lying):
    def add_note(self, ticket_id, new):
        return self.honest.add_note(ticket_id, evolve(new, text=new.text or new.html, html=""))


class MarksNotesPublic(Lying):
    def add_note(self, ticket_id, new):
        made = evolve(self.honest.add_note(ticket_id, new), visibility=Visibility.PUBLIC)
        self.desk.native.messages[made.id] = made
        return made


class LowersAddresses(Lying):
    def create(self, new):
        lowered = [evolve(one, original=one.original.lower()) for one in new.identifiers]
        return self.honest.create(evolve(new, identifiers=lowered))


class LosesUpdates(Lying):
    """Reads what there is, waits a little, and writes it back with one more."""

    def add(self, ticket_id, topic_ids):
        tickets = self.desk.native.tickets
        before = tickets[ticket_id].topic_ids
        time.sleep(0.02)
        tickets[ticket_id] = evolve(tickets[ticket_id], topic_ids=(*before, *topic_ids))


class SendsWhatItImports(Lying):
    sent = 0

    def import_past(self, ticket_id, past):
        type(self).sent += 1
        return self.honest.import_past(ticket_id, past)


SENDS_WHAT_IT_IMPORTS = harness("messages", SendsWhatItImports, outbound_messages=lambda: SendsWhatItImports.sent)


class LeaksASecret(Lying):
    def get(self, ticket_id):
        try:
            return self.honest.get(ticket_id)
        except NotFoundError as missing:
            missing.args = (f"GET /tickets?key={SECRET} found nothing",)
            raise


LEAKS_A_SECRET = harness("tickets", LeaksASecret, secrets=(SECRET,))


class Wired(Lying):
    """Tickets that are read over something that can be slow, or lead elsewhere; honest until a subclass is not."""

    box = None

    def get(self, ticket_id):
        if late := self.box.take(("latency",), "GET", "/tickets"):
            return self.late(ticket_id, late.value)
        if self.box.take(("redirect",), "GET", "/tickets"):
            return self.led_elsewhere(ticket_id)
        return self.honest.get(ticket_id)

    def late(self, ticket_id, seconds):
        raise DeadlineExceededError("no answer came in time", vendor="memory", operation="tickets.get")

    def led_elsewhere(self, ticket_id):
        raise ForeignOriginError("the answer leads to another host", vendor="memory", operation="tickets.get")


class IgnoresTheDeadline(Wired):
    def late(self, ticket_id, seconds):
        time.sleep(seconds)
        return self.honest.get(ticket_id)


class FollowsRedirects(Wired):
    def led_elsewhere(self, ticket_id):
        return self.honest.get(ticket_id)


def wired(liar):
    """Return a `start` for a desk that can be connected again, with faults."""

    @contextmanager
    def start():
        desk, box = sample_desk(), FaultBox()
        desk.tickets = liar(desk.tickets, desk)
        desk.tickets.box = box
        yield Harness(desk=desk, faults=box, connect=lambda _: nullcontext(desk))

    return start


def closed_by(held):
    """Return a desk on the sample data that can be used until `held`, which it may share with others, says no more."""
    desk = sample_desk()
    return Desk(
        Capabilities("memory", {Capability.TOPICS_ALL: Support(Level.FULL, source="made up for this test")}),
        native=desk.native,
        roles={"topics": Closing(desk.topics, held)},
        close=lambda: held.update(closed=True),
    )


class Closing:
    def __init__(self, honest, held):
        self.honest = honest
        self.held = held

    def all(self):
        return Listing(lambda: whole(self.asked()), what="topics")

    def asked(self):
        if self.held:
            raise DeskbridgeError("the desk was closed")
        return self.honest.all()


def sharing(*, one_pool):
    """Return a `start` for desks that are closed each by itself, or all at once."""

    @contextmanager
    def start():
        pool = {}
        yield Harness(desk=sample_desk(), connect=lambda _: closed_by(pool if one_pool else {}))

    return start
