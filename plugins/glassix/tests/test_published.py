"""What Glassix published, played to the real client over a socket; see `published.json` for each example's source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from deskbridge.errors import MalformedAnswerError
from deskbridge.protocols import Helpdesk
from deskbridge.records import CustomerId, TicketId
from deskbridge_contract_tests import PublishedContract

HERE = Path(__file__).parent
DEPARTMENT, ANOTHER = "824b4850-b24c-45ed-8d41-c740ad2618bf", "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"


def events(desk: Helpdesk) -> list[object]:
    """Read the queue; an event that can't be read comes without its changes, which is how it is refused."""
    found = desk.native.webhooks.get_events()
    if any(one.changes is None for one in found):
        msg = "an event can't be read"
        raise MalformedAnswerError(msg)
    return list(found)


class TestGlassixPublished(PublishedContract):
    vendor = "glassix"
    recording = HERE / "published"
    beside = ("token",)
    reads = {  # noqa: RUF012 - as the contract asks for it
        "contact": lambda desk: desk.customers.get(CustomerId("797f5328-310c-4044-afb1-e62fd72fb725")),
        "ticket": lambda desk: desk.tickets.get(TicketId("13783")),
        "ticket-page": lambda desk: desk.native.tickets.first_page(
            since=datetime(2023, 5, 1, tzinfo=UTC), until=datetime(2023, 5, 31, tzinfo=UTC)
        ),
        "users": lambda desk: desk.agents.all(),
        "user-by-unique-argument": lambda desk: desk.native.users.by_unique_argument("johnsCustomArgument"),
        "own-status": lambda desk: desk.native.own_user.status(),
        "events": events,
        "moved-ticket": lambda desk: [desk.native.ticket_changes.set_department(13783, ANOTHER)],
        "tags-of-a-ticket": lambda desk: desk.native.tickets.add_tags(13783, ["Sales", "Excel"]),
        "is-online": lambda desk: [desk.native.tenants.is_online(DEPARTMENT)],
    }
