"""Hypothesis strategies for what is written: any script, any length that is declared, nobody's real address."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.records import (
    AgentId,
    AnswerChange,
    AnswerContent,
    ContentKind,
    CustomerChange,
    Identifier,
    IdentifierKind,
    NewActivity,
    NewAnswer,
    NewComment,
    NewCustomer,
    NewNote,
    NewTopic,
    Requester,
    TaskChange,
    TaskStatus,
    TicketChange,
    TicketStatus,
    TopicChange,
)
from deskbridge_contract_tests.making import DUE

_LONGEST = 200
_LONGEST_HOURS = 10_000
_LONGEST_NOTE = 2000
_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789"
_SAID = st.characters(exclude_categories=("Cs", "Cc", "Cn"))


def _limit(declared: Capabilities, capability: Capability, otherwise: int) -> int:
    limit = declared[capability].limit
    return otherwise if limit is None else min(limit, otherwise)


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


def requesters() -> st.SearchStrategy[Requester]:
    """People by name and e-mail address."""
    return st.builds(Requester, name=words(longest=50), identifier=emails())


def status_changes() -> st.SearchStrategy[TicketChange]:
    """Changes of status to open or closed, silent."""
    kinds = st.sampled_from([TicketStatus.OPEN, TicketStatus.CLOSED])
    return st.builds(TicketChange, status=kinds, force=st.just(value=True))


def new_notes(declared: Capabilities) -> st.SearchStrategy[NewNote]:
    """Notes of plain text."""
    return st.builds(NewNote, text=texts(longest=_limit(declared, Capability.MESSAGE_TEXT, _LONGEST_NOTE)))


def new_topics() -> st.SearchStrategy[NewTopic]:
    """Topics at the top of the tree."""
    return st.builds(NewTopic, name=words(longest=40))


def topic_changes() -> st.SearchStrategy[TopicChange]:
    """Changes of a topic's name."""
    return st.builds(TopicChange, name=words(longest=40))


def new_activities(declared: Capabilities) -> st.SearchStrategy[NewActivity]:
    """Activities with a title and a text."""
    longest = _limit(declared, Capability.MESSAGES_ADD_ACTIVITY, _LONGEST)
    return st.builds(NewActivity, title=words(longest=longest), text=texts(longest=_LONGEST))


def task_status_changes() -> st.SearchStrategy[TaskChange]:
    """Changes of a task's status to open or closed."""
    return st.builds(TaskChange, status=st.sampled_from([TaskStatus.CLOSED, TaskStatus.OPEN]))


def task_delays() -> st.SearchStrategy[TaskChange]:
    """Changes of the time until which a task is to be done; all of them far from past."""
    hours = st.integers(min_value=0, max_value=_LONGEST_HOURS)
    return st.builds(TaskChange, due_at=hours.map(lambda one: DUE + timedelta(hours=one)))


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


def contents() -> st.SearchStrategy[AnswerContent]:
    """Words of an answer in one of two languages for one of two uses."""
    return st.builds(
        AnswerContent,
        language=st.sampled_from(["en-us", "fr-fr"]),
        kind=st.sampled_from([ContentKind.PUBLIC, ContentKind.CHAT]),
        text=texts(),
    )
