"""What `desk.messages` promises of content that is taken out for good."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import (
    Message,
    MessageId,
    TicketId,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked


class RedactingSuite:
    """What a message said is taken out for good, and that there was one stays."""

    @needs(Capability.MESSAGES_REDACT, Capability.MESSAGES_OF_TICKET)
    def test_a_redacted_messages_content_is_gone_and_the_message_stays(
        self, harness: Harness, maker: Maker, samples: Samples
    ) -> None:
        """What a message said is gone, that there was one stays. A card number must be nowhere any more.

        Usually wrong: it is still in `raw`, or the message is deleted.
        """
        told, before = _redacted(harness, samples.said or (_note_to_redact(harness, maker),))
        after = _listed(harness, told)
        assert set(before) <= set(after), "messages.redact took the whole message away"
        shown = f"{after[told.id]!r} {dict(after[told.id].raw)!r}"
        assert told.text not in shown, "messages.redact left what the message said"
        others = set(before) - {told.id}
        assert {one: before[one].text for one in others} == {one: after[one].text for one in others}, (
            "messages.redact changed another message"
        )

    @needs(Capability.MESSAGES_REDACT, Capability.MESSAGES_ADD_NOTE)
    def test_redacting_an_unknown_message_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Redacting nothing is an error, not a success. The card number would still be there.

        Usually wrong: the vendor answers 204 to anything.
        """
        ident = MessageId(unlike(maker.note(maker.ticket()).id))
        with pytest.raises(NotFoundError):
            harness.desk.messages.redact(ident)


def _note_to_redact(harness: Harness, maker: Maker) -> Message:
    """Return a note with another beside it, where no customer's message is known."""
    if not harness.possible(Capability.MESSAGES_ADD_NOTE):
        lacked("customer's message")
    ticket = maker.ticket()
    maker.note(ticket, unique("other"))
    return evolve(maker.note(ticket, unique("secret")), ticket_id=TicketId(ticket.id))


def _redacted(harness: Harness, candidates: tuple[Message, ...]) -> tuple[Message, dict[str, Message]]:
    """Redact the first that can be; return it, and what its ticket held before. One declared full can all be."""
    for one in candidates:
        before = _listed(harness, one)
        try:
            harness.desk.messages.redact(MessageId(one.id))
        except ValidationError:
            may_refuse = not harness.full(Capability.MESSAGES_REDACT)
            assert may_refuse, "messages.redact is declared full and refused a message"
            continue
        return one, before
    pytest.fail("messages.redact refused every message")


def _listed(harness: Harness, message: Message) -> dict[str, Message]:
    assert message.ticket_id is not None, "a message that is to be redacted is of no ticket"
    return {one.id: one for one in harness.desk.messages.of_ticket(message.ticket_id)}
