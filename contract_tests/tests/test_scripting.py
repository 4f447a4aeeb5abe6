"""A counterexample is written down as a script that does again what was done, refusals included."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbridge.errors import NotFoundError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import (
    UNSET,
    CustomerChange,
    Identifier,
    IdentifierKind,
    NewCustomer,
    NewTicket,
    Requester,
    TicketStatus,
)
from deskbridge_contract_tests.scripting import Script, rendered


def run(text: str, desk: MemoryHelpdesk) -> None:
    scope: dict[str, object] = {}
    exec(compile(text, "counterexample", "exec"), scope)  # noqa: S102  what was written is to be run
    scope["run"](desk)  # type: ignore[operator]  # the function that every script has


def done() -> tuple[Script, NotFoundError]:
    """Make a customer with a ticket, delete nobody, and ask for what is not there."""
    script = Script()
    desk = script.side(MemoryHelpdesk(), "desk")
    customer = desk.customers.create(NewCustomer(name="Ada"))
    desk.tickets.create(NewTicket(requester=Requester(id=customer.id), subject="Lamp"))
    with pytest.raises(NotFoundError):
        desk.customers.delete("nobody")
    with pytest.raises(NotFoundError) as caught:
        desk.customers.update("nothing", CustomerChange(name="Grace"))
    return script, caught.value


def test_what_was_done_is_done_again_and_what_was_refused_may_be_refused_again() -> None:
    script, _ = done()
    text = script.text(ValueError("something else"))
    assert (
        "with contextlib.suppress(DeskbridgeError):  # NotFoundError\n        desk.customers.delete('nobody')" in text
    )
    assert "customer_1 = desk.customers.create(NewCustomer(name='Ada'))" in text
    desk = MemoryHelpdesk()
    run(text, desk)
    (ticket,) = desk.tickets.all()
    assert desk.customers.get(ticket.customer_id).name == "Ada"


def test_a_script_ends_in_the_error_that_was_the_failure() -> None:
    script, failure = done()
    with pytest.raises(NotFoundError):
        run(script.text(failure), MemoryHelpdesk())


def test_a_script_ends_in_the_comparison_that_failed_unless_an_error_was_the_failure() -> None:
    script, failure = done()
    script.ends_in = "raise LookupError('they differ')"
    with pytest.raises(LookupError, match="they differ"):
        run(script.text(AssertionError()), MemoryHelpdesk())
    assert "they differ" not in script.text(failure)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (UNSET, "UNSET"),
        ({"reason": "1", "tags": ["a", ("b",)]}, "{'reason': customer_1.id, 'tags': ['a', ('b', ), ]}"),
        (frozenset("ba"), "frozenset(['a', 'b'])"),
        (TicketStatus.OPEN, "TicketStatus.OPEN"),
        (datetime(2026, 3, 1, tzinfo=UTC), "datetime.fromisoformat('2026-03-01T00:00:00+00:00')"),
        (
            Identifier(kind=IdentifierKind.EMAIL, value="a@b.example"),
            "Identifier(kind=IdentifierKind.EMAIL, value='a@b.example')",
        ),
        (None, "None"),
    ],
)
def test_values_are_said_as_python_that_makes_them(value: object, said: str) -> None:
    assert rendered(value, {"1": "customer_1.id"}) == said
