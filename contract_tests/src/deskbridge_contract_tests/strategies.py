"""Hypothesis strategies: `of` for every record and change by its type, and those for what is written at a vendor.

`of(Ticket)` draws every field, in any script and whether it makes sense to a vendor or not: for translations, stores
and tables. The others keep to what a desk declares, and hold nobody's real address: for desks. `st.from_type` draws the
same as `of`; hypothesis finds `register` by an entry point.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar, get_args

from attrs import evolve
from hypothesis import strategies as st

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.records import (
    Agent,
    AgentChange,
    AgentId,
    Answer,
    AnswerChange,
    AnswerContent,
    Audience,
    Author,
    AvailabilityKind,
    Change,
    Comment,
    ContentKind,
    Customer,
    CustomerChange,
    Direction,
    DirectMessage,
    Event,
    ExportJob,
    Group,
    GroupId,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    NewActivity,
    NewAnswer,
    NewComment,
    NewCustomer,
    NewMessage,
    NewNote,
    NewTopic,
    PastMessage,
    Record,
    Recorder,
    ReportQuery,
    Requester,
    Task,
    TaskChange,
    TaskStatus,
    Ticket,
    TicketChange,
    TicketStatus,
    Topic,
    TopicChange,
    Transcript,
)
from deskbridge_contract_tests.making import DUE, PAST, past_message
from deskbridge_contract_tests.mending import MENDED
from deskbridge_contract_tests.structures import structure

T = TypeVar("T")
_LONGEST = 200
_LONGEST_HOURS = 10_000
_LONGEST_TITLE = 100
_LONGEST_NAME = 40
_LONGEST_NOTE = 2000
_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789"
_SAID = st.characters(exclude_categories=("Cs", "Cc", "Cn"))


RECORDS: tuple[type[Record], ...] = (
    Agent,
    Answer,
    Audience,
    Comment,
    Customer,
    DirectMessage,
    Event,
    ExportJob,
    Group,
    Message,
    Recorder,
    Task,
    Ticket,
    Topic,
    Transcript,
)
"""Every record that a role gives."""

CHANGES: tuple[type, ...] = get_args(Change)
"""Everything that a role takes to write."""


def of(kind: type[T]) -> st.SearchStrategy[T]:
    """Values of a record, of a change, or of a value in them: any script, aware times, ids that are not empty.

    What the language itself forbids is not drawn: a ticket of the past is closed with a time or not at all, a period
    ends after it began, a note says something.
    """
    drawn: st.SearchStrategy[T] = structure(kind)  # type: ignore[arg-type]  # classes are hashable
    mend = MENDED.get(kind)
    return drawn if mend is None else drawn.map(mend)


def register() -> None:
    """Let `st.from_type` draw records and changes by `of`; of `Record` it draws any of them.

    Called by hypothesis itself where this package is installed.
    """
    for kind in (*RECORDS, *CHANGES, Identifier, Requester, AnswerContent, Author, ReportQuery):
        st.register_type_strategy(kind, of)
    st.register_type_strategy(Record, lambda _: st.one_of([of(kind) for kind in RECORDS]))


def _limit(declared: Capabilities, capability: Capability, otherwise: int) -> int:
    limit = declared[capability].limit
    return otherwise if limit is None else min(limit, otherwise)


def some_of(choices: Sequence[T], fewest: int = 0) -> st.SearchStrategy[list[T]]:
    """Some of a few different things, at least `fewest`, each at most once and in any order."""
    return st.lists(st.sampled_from(choices), min_size=fewest, unique=True) if choices else st.just([])


def words(*, longest: int = _LONGEST) -> st.SearchStrategy[str]:
    """Texts of one line in any script, without blanks at either end, 1 to `longest` characters."""
    return st.text(_SAID, min_size=1, max_size=longest).map(str.strip).filter(bool)


def texts(*, longest: int = _LONGEST_NOTE) -> st.SearchStrategy[str]:
    """Texts of several lines in any script, without blanks at either end, 1 to `longest` characters."""
    alphabet = st.one_of(_SAID, st.just("\n"))
    return st.text(alphabet, min_size=1, max_size=longest).map(str.strip).filter(bool)


def emails() -> st.SearchStrategy[Identifier]:
    """E-mail addresses of the domain that is reserved for examples."""
    local = st.text(_ASCII, min_size=1, max_size=20)
    return local.map(lambda one: Identifier(kind=IdentifierKind.EMAIL, value=f"{one}@example.com", primary=True))


def phones() -> st.SearchStrategy[Identifier]:
    """Phone numbers of the range that is reserved for fiction, as E.164."""
    number = st.integers(min_value=100, max_value=199)
    return number.map(lambda one: Identifier(kind=IdentifierKind.PHONE, value=f"+1202555{one:04d}"))


def new_customers(declared: Capabilities) -> st.SearchStrategy[NewCustomer]:
    """Customers to create, of what is declared as kept; each with an e-mail address that may be taken already."""
    named = declared[Capability.CUSTOMER_NAME].possible
    addressed = declared[Capability.CUSTOMER_ADDRESS].possible
    return st.builds(
        NewCustomer,
        name=words(longest=_limit(declared, Capability.CUSTOMER_NAME, _LONGEST)) if named else st.just(""),
        identifiers=st.tuples(emails()),
        address=words(longest=_limit(declared, Capability.CUSTOMER_ADDRESS, _LONGEST)) if addressed else st.just(""),
    )


def customer_changes(declared: Capabilities) -> st.SearchStrategy[CustomerChange]:
    """Changes of a customer's name."""
    return st.builds(CustomerChange, name=words(longest=_limit(declared, Capability.CUSTOMER_NAME, _LONGEST)))


