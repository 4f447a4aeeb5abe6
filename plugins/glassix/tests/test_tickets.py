from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

import deskbridge
from deskbridge.errors import (
    AmbiguousWriteError,
    InvalidRequestError,
    NotFoundError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.records import (
    AgentId,
    Channel,
    ChannelKind,
    CustomerId,
    Erase,
    GroupId,
    Identifier,
    IdentifierKind,
    NewTicket,
    PastTicket,
    Requester,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicId,
)
from deskbridge.sandbox import Fault, RunningSandbox
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import GlassixSandbox, seeds

OPENED = datetime(2021, 9, 27, 21, 12, 34, 635_000, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=2)


def known_by(kind: IdentifierKind, value: str, *, label: str = "") -> Requester:
    return Requester(name="Ann", identifier=Identifier(kind=kind, value=value, label=label))


ANN = known_by(IdentifierKind.EMAIL, "ann@example.org")
PAST = PastTicket(
    requester=ANN,
    external_id="source-1",
    created_at=OPENED,
    closed_at=CLOSED,
    subject="Where is my order?",
    topic_ids=(TopicId("Returns"),),
    fields={"field2": "gold"},
)


def waiting(status: TicketStatus, **more: Any) -> PastTicket:
    return evolve(PAST, status=status, closed_at=None, **more)


def test_an_imported_ticket_has_its_times_texts_and_tags(desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(PAST)
    assert (made.created_at, made.closed_at, made.status.kind) == (OPENED, CLOSED, TicketStatus.CLOSED)
    assert (made.subject, made.topic_ids, made.fields) == ("Where is my order?", ("Returns",), {"field2": "gold"})
    assert evolve(made, updated_at=None) == evolve(desk.tickets.get(TicketId(made.id)), updated_at=None)


@pytest.mark.parametrize("status", [TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.SNOOZED])
def test_a_ticket_that_is_not_closed_is_imported_with_its_status(desk: GlassixDesk, status: TicketStatus) -> None:
    assert status is desk.tickets.import_past(waiting(status)).status.kind


def test_importing_and_changing_a_ticket_tells_nobody(box: RunningSandbox, desk: GlassixDesk) -> None:
    desk.tickets.import_past(PAST)
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN, external_id="source-2"))
    for status in (TicketStatus.PENDING, TicketStatus.OPEN, TicketStatus.CLOSED):
        desk.tickets.update(TicketId(made.id), TicketChange(status=status, subject=status.value))
    assert box.sandbox.counters.outbound_messages == 0


def test_a_change_of_status_tells_the_customer_if_it_is_not_silent(box: RunningSandbox, desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN))
    desk.tickets.update(TicketId(made.id), TicketChange(status=TicketStatus.CLOSED, silent=False))
    assert box.sandbox.counters.outbound_messages == 1


def test_what_would_be_sent_is_switched_off_in_the_request(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(200, {"id": 1}), (200, {"id": 2})]
    desk = connect()
    desk.tickets.import_past(PAST)
    desk.tickets.create(NewTicket(requester=ANN))
    imported, created = (asked[2] for asked in canned.asked)
    silent = {"getAvailableUser": False, "addIntroductionMessage": False, "enableWebhook": False, "markAsRead": True}
    assert silent == {name: imported[name] for name in silent}
    assert (created["addIntroductionMessage"], created["getAvailableUser"]) == (False, True)


@pytest.mark.parametrize(
    ("requester", "channel", "sent"),
    [
        (ANN, None, ("Mail", "MailTo", "ann@example.org")),
        (ANN, ChannelKind.CHAT, ("Mail", "MailTo", "ann@example.org")),
        (known_by(IdentifierKind.PHONE, "+1 202-555-0199"), None, ("SMS", None, "12025550199")),
        (known_by(IdentifierKind.PHONE, "+12025550199"), ChannelKind.WHATSAPP, ("WhatsApp", None, "12025550199")),
        (known_by(IdentifierKind.PHONE, "+12025550199"), ChannelKind.PHONE, ("PhoneCall", None, "12025550199")),
        (known_by(IdentifierKind.PHONE, "+12025550199"), ChannelKind.EMAIL, ("SMS", None, "12025550199")),
        (known_by(IdentifierKind.EXTERNAL_ID, "cust-7"), None, ("Web", None, "cust-7")),
        (known_by(IdentifierKind.SOCIAL, "77", label="FacebookId"), None, ("FBmessenger", None, "77")),
        (Requester(name="Nobody"), None, ("Web", None, "source-1")),
    ],
)
def test_a_requester_is_taken_for_a_participant_by_what_is_known(
    canned: Any,
    connect: Callable[..., GlassixDesk],
    requester: Requester,
    channel: ChannelKind | None,
    sent: tuple[str, str | None, str],
) -> None:
    canned.says = [(200, {"id": 1})]
    taken = Channel(kind=channel) if channel else None
    connect().tickets.import_past(evolve(PAST, requester=requester, channel=taken))
    (participant,) = canned.asked[0][2]["participants"]
    assert sent == (participant["protocolType"], participant.get("subProtocolType"), participant["identifier"])


