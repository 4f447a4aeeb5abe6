"""Hypothesis strategies for what is written: any script, any length that is declared, nobody's real address."""

from __future__ import annotations

from hypothesis import strategies as st

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.records import (
    CustomerChange,
    Identifier,
    IdentifierKind,
    NewActivity,
    NewCustomer,
    NewNote,
    NewTopic,
    Requester,
    TicketChange,
    TicketStatus,
    TopicChange,
)

_LONGEST = 200
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