def address_changes(declared: Capabilities) -> st.SearchStrategy[CustomerChange]:
    """Changes of a customer's postal address."""
    return st.builds(CustomerChange, address=words(longest=_limit(declared, Capability.CUSTOMER_ADDRESS, _LONGEST)))


def requesters() -> st.SearchStrategy[Requester]:
    """People by name and e-mail address."""
    return st.builds(Requester, name=words(longest=50), identifier=emails())


def status_changes() -> st.SearchStrategy[TicketChange]:
    """Changes of status to open or closed, silent."""
    kinds = st.sampled_from([TicketStatus.OPEN, TicketStatus.CLOSED])
    return st.builds(TicketChange, status=kinds, force=st.just(value=True))


def subject_changes(declared: Capabilities) -> st.SearchStrategy[TicketChange]:
    """Changes of a ticket's subject."""
    return st.builds(TicketChange, subject=words(longest=_limit(declared, Capability.TICKET_SUBJECT, _LONGEST)))


def ticket_moves(places: Sequence[GroupId]) -> st.SearchStrategy[TicketChange]:
    """Moves of a ticket to one of some groups; at least one."""
    return st.builds(TicketChange, group_id=st.sampled_from(places))


def new_notes(declared: Capabilities) -> st.SearchStrategy[NewNote]:
    """Notes of plain text."""
    return st.builds(NewNote, text=texts(longest=_limit(declared, Capability.MESSAGE_TEXT, _LONGEST_NOTE)))


def new_messages(declared: Capabilities) -> st.SearchStrategy[NewMessage]:
    """Messages of plain text to send, of a length that both the text and the sending allow."""
    longest = _limit(declared, Capability.MESSAGE_TEXT, _limit(declared, Capability.MESSAGES_SEND, _LONGEST_NOTE))
    return st.builds(NewMessage, text=texts(longest=longest))