def test_a_customer_is_taken_by_id(desk: GlassixDesk) -> None:
    known = next(one for one in desk.customers.all() if one.emails)
    made = desk.tickets.import_past(evolve(PAST, requester=Requester(id=CustomerId(known.id))))
    assert known.id == made.customer_id


def test_somebody_known_by_an_external_id_only_keeps_it_and_is_one_customer(desk: GlassixDesk) -> None:
    who = known_by(IdentifierKind.EXTERNAL_ID, "cust-7")
    first, second = (desk.tickets.import_past(evolve(PAST, requester=who, external_id=one)) for one in ("a", "b"))
    assert first.customer_id == second.customer_id
    (found,) = desk.customers.find(external_id="cust-7")
    assert (first.customer_id, ("cust-7",)) == (found.id, found.values(IdentifierKind.EXTERNAL_ID))


def test_a_ticket_is_found_by_its_id_at_the_source_with_and_without_its_time(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    made = desk.tickets.import_past(PAST)
    desk.tickets.import_past(evolve(PAST, external_id="source-11"))
    before = box.sandbox.counters.requests
    assert [made.id] == [one.id for one in desk.tickets.find(external_id="source-1", created_at=OPENED)]
    assert box.sandbox.counters.requests == before + 1
    assert [made.id] == [one.id for one in desk.tickets.find(external_id="source-1")]
    assert list(desk.tickets.find(external_id="source", created_at=OPENED)) == []


def test_an_import_whose_answer_got_lost_is_not_repeated_and_can_be_found(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    box.sandbox.faults.add(Fault("reset_after", 1, path="/tickets/create"))
    with pytest.raises(AmbiguousWriteError):
        desk.tickets.import_past(PAST)
    assert len(list(desk.tickets.find(external_id="source-1", created_at=OPENED))) == 1


def test_a_ticket_that_was_made_is_not_made_again_because_its_agent_could_not_be_set(
    box: RunningSandbox,
) -> None:
    box.sandbox.faults.add(Fault("reset_before", 1, path="/tickets/setowner"))
    with deskbridge.connect("glassix", **box.settings, attempts=1) as desk:
        (agent,) = desk.agents.find(email="agent@example.com")
        with pytest.raises(AmbiguousWriteError, match=r"ticket \d+ was imported") as caught:
            desk.tickets.import_past(waiting(TicketStatus.OPEN, agent_id=AgentId(agent.id)))
    assert not caught.value.retryable


def test_a_moved_ticket_keeps_its_new_id_though_it_can_not_be_read(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    before = {"id": 1, "state": "Open", "field1": "Hi", "departmentId": "824b4850-b24c-45ed-8d41-c740ad2618bf"}
    canned.says = [(200, before), (200, {"ticketId": 2}), (404, {"message": "Ticket was not found"})]
    moved = connect().tickets.update(TicketId("1"), TicketChange(group_id=GroupId(seeds.OTHER_DEPARTMENT)))
    assert (moved.id, moved.moved_from, moved.subject, moved.raw) == ("2", "1", "Hi", {})


@pytest.mark.parametrize(
    ("past", "kind"),
    [
        (evolve(PAST, closed_at=None), InvalidRequestError),
        (evolve(PAST, status=TicketStatus.OPEN), InvalidRequestError),
        (waiting(TicketStatus.UNKNOWN), InvalidRequestError),
        (evolve(PAST, external_id=""), InvalidRequestError),
        (evolve(PAST, fields={"priority": "high"}), InvalidRequestError),
        (evolve(PAST, fields={"field1": "subject"}), InvalidRequestError),
        (evolve(PAST, fields={"field2": 3}), InvalidRequestError),
        (evolve(PAST, requester=known_by(IdentifierKind.EXTERNAL_ID, "x" * 51)), InvalidRequestError),
        (evolve(PAST, requester=known_by(IdentifierKind.PHONE, "+")), InvalidRequestError),
        (evolve(PAST, requester=known_by(IdentifierKind.PHONE, "+12025550199 ext. 5")), InvalidRequestError),
        (evolve(PAST, agent_id=AgentId("a")), UnsupportedError),
        (evolve(PAST, group_id=GroupId(seeds.OTHER_DEPARTMENT)), UnsupportedError),
        (evolve(PAST, updated_at=CLOSED), UnsupportedError),
    ],
)
def test_an_import_that_would_lose_something_or_contradicts_itself_is_refused_and_nothing_is_sent(
    box: RunningSandbox, desk: GlassixDesk, past: PastTicket, kind: type[Exception]
) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(kind):
        desk.tickets.import_past(past)
    assert before == box.sandbox.counters.requests


def test_an_unknown_tag_is_refused_by_the_vendor_and_no_ticket_is_made(desk: GlassixDesk) -> None:
    with pytest.raises(ValidationError, match="No such tag"):
        desk.tickets.import_past(evolve(PAST, topic_ids=(TopicId("No such tag"),)))
    assert list(desk.tickets.find(external_id="source-1", created_at=OPENED)) == []


def test_an_open_ticket_is_imported_with_its_agent(desk: GlassixDesk) -> None:
    (agent,) = desk.agents.find(email="Agent@Example.com")
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN, agent_id=AgentId(agent.id)))
    assert agent.id == made.agent_id


def test_a_change_sends_only_what_is_set_and_returns_what_is_held(desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN))
    changed = desk.tickets.update(
        TicketId(made.id), TicketChange(subject="", fields={"field3": "x"}, external_id="source-9")
    )
    assert (
        changed.subject,
        changed.fields,
        changed.external_id,
    ) == ("", {"field3": "x"}, "source-9")
    assert (made.status, made.topic_ids, made.agent_id) == (changed.status, changed.topic_ids, changed.agent_id)


