"""Makes what the tests need: unique data where the vendor lets us create it, else what the sample data holds.

Nothing here asserts. What a desk neither holds nor lets us create is asked of its author: `lacking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from itertools import count, islice
from typing import NoReturn
from uuid import uuid4
from weakref import WeakKeyDictionary

import pytest
from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    Agent,
    AgentId,
    Answer,
    AnswerContent,
    Author,
    AuthorKind,
    ContentKind,
    Customer,
    CustomerId,
    Direction,
    Group,
    GroupId,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    NewAgent,
    NewAnswer,
    NewComment,
    NewCustomer,
    NewNote,
    NewTask,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Requester,
    Task,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
    Topic,
    TopicId,
    Visibility,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.reading import once


@define
class _Names:
    """What makes names unique: a word for the run, and a number for each."""

    run: str = field(factory=lambda: uuid4().hex[:8])
    numbers: Iterator[int] = field(factory=lambda: count(1))


_names = _Names()
_held: WeakKeyDictionary[Helpdesk, Ticket] = WeakKeyDictionary()
"""The ticket of each desk that is taken where none can be made: looking for one may be dear."""
_LOOK_AT = 50
_AREAS = (
    *(201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 301, 302, 303, 304, 305),
    *(312, 313, 314, 315, 316, 404, 405, 406, 407, 412, 415, 502, 503, 505, 512, 602, 603, 617, 702, 713),
)
"""Of the United States; in each area the numbers from 555-0100 to 555-0199 are nobody's."""
_LONGEST = 100
PAST = datetime(2021, 9, 27, 21, 12, 34, 635000, tzinfo=UTC)
FAR = timezone(timedelta(hours=5, minutes=30))
"""A zone of which hours are no multiple."""
DUE = datetime(2035, 3, 1, 9, 30, 45, tzinfo=UTC)
"""A time that is far from past: some vendors refuse what is due already."""


@contextmanager
def named_by(seed: str) -> Iterator[None]:
    """Let the names of a block follow from a seed, so that they are the same in the next run."""
    before = _names.run, _names.numbers
    _names.run, _names.numbers = sha256(seed.encode()).hexdigest()[:8], count(1)
    try:
        yield
    finally:
        _names.run, _names.numbers = before


def unique(word: str) -> str:
    """Return a text that no other test and no other run uses."""
    return f"contract-{word}-{_names.run}-{next(_names.numbers)}"


def email() -> Identifier:
    """Return a new e-mail address of the domain that is reserved for examples."""
    return Identifier(kind=IdentifierKind.EMAIL, value=f"{unique('mail')}@example.com", primary=True)


def phone() -> Identifier:
    """Return a new phone number of the ranges that are reserved for fiction: there are four thousand of them."""
    begun = int(_names.run, 16)  # elsewhere for each run, whose numbers begin anew, since a number is often taken
    hundreds, number = divmod((begun + next(_names.numbers)) % (100 * len(_AREAS)), 100)
    area = _AREAS[hundreds]
    return Identifier(kind=IdentifierKind.PHONE, value=f"+1{area}555{100 + number:04d}")


def external_id() -> Identifier:
    """Return a new id as another system would give it."""
    return Identifier(kind=IdentifierKind.EXTERNAL_ID, value=unique("external"))


def unlike(ident: str) -> str:
    """Return an id of the same form that nothing has: a vendor must miss it, and not stumble over its form."""
    return re.sub(r"[0-9]", "9", re.sub(r"[A-Z]", "F", re.sub(r"[a-z]", "f", ident)))


def past_message(text: str = "What was said.") -> PastMessage:
    """Return a customer's message of the past."""
    return PastMessage(
        external_id=unique("message"),
        kind=MessageKind.MESSAGE,
        direction=Direction.INBOUND,
        visibility=Visibility.PUBLIC,
        author=Author(kind=AuthorKind.CUSTOMER, id="their-id", name="Ada Lovelace"),
        created_at=PAST,
        text=text,
    )


