"""What all that is written promises: it is kept exactly, or refused whole; it is never accepted and lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError, InvalidRequestError, UnsupportedError, ValidationError
from deskbridge.records import Customer, Record, Ticket
from deskbridge_contract_tests.harness import Harness

REFUSALS = (InvalidRequestError, UnsupportedError, ValidationError)
"""What a value that can't be kept may be refused by."""

_LOOK_AT = 50


@frozen(kw_only=True)
class Writing:
    """A value on its way to a field.

    Attributes:
        by: The method that writes it.
        wanted: What the field shall hold afterwards.
        write: Writes it, and returns what the field then holds, read anew.
        unwritten: Returns what the field holds while nothing was written; None where there is no record before.
    """

    by: Capability
    wanted: object
    write: Callable[[], object]
    unwritten: Callable[[], object] | None = None


def is_kept(field: Capability, writing: Writing) -> bool:
    """Write a value. Return whether it was kept; False means that it was refused, and changed nothing.

    Raises:
        AssertionError: It was accepted and something else is held, or it was refused and changed the field.
    """
    before = writing.unwritten() if writing.unwritten else None
    try:
        held = writing.write()
    except REFUSALS:
        after = writing.unwritten() if writing.unwritten else None
        assert before == after, f"{writing.by} refused {field} and changed it all the same"
        return False
    assert writing.wanted == held, f"{writing.by} accepted {field} and did not keep it"
    return True


def check_kept(harness: Harness, field: Capability, kept: list[bool]) -> None:
    """Assert that what is declared as possible works: always where it is full, else in one case at least."""
    every = all(kept) or not harness.full(field)
    assert every, f"{field} is declared full and was refused"
    assert any(kept), f"{field} is declared as possible and was refused in every plain case"


def check_taken(again: Callable[[], Record], first: Record, *, strict: bool) -> None:
    """Assert that what is made again is a conflict, which names the first if any.

    Args:
        again: Makes something by what is the first one's own.
        first: What was made before.
        strict: Whether nothing but a conflict will do; else there may be a second one, with an id of its own.
    """
    second: Record | None = None
    named: str | None = None
    try:
        second = again()
    except ConflictError as conflict:
        named = conflict.existing_id
    assert named in (None, first.id), "ConflictError names one that is not the one that is there"
    assert second is None or not strict, f"a second {type(first).__name__} was made of what belongs to the first"
    assert second is None or second.id != first.id, f"the first {type(first).__name__} was written over"


def customers_held(harness: Harness) -> Iterator[Customer]:
    """Yield some of the customers that the desk holds; none where they are not listed."""
    if harness.possible(Capability.CUSTOMERS_ALL):
        yield from islice(harness.desk.customers.all(), _LOOK_AT)


def tickets_held(harness: Harness) -> Iterator[Ticket]:
    """Yield some of the tickets that the desk holds; none where they are not listed."""
    if harness.possible(Capability.TICKETS_ALL):
        yield from islice(harness.desk.tickets.all(), _LOOK_AT)
