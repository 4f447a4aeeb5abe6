"""Desks that lie about what is gone, about where a listing ends, and about what they sent; copied beside `lying`."""

from contextlib import contextmanager

import lying
from attrs import evolve
from lying import Lying

from deskbridge.capabilities import Capability
from deskbridge.errors import AmbiguousWriteError, ConnectionFailedError, MergedError, NotFoundError
from deskbridge.listing import Listing, whole
from deskbridge.memory.sample import sample_desk
from deskbridge.records import Message, TicketId
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Harness

CUT_TICKET = TicketId("ticket-1")


def samples(known):
    """Return what `lying.samples` does, and the ticket whose messages are cut."""
    return evolve(lying.samples(known), capped=(Capability.MESSAGES_OF_TICKET, CUT_TICKET))


class AnswersFromACache(Lying):
    def create(self, new):
        self.made = self.honest.create(new)
        return self.made

    def get(self, answer_id):
        return self.made


class ListsNothingOfNobody(Lying):
    def of_ticket(self, ticket_id):
        if ticket_id not in self.desk.native.tickets:
            return Listing(lambda: whole([]), what="messages")
        return self.honest.of_ticket(ticket_id)


class WritesToNobody(Lying):
    def add_activity(self, customer_id, new):
        try:
            return self.honest.add_activity(customer_id, new)
        except NotFoundError:
            return evolve(next(iter(self.desk.native.messages.values())), customer_id=customer_id)


class CallsItForbidden(Lying):
    def delete(self, answer_id):
        try:
            self.honest.delete(answer_id)
        except NotFoundError:
            raise MergedError("moved", old_id=answer_id, new_id="1", vendor="memory", operation="delete") from None


class NamesNobody(Lying):
    def update(self, task_id, change):
        try:
            return self.honest.update(task_id, change)
        except NotFoundError:
            raise NotFoundError("gone", vendor="memory", operation="tasks.update") from None


class HidesTheMerge(Lying):
    def get(self, customer_id):
        return evolve(self.honest.get(customer_id), merged_from=None)


class DeletesTheSurvivor(Lying):
    def delete(self, customer_id):
        try:
            self.honest.delete(customer_id)
        except MergedError as merged:
            self.honest.delete(merged.new_id)


class ListsNothingOfTheMerged(Lying):
    def of_customer(self, customer_id):
        if customer_id in self.desk.native.customers.merged:
            return Listing(lambda: whole([]), what="tickets")
        return self.honest.of_customer(customer_id)


class ConfusesTheIds(Lying):
    def add_activity(self, customer_id, new):
        try:
            return self.honest.add_activity(customer_id, new)
        except MergedError as merged:
            merged.old_id, merged.new_id = merged.new_id, merged.old_id
            raise


class FollowsElsewhere(Lying):
    def add_note(self, ticket_id, new):
        try:
            return self.honest.add_note(ticket_id, new)
        except MergedError:
            return Message(**{**_values(next(iter(self.desk.native.messages.values()))), "ticket_id": ticket_id})


def _values(message):
    return {name: getattr(message, name) for name in ("id", "vendor", "kind", "direction", "visibility", "author")}


class BringsBackWhatWasErased(Lying):
    def update(self, ticket_id, change):
        after = evolve(self.honest.update(ticket_id, change), erased=False)
        self.desk.native.tickets[after.id] = after
        return after


class Cut(Lying):
    """Messages of which a vendor gives no more than one; honest until a subclass is not."""

    def of_ticket(self, ticket_id):
        honest = self.honest.of_ticket(ticket_id)
        return Listing(lambda: self.pages(honest, cut=ticket_id == CUT_TICKET), what="messages")

    def pages(self, honest, *, cut):
        records = list(honest)
        yield from records[:1] if cut else records
        return cut


class HidesTheCut(Cut):
    def pages(self, honest, *, cut):
        yield from super().pages(honest, cut=cut)
        return False


class CriesWolf(Cut):
    def pages(self, honest, *, cut):
        yield from super().pages(honest, cut=cut)
        return True


class KnowsBeforehand(Cut):
    def of_ticket(self, ticket_id):
        listing = super().of_ticket(ticket_id)
        return Sure(listing) if ticket_id == CUT_TICKET else listing


class Sure(Listing):
    """A listing that stays cut once it was."""

    def __init__(self, honest):
        super().__init__(lambda: self.pages(honest), what="messages")
        self.was_cut = None

    def pages(self, honest):
        self.was_cut = True
        yield from honest
        return True

    @property
    def truncated(self):
        return self.was_cut

    @truncated.setter
    def truncated(self, value):
        self.was_cut = self.was_cut or value


class Sending(Lying):
    """Direct messages that go over something that breaks; honest until a subclass is not."""

    box = None
    sent = 0

    def send_direct(self, new):
        made = self.honest.send_direct(new)
        self.sent += 1
        if self.box.take(("reset_after",), "POST", "/direct"):
            broken = ConnectionFailedError("the connection was reset")
            told = {"vendor": "memory", "operation": "messages.send_direct"}
            raise AmbiguousWriteError("it may have gone out; ask who got it", **told) from broken
        return made


class SendsAgainWhenInDoubt(Sending):
    def send_direct(self, new):
        try:
            return super().send_direct(new)
        except AmbiguousWriteError:
            return super().send_direct(new)


def sending(liar):
    """Return a `start` for a desk whose direct messages are counted, with faults."""

    @contextmanager
    def start():
        desk, box = sample_desk(), FaultBox()
        role = liar(desk.messages, desk)
        role.box, desk.messages = box, role
        yield Harness(desk=desk, faults=box, outbound_messages=lambda: role.sent)

    return start