def test_fields_that_are_not_in_the_change_stay_only_where_it_has_no_fields_at_all(desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN))
    renamed = desk.tickets.update(TicketId(made.id), TicketChange(subject="Another"))
    assert renamed.fields == {"field2": "gold"}
    kept = desk.tickets.update(TicketId(made.id), TicketChange(fields={**renamed.fields, "field10": "x"}))
    assert kept.fields == {"field2": "gold", "field10": "x"}
    assert desk.tickets.update(TicketId(made.id), TicketChange(fields={})).fields == {}


def test_setting_the_status_that_it_has_is_no_error(desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(PAST)
    changed = desk.tickets.update(TicketId(made.id), TicketChange(status=TicketStatus.CLOSED))
    assert changed.status.kind is TicketStatus.CLOSED


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (TicketChange(agent_id=None), UnsupportedError),
        (TicketChange(status=TicketStatus.SNOOZED), UnsupportedError),
        (TicketChange(status=TicketStatus.UNKNOWN), InvalidRequestError),
        (TicketChange(group_id=GroupId("sales")), NotFoundError),
        (TicketChange(fields={"field11": "x"}), InvalidRequestError),
    ],
)
def test_a_change_that_can_not_be_made_is_refused_and_nothing_is_sent(
    box: RunningSandbox, desk: GlassixDesk, change: TicketChange, kind: type[Exception]
) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(kind):
        desk.tickets.update(TicketId("13784"), change)
    assert before == box.sandbox.counters.requests


def test_moving_a_ticket_returns_it_under_its_new_id(box: RunningSandbox, desk: GlassixDesk) -> None:
    made = desk.tickets.import_past(waiting(TicketStatus.OPEN))
    moved = desk.tickets.update(TicketId(made.id), TicketChange(group_id=GroupId(seeds.OTHER_DEPARTMENT)))
    assert (made.id, seeds.OTHER_DEPARTMENT) == (moved.moved_from, moved.group_id)
    assert moved.id == desk.tickets.get(TicketId(made.id)).moved_to
    assert isinstance(box.sandbox, GlassixSandbox)
    other = box.sandbox.department_settings(box.url, seeds.OTHER_DEPARTMENT)
    with deskbridge.connect("glassix", **other) as there:
        assert made.id == there.tickets.get(TicketId(moved.id)).moved_from


def test_a_customers_tickets_are_listed_oldest_first(desk: GlassixDesk) -> None:
    later, earlier = (
        desk.tickets.import_past(evolve(PAST, external_id=f"{days}", created_at=OPENED - timedelta(days=days)))
        for days in (1, 2)
    )
    listed = desk.tickets.of_customer(CustomerId(str(later.customer_id)))
    assert [earlier.id, later.id] == [one.id for one in listed]


@pytest.mark.parametrize("ident", ["", "no-number", "1/2", "..", "٣", "9" * 19])
def test_an_id_that_is_no_number_is_not_found_and_nothing_is_sent(
    box: RunningSandbox, desk: GlassixDesk, ident: str
) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(NotFoundError):
        desk.tickets.get(TicketId(ident))
    assert before == box.sandbox.counters.requests


ERASED = TicketId("13784")


def test_an_erased_ticket_says_so_and_tells_nothing_of_the_customer(desk: GlassixDesk) -> None:
    before = desk.tickets.get(ERASED)
    desk.tickets.erase(ERASED, confirm=Erase.IRREVERSIBLY)
    after = desk.tickets.get(ERASED)
    assert (before.erased, after.erased, after.created_at) == (False, True, before.created_at)
    assert before.subject not in str(after.raw)
    desk.tickets.erase(ERASED, confirm=Erase.IRREVERSIBLY)


@pytest.mark.parametrize("confirm", ["irreversibly", True, None])
def test_nothing_but_the_word_itself_erases(box: RunningSandbox, desk: GlassixDesk, confirm: Any) -> None:
    with pytest.raises(InvalidRequestError, match="nothing was sent"):
        desk.tickets.erase(ERASED, confirm=confirm)
    assert box.sandbox.counters.requests == 0


def test_a_ticket_that_may_not_be_erased_is_not_called_erased(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(400, {"message": "Scrambling is off in this workspace"}), (200, {"id": 1})]
    with pytest.raises(ValidationError, match="Scrambling is off"):
        connect().tickets.erase(TicketId("1"), confirm=Erase.IRREVERSIBLY)