def past_messages(declared: Capabilities) -> st.SearchStrategy[PastMessage]:
    """Messages and notes of the past, of whatever direction, in plain text; all of one id at their source."""
    return st.builds(
        lambda text, kind, direction, minutes: evolve(
            past_message(text), kind=kind, direction=direction, created_at=PAST + timedelta(minutes=minutes)
        ),
        texts(longest=_limit(declared, Capability.MESSAGE_TEXT, _LONGEST)),
        st.sampled_from([MessageKind.MESSAGE, MessageKind.NOTE]),
        st.sampled_from([Direction.INBOUND, Direction.OUTBOUND]),
        st.integers(min_value=0, max_value=_LONGEST_HOURS),
    )


def new_topics() -> st.SearchStrategy[NewTopic]:
    """Topics at the top of the tree."""
    return st.builds(NewTopic, name=words(longest=40))


def topic_changes() -> st.SearchStrategy[TopicChange]:
    """Changes of a topic's name."""
    return st.builds(TopicChange, name=words(longest=40))


def new_activities(declared: Capabilities) -> st.SearchStrategy[NewActivity]:
    """Activities with a title and a text."""
    longest = _limit(declared, Capability.MESSAGES_ADD_ACTIVITY, _LONGEST_TITLE)
    return st.builds(NewActivity, title=words(longest=longest), text=texts(longest=_LONGEST))


def agent_names(declared: Capabilities) -> st.SearchStrategy[AgentChange]:
    """Changes of an agent's name."""
    return st.builds(AgentChange, name=words(longest=_limit(declared, Capability.AGENT_NAME, _LONGEST_NAME)))


def availabilities() -> st.SearchStrategy[AgentChange]:
    """Changes of whether an agent takes work."""
    kinds = (AvailabilityKind.ONLINE, AvailabilityKind.AWAY, AvailabilityKind.OFFLINE)
    return st.builds(AgentChange, availability=st.sampled_from(kinds))


def task_status_changes() -> st.SearchStrategy[TaskChange]:
    """Changes of a task's status to open or closed."""
    return st.builds(TaskChange, status=st.sampled_from([TaskStatus.CLOSED, TaskStatus.OPEN]))


def task_delays() -> st.SearchStrategy[TaskChange]:
    """Changes of the time until which a task is to be done; all of them far from past."""
    hours = st.integers(min_value=0, max_value=_LONGEST_HOURS)
    return st.builds(TaskChange, due_at=hours.map(lambda one: DUE + timedelta(hours=one)))


def task_moves(places: Sequence[GroupId]) -> st.SearchStrategy[TaskChange]:
    """Moves of a task to one of some groups; at least one."""
    return st.builds(TaskChange, group_id=st.sampled_from(places))


def new_comments(agent_id: AgentId | None) -> st.SearchStrategy[NewComment]:
    """Comments in the name of an agent, or in nobody's."""
    return st.builds(NewComment, text=texts(), agent_id=st.just(agent_id))


def new_answers(declared: Capabilities) -> st.SearchStrategy[NewAnswer]:
    """Answers of what is declared as kept; a name may be taken already."""
    described = declared[Capability.ANSWER_DESCRIPTION].possible
    longest = _limit(declared, Capability.ANSWER_DESCRIPTION, _LONGEST)
    return st.builds(
        NewAnswer, name=words(longest=40), description=words(longest=longest) if described else st.just("")
    )


def answer_changes() -> st.SearchStrategy[AnswerChange]:
    """Changes of an answer's name."""
    return st.builds(AnswerChange, name=words(longest=40))


def answer_descriptions(declared: Capabilities) -> st.SearchStrategy[AnswerChange]:
    """Changes of an answer's description."""
    longest = _limit(declared, Capability.ANSWER_DESCRIPTION, _LONGEST)
    return st.builds(AnswerChange, description=words(longest=longest))


def contents() -> st.SearchStrategy[AnswerContent]:
    """Words of an answer in one of two languages for one of two uses."""
    return st.builds(
        AnswerContent,
        language=st.sampled_from(["en-us", "fr-fr"]),
        kind=st.sampled_from([ContentKind.PUBLIC, ContentKind.CHAT]),
        text=texts(),
    )
