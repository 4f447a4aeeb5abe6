from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest

from deskbridge.errors import ForeignOriginError, InvalidRequestError, MalformedAnswerError, ValidationError
from deskbridge.records import Identifier, IdentifierKind, PastTicket, Requester
from deskbridge.sandbox import Fault, RunningSandbox
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import GlassixSandbox, shapes
from deskbridge_glassix.sandbox.ticket import Ticket as SandboxTicket

numbers = count(1)
ANN = Requester(name="Ann", identifier=Identifier(kind=IdentifierKind.EMAIL, value="ann@example.org"))


def past(opened: datetime, lasting: timedelta) -> PastTicket:
    return PastTicket(
        requester=ANN, external_id=f"source-{next(numbers)}", created_at=opened, closed_at=opened + lasting
    )


def lay(box: RunningSandbox, count: int, *, opened: datetime) -> set[str]:
    """Lay tickets that are opened a second apart, last active when opened, and return their ids."""
    world = cast(GlassixSandbox, box.sandbox).world
    department_id = box.settings["api_key"]
    for number in range(1, count + 1):
        wire = shapes.ticket(number, department_id)
        world.add(SandboxTicket(wire=wire, opened=opened + timedelta(seconds=number)))
    return {str(number) for number in range(1, count + 1)}


def test_pages_are_followed_to_the_last_ticket(box: RunningSandbox, desk: GlassixDesk) -> None:
    day = datetime(2020, 2, 10, tzinfo=UTC)
    made = lay(box, 230, opened=day)
    before = box.sandbox.counters.requests
    listed = [one.id for one in desk.tickets.all(active_since=day, active_until=day + timedelta(days=1))]
    assert (made, 230) == (set(listed), len(listed))
    assert box.sandbox.counters.requests - before == 5  # three pages, what was active of late, a token


def test_without_bounds_every_month_since_2015_is_asked_for(desk: GlassixDesk) -> None:
    opened = datetime(2015, 1, 1, tzinfo=UTC)
    oldest = desk.tickets.import_past(past(opened, timedelta(0)))
    assert oldest.id in {one.id for one in desk.tickets.all()}


def test_a_link_to_another_host_is_not_followed(box: RunningSandbox, desk: GlassixDesk) -> None:
    day = datetime(2020, 2, 10, tzinfo=UTC)
    lay(box, 101, opened=day)
    box.sandbox.faults.add(Fault("foreign_link", 1))
    with pytest.raises(ForeignOriginError):
        list(desk.tickets.all(active_since=day, active_until=day + timedelta(days=1)))


def test_bounds_without_a_zone_are_refused(desk: GlassixDesk) -> None:
    naive = datetime(2020, 2, 10)  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidRequestError, match="time zone"):
        desk.tickets.all(active_since=naive)
    with pytest.raises(InvalidRequestError, match="time zone"):
        desk.tickets.find(external_id="x", created_at=naive)
    with pytest.raises(InvalidRequestError, match="time zone"):
        list(desk.native.every_ticket(until=naive))


def page(*ids: int, link: object = None) -> tuple[int, Any]:
    return 200, {"tickets": [{"id": one} for one in ids], "paging": {"next": link}}


NOTHING = page()
"""What there was of recent activity."""

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
    canned.says = [page(1, link=canned.url + target), page(2, 1), NOTHING]
    assert listed(connect()) == ["1", "2"]
    assert [asked[1] for asked in canned.asked[:-1]] == [
        "/api/v1.2/tickets/list?since=10%2F02%2F2020%2000%3A00%3A00%3A00&until=10%2F02%2F2020%2000%3A00%3A00%3A00",
        target,
    ]


def test_a_listing_whose_link_died_begins_again_and_gives_nothing_twice(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [
        page(1, 2, link=link),
        (400, {"message": "The page has expired."}),
        page(2, 3, link=link),
        page(4),
        NOTHING,
    ]
    assert listed(connect()) == ["1", "2", "3", "4"]


def test_a_listing_whose_links_keep_dying_says_what_the_vendor_says(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, link=link), (400, {"message": "The page has expired."})] * 4
    with pytest.raises(ValidationError, match="expired"):
        listed(connect())


def test_links_that_lead_in_a_circle_are_an_error_and_not_an_endless_loop(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, link=link)] * 3
    with pytest.raises(MalformedAnswerError, match="circle"):
        listed(connect())


def test_a_window_that_tickets_left_while_its_pages_were_read_is_read_again(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page="
    left = (200, {"tickets": [{"id": 2, "open": "2019-05-01T00:00:00Z"}]})
    # 2 was written into, so 4 moved up to the first page while the second was asked for.
    canned.says = [page(1, 2, 3, link=link + "a"), page(5), left, page(1, 3, 4, link=link + "b"), page(5), NOTHING]
    assert listed(connect()) == ["1", "2", "3", "5", "4"]


def test_activity_of_tickets_that_cannot_have_been_in_a_window_does_not_make_it_read_again(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    younger = (200, {"tickets": [{"id": 9, "open": "2020-02-11T00:00:00Z"}]})
    canned.says = [page(1, link=link), page(2), younger]
    assert listed(connect()) == ["1", "2"]


def test_a_window_is_not_read_for_ever_however_busy_the_workspace_is(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page=a"
    canned.says = [page(1, link=link), page(2), page(8, link=link)] * 3
    assert listed(connect()) == ["1", "2"]
    assert canned.says == []


def test_a_listing_whose_links_die_again_and_again_goes_on_as_long_as_it_gets_further(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    link = f"{canned.url}/api/v1.2/tickets/list?page="
    dead = (400, {"message": "The page has expired."})
    canned.says = [one for number in range(9) for one in (page(number, link=link + "a"), dead)]
    canned.says += [page(9), NOTHING]
    assert listed(connect()) == [str(number) for number in range(10)]


def test_a_period_that_ends_now_is_read_again_too_when_tickets_left_it(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    now = datetime.now(UTC)
    link = f"{canned.url}/api/v1.2/tickets/list?page="
    left = (200, {"tickets": [{"id": 2, "open": "2019-05-01T00:00:00Z"}]})
    canned.says = [page(1, 2, link=link + "a"), page(4), left, page(1, 3, link=link + "b"), page(4), NOTHING]
    assert [one.id for one in connect().tickets.all(active_since=now, active_until=now)] == ["1", "2", "4", "3"]


def test_a_period_that_no_activity_can_leave_is_not_looked_at_again(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [page(1, link=f"{canned.url}/api/v1.2/tickets/list?page=a"), page(2)]
    listed = connect().tickets.all(active_since=datetime.now(UTC))
    assert [one.id for one in listed] == ["1", "2"]