def first_words(harness: Harness) -> tuple[AnswerContent, ...]:
    """Return what an answer is made with where words come with it or never: such a vendor may take none without."""
    if harness.possible(Capability.ANSWERS_SET_CONTENT) or not harness.possible(Capability.ANSWER_CONTENTS):
        return ()
    return (AnswerContent(language="en-us", kind=ContentKind.CHAT, text=unique("said")),)


def lacking(what: str, *capabilities: Capability) -> NoReturn:
    """Fail, because a suite can't be run on a desk that holds nothing to run it on."""
    ways = " or ".join(capabilities)
    pytest.fail(f"the desk holds no {what} and none can be made by {ways}; put one into the `sample` seed")


def outbound(harness: Harness) -> int:
    """Return how many messages went out to customers; skips the test where nobody can tell."""
    if harness.outbound_messages is None:
        pytest.skip("nobody can tell here whether a message went out")
    return harness.outbound_messages()


class Maker:
    """Makes records on one desk."""

    def __init__(self, harness: Harness) -> None:
        self._harness = harness
        self._desk = harness.desk

    def text(self, capability: Capability, word: str) -> str:
        """Return a unique text that fits into a field."""
        return unique(word)[-self._harness.limit(capability, otherwise=_LONGEST) :]

    def customer(self) -> Customer:
        """Return a customer: a new one, or the one of a ticket."""
        if self._harness.possible(Capability.CUSTOMERS_CREATE):
            return self._desk.customers.create(self.new_customer())
        customer_id = self.ticket().customer_id
        if customer_id is None:
            lacking("ticket with a customer", Capability.CUSTOMERS_CREATE, Capability.TICKETS_CREATE)
        return self._desk.customers.get(customer_id)

    def new_customer(self, *identifiers: Identifier) -> NewCustomer:
        """Return a customer to create, with an e-mail address unless others are given."""
        return NewCustomer(name=self.text(Capability.CUSTOMER_NAME, "name"), identifiers=identifiers or (email(),))

    def ticket(self) -> Ticket:
        """Return an open ticket: a new one, or one that the desk holds."""
        if self._harness.possible(Capability.TICKETS_CREATE):
            return self._desk.tickets.create(self.new_ticket())
        if self._harness.possible(Capability.TICKETS_IMPORT_PAST):
            return self._desk.tickets.import_past(self.past_ticket(TicketStatus.OPEN))
        return self._held_ticket()

    def open_ticket(self) -> Ticket:
        """Return a ticket as `ticket` does, opened again if it is closed and that can be done."""
        ticket = self.ticket()
        if ticket.status.kind is TicketStatus.CLOSED and self._harness.possible(
            Capability.TICKETS_UPDATE, Capability.TICKET_STATUS
        ):
            return self._desk.tickets.update(TicketId(ticket.id), TicketChange(status=TicketStatus.OPEN))
        return ticket

    def _held_ticket(self) -> Ticket:
        if self._desk not in _held:
            _held[self._desk] = self._looked_for()
        held = _held[self._desk]
        return self._desk.tickets.get(TicketId(held.id)) if self._harness.possible(Capability.TICKETS_GET) else held

    def _looked_for(self) -> Ticket:
        if not self._harness.possible(Capability.TICKETS_ALL):
            pytest.skip("there is no ticket to test with: none can be listed, made or imported")
        first = list(islice(self._desk.tickets.all(), _LOOK_AT))
        if not first:
            lacking("ticket", Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST)
        return next((one for one in first if one.status.kind is TicketStatus.OPEN), first[0])

    def requester(self) -> Requester:
        """Return a person whom the desk does not know yet."""
        return Requester(name="Ada Lovelace", identifier=email())

    def new_ticket(self, *, customer_id: CustomerId | None = None) -> NewTicket:
        """Return a ticket to open, for a customer or for a new person."""
        who = self.requester() if customer_id is None else Requester(id=customer_id)
        subject = (
            self.text(Capability.TICKET_SUBJECT, "subject") if self._harness.possible(Capability.TICKET_SUBJECT) else ""
        )
        return NewTicket(requester=who, subject=subject)

    def past_ticket(self, status: TicketStatus) -> PastTicket:
        """Return a ticket of the past to import."""
        closed_at = PAST + timedelta(hours=2) if status is TicketStatus.CLOSED else None
        subject = (
            self.text(Capability.TICKET_SUBJECT, "subject") if self._harness.possible(Capability.TICKET_SUBJECT) else ""
        )
        return PastTicket(
            requester=self.requester(),
            external_id=unique("ticket"),
            created_at=PAST,
            status=status,
            closed_at=closed_at,
            subject=subject,
        )

    def topic(self) -> Topic:
        """Return a topic: a new one, or one that the desk holds."""
        if self._harness.possible(Capability.TOPICS_CREATE):
            return self._desk.topics.create(NewTopic(name=unique("topic")))
        return self.topics(1)[0]

    def topics(self, wanted: int) -> list[Topic]:
        """Return so many different topics."""
        if self._harness.possible(Capability.TOPICS_CREATE):
            return [self.topic() for _ in range(wanted)]
        listed = once(self._desk.topics.all(), Capability.TOPICS_ALL)
        found = [one for one in listed if not one.disabled][:wanted]
        if len(found) < wanted:
            lacking(f"{wanted} topics", Capability.TOPICS_CREATE)
        return found

    def topic_ids(self, ticket: Ticket) -> tuple[TopicId, ...]:
        """Return the topics that a ticket has now."""
        return self._desk.tickets.get(TicketId(ticket.id)).topic_ids

    def note(self, ticket: Ticket, text: str = "A note.") -> Message:
        """Add a note to a ticket."""
        return self._desk.messages.add_note(TicketId(ticket.id), NewNote(text=text))

    def agent(self) -> Agent:
        """Return an agent who works there."""
        found = [one for one in once(self._desk.agents.all(), Capability.AGENTS_ALL) if one.active is not False]
        if not found:
            lacking("agent", Capability.AGENTS_ALL)
        return next((one for one in found if one.email), found[0])

    def new_agent(self) -> NewAgent:
        """Return an agent to let in, who may do what a colleague may: some vendors want that said."""
        told = self._harness.possible(Capability.AGENTS_ALL, Capability.AGENT_ROLES)
        roles = next((one.roles for one in self._desk.agents.all() if one.roles), ()) if told else ()
        return NewAgent(email=email().value, roles=roles)

    def new_colleague(self) -> Agent:
        """Let an agent in."""
        return self._desk.agents.create(self.new_agent())

    def group(self) -> Group:
        """Return a group that takes tickets."""
        found = next((one for one in self._desk.groups.all() if not one.disabled), None)
        if found is None:
            lacking("group", Capability.GROUPS_ALL)
        return found

    def new_task(self, text: str = "") -> NewTask:
        """Return a task to make for a new person, in a group where that can be said: some vendors need one."""
        waits = self._harness.possible(Capability.TASK_GROUP_ID, Capability.GROUPS_ALL)
        return NewTask(
            requester=self.requester(),
            text=text or unique("task"),
            due_at=DUE,
            group_id=GroupId(self.group().id) if waits else None,
        )

    def task(self) -> Task:
        """Make an open task."""
        return self._desk.tasks.create(self.new_task())

    def new_comment(self, text: str) -> NewComment:
        """Return a comment to write, in an agent's name where there are agents: some vendors need one."""
        named = self._harness.possible(Capability.AGENTS_ALL)
        return NewComment(text=text, agent_id=AgentId(self.agent().id) if named else None)

    def answer(self) -> Answer:
        """Make an answer: without contents, unless none can be set afterwards."""
        return self._desk.answers.create(NewAnswer(name=unique("answer"), contents=first_words(self._harness)))
