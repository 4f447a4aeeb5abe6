from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import deskbridge
from deskbridge.errors import ForeignOriginError, InvalidRequestError, MalformedAnswerError, ValidationError
from deskbridge.records import Identifier, IdentifierKind, PastTicket, Requester, Ticket
from deskbridge.sandbox import Fault, RunningSandbox, SandboxOptions, running
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import create

numbers = count(1)
known: list[Ticket] = []
"""What the module's own desk holds."""

moments = st.datetimes(datetime(2019, 12, 1), datetime(2020, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001 - aware
ANN = Requester(name="Ann", identifier=Identifier(kind=IdentifierKind.EMAIL, value="ann@example.org"))


def past(opened: datetime, lasting: timedelta) -> PastTicket:
    return PastTicket(
        requester=ANN, external_id=f"source-{next(numbers)}", created_at=opened, closed_at=opened + lasting
    )


def active(ticket: Ticket, since: datetime, until: datetime) -> bool:
    return any(one and since <= one <= until for one in (ticket.created_at, ticket.closed_at, ticket.updated_at))


@pytest.fixture(scope="module")
def empty_desk() -> Iterator[GlassixDesk]:
    with (
        running(create(SandboxOptions(seeds=()))) as box,
        deskbridge.connect("glassix", **box.settings) as desk,
    ):
        yield cast(GlassixDesk, desk)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=70))), max_size=5),
    st.tuples(moments, moments).map(sorted),
)
def test_whatever_the_period_nothing_is_missing_and_nothing_comes_twice(
    empty_desk: GlassixDesk, opened: list[tuple[datetime, timedelta]], period: list[datetime]
) -> None:
    known.extend(empty_desk.tickets.import_past(past(moment, lasting)) for moment, lasting in opened)
    since, until = period
    listed = [one.id for one in empty_desk.tickets.all(active_since=since, active_until=until)]
    assert len(set(listed)) == len(listed)
    assert {one.id for one in known if active(one, since, until)} <= set(listed)
    widened = timedelta(milliseconds=10)
    assert set(listed) <= {one.id for one in known if active(one, since - widened, until + widened)}


def test_pages_are_followed_to_the_last_ticket(box: RunningSandbox, desk: GlassixDesk) -> None:
    day = datetime(2020, 2, 10, tzinfo=UTC)
    made = {desk.tickets.import_past(past(day + timedelta(seconds=n), timedelta(hours=1))).id for n in range(230)}
    before = box.sandbox.counters.requests
    listed = [one.id for one in desk.tickets.all(active_since=day, active_until=day + timedelta(days=1))]
    assert (made, 230) == (set(listed), len(listed))
    assert box.sandbox.counters.requests - before == 3


def test_without_bounds_every_month_since_2015_is_asked_for(desk: GlassixDesk) -> None:
    opened = datetime(2015, 1, 1, tzinfo=UTC)
    oldest = desk.tickets.import_past(past(opened, timedelta(0)))
    assert oldest.id in {one.id for one in desk.tickets.all()}


def test_a_link_to_another_host_is_not_followed(box: RunningSandbox, desk: GlassixDesk) -> None:
    day = datetime(2020, 2, 10, tzinfo=UTC)
    for _ in range(101):
        desk.tickets.import_past(past(day, timedelta(0)))
    box.sandbox.faults.add(Fault("foreign_link", 1))
    with pytest.raises(ForeignOriginError):
        list(desk.tickets.all(active_since=day, active_until=day))


def test_bounds_without_a_zone_are_refused(desk: GlassixDesk) -> None:
    naive = datetime(2020, 2, 10)  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidRequestError, match="time zone"):
        desk.tickets.all(active_since=naive)
    with pytest.raises(InvalidRequestError, match="time zone"):
        desk.tickets.find(external_id="x", created_at=naive)


def page(*ids: int, link: object = None) -> tuple[int, Any]:
    return 200, {"tickets": [{"id": one} for one in ids], "paging": {"next": link}}


MOMENT = datetime(2020, 2, 10, tzinfo=UTC)


def listed(desk: GlassixDesk) -> list[str]:
    return [one.id for one in desk.tickets.all(active_since=MOMENT, active_until=MOMENT)]


@pytest.mark.parametrize("end", [{}, {"paging": None}, {"paging": {}}, {"paging": {"next": ""}}])
def test_a_listing_ends_in_whichever_way_the_vendor_says_so(
    canned: Any, connect: Callable[..., GlassixDesk], end: dict[str, Any]
) -> None:
    canned.says = [(200, {"tickets": [{"id": 1}], **end})]
    assert listed(connect()) == ["1"]


def test_a_page_link_is_followed_as_it_came(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    target = "/api/v1.2/tickets/list?page=ZGJh%2BZDk=%3D"
    canned.says = [page(1, link=canned.url + target), page(2, 1)]
    assert listed(connect()) == ["1", "2"]
    assert [asked[1] for asked in canned.asked] == [
        "/api/v1.2/tickets/list?since=10%2F02%2F2020%2000%3A00%3A00%3A00&until=10%2F02%2F2020%2000%3A00%3A00%3A00",
        target,
    ]


def test_a_listing_whose_link_died_begins_again_and_gives_nothing_twice(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, 2, link=link), (400, {"message": "The page has expired."}), page(2, 3, link=link), page(4)]
    assert listed(connect()) == ["1", "2", "3", "4"]


def test_a_listing_whose_links_keep_dying_says_what_the_vendor_says(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, link=link), (400, {"message": "The page has expired."})] * 3
    with pytest.raises(ValidationError, match="expired"):
        listed(connect())


def test_links_that_lead_in_a_circle_are_an_error_and_not_an_endless_loop(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, link=link)] * 3
    with pytest.raises(MalformedAnswerError, match="circle"):
        listed(connect())
