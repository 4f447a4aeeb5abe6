"""That listing every ticket of a period misses none and gives none twice.

`DESKBRIDGE_GLASSIX_CASES=500 pytest plugins/glassix/tests/test_completeness.py` tries more cases than a usual run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from attrs import define, field, frozen
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import deskbridge
from deskbridge.records import TicketId
from deskbridge.sandbox import SandboxOptions, running
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import GlassixSandbox, shapes
from deskbridge_glassix.sandbox.operations import listing
from deskbridge_glassix.sandbox.ticket import NEVER, Ticket

CASES = int(os.environ.get("DESKBRIDGE_GLASSIX_CASES", "25"))
NOW = datetime(2020, 5, 10, 12, 0, 0, 120_000, tzinfo=UTC)
HUNDREDTH = timedelta(milliseconds=10)
FIRST_NUMBER = 1000

ZONES = st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia")).map(ZoneInfo)
EDGES = (
    "2019-12-31T23:59:59.999999", "2020-01-01T00:00:00", "2020-01-31T12:00:00", "2020-02-29T23:59:59.995",
    "2020-03-01T00:00:00", "2020-03-08T07:00:00", "2020-03-29T01:00:00", "2020-03-31T00:00:00.000001",
    "2020-04-30T23:59:59.99",
)  # fmt: skip
"""Ends of months of all lengths, and the changes of time in Berlin and New York."""

ASIDES = st.sampled_from([timedelta(microseconds=n * size) for n in (-1, 0, 1) for size in (1, 10_000, 3_600_000_000)])
near_edges = st.builds(
    lambda edge, aside: datetime.fromisoformat(edge).replace(tzinfo=UTC) + aside,
    st.sampled_from(EDGES),
    ASIDES,
)
anywhere = st.datetimes(datetime(2019, 12, 1), datetime(2020, 5, 10), timezones=st.just(UTC))  # noqa: DTZ001 - aware
moments = near_edges | anywhere


@define
class Clock:
    """The sandbox's time, which goes back to where it was for the next case."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@frozen
class Laid:
    """One ticket of a case; it is closed and last active so much later than it was opened."""

    opened: datetime
    closed: timedelta | None
    touched: timedelta

    def ticket(self, number: int, department_id: str) -> Ticket:
        closed = NEVER if self.closed is None else self.opened + self.closed
        wire = shapes.ticket(number, department_id, state="Open" if self.closed is None else "Closed")
        return Ticket(wire=wire, opened=self.opened, closed=closed, touched=self.opened + self.touched)

    @property
    def times(self) -> list[datetime]:
        return [self.opened, self.opened + self.touched, self.opened + (self.closed or timedelta(0))]


@frozen
class Case:
    """What there is, and the period that is asked for, each bound in a zone of its own."""

    tickets: list[Laid]
    since: datetime
    until: datetime


@frozen
class Happening:
    """What happens after so many tickets of a listing: one is written into, or the page links end."""

    after: int
    what: str
    which: int


@st.composite
def cases(draw: st.DrawFn, *, until: st.SearchStrategy[datetime] | None = None) -> Case:
    """Tickets, and a period whose bounds are often next to one of their times."""
    tickets = draw(st.lists(st.builds(Laid, moments, st.none() | SPANS, SPANS), min_size=1, max_size=14))
    next_to = st.builds(lambda one, aside: one + aside, st.sampled_from([t for o in tickets for t in o.times]), ASIDES)
    bounds = moments | next_to | next_to
    since, end = draw(bounds), draw(bounds if until is None else until)
    zones = draw(ZONES), draw(ZONES)
    return Case(tickets, min(since, end).astimezone(zones[0]), max(since, end).astimezone(zones[1]))


SPANS = st.timedeltas(timedelta(0), timedelta(days=70)) | st.just(timedelta(0)) | st.just(timedelta(days=31))
HAPPENINGS = st.lists(
    st.builds(Happening, st.integers(0, 10), st.sampled_from(["write", "close", "forget"]), st.integers(0, 13)),
    max_size=5,
)


@define
class Ground:
    """An empty department with pages of three, and a desk on it."""

    desk: GlassixDesk
    sandbox: GlassixSandbox
    clock: Clock
    department_id: str
    told: list[Ticket] = field(factory=list)

    def lay(self, tickets: list[Laid]) -> list[Ticket]:
        world = self.sandbox.world
        world.tickets.clear()
        world.in_department.clear()
        self.clock.moment = NOW
        made = [one.ticket(FIRST_NUMBER + place, self.department_id) for place, one in enumerate(tickets)]
        for one in made:
            world.add(one)
        return made

    def happen(self, one: Happening, tickets: list[Ticket]) -> None:
        if one.what == "forget":
            self.clock.moment += timedelta(hours=25)
        elif one.which < len(tickets):
            self.clock.moment += timedelta(seconds=1)
            ticket = tickets[one.which]
            if one.what == "close":
                ticket.move("Closed", self.clock.moment, "")
            ticket.touch(self.clock.moment)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "PAGE_SIZE", 3)
        with (
            running(sandbox := GlassixSandbox(SandboxOptions(seeds=(), clock=clock))) as box,
            deskbridge.connect("glassix", **box.settings) as desk,
        ):
            yield Ground(cast(GlassixDesk, desk), sandbox, clock, box.settings["api_key"])


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_any_tickets_of_any_period_are_listed_once(ground: Ground, case: Case) -> None:
    tickets = ground.lay(case.tickets)
    since, until = case.since.astimezone(UTC), case.until.astimezone(UTC)
    listed = [int(one.id) for one in ground.desk.tickets.all(active_since=case.since, active_until=case.until)]
    event(f"{len(listed)} listed")
    assert len(set(listed)) == len(listed)
    assert {one.id for one in tickets if one.in_range(since, until)} <= set(listed)
    assert set(listed) <= {one.id for one in tickets if one.in_range(since - HUNDREDTH, until + HUNDREDTH)}


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(until=st.sampled_from([NOW, NOW + timedelta(days=20)])), HAPPENINGS)
def test_tickets_that_move_while_they_are_listed_and_links_that_end_lose_nothing(
    ground: Ground, case: Case, happenings: list[Happening]
) -> None:
    tickets = ground.lay(case.tickets)
    since, until = case.since.astimezone(UTC), case.until.astimezone(UTC)
    before = {one.id for one in tickets if one.in_range(since, until)}
    listed: list[int] = []
    waiting = sorted(happenings, key=lambda one: one.after, reverse=True)
    for one in ground.desk.tickets.all(active_since=case.since, active_until=case.until):
        listed.append(int(one.id))
        while waiting and waiting[-1].after < len(listed):
            ground.happen(waiting.pop(), tickets)
    event(f"{len(happenings) - len(waiting)} things happened")
    assert len(set(listed)) == len(listed)
    assert before & {one.id for one in tickets if one.in_range(since, until)} <= set(listed)


class Live(Sequence[Ticket]):
    """What a query finds, found anew for each page: the other way in which a vendor may make pages."""

    def __init__(self, find: Callable[[], list[Ticket]]) -> None:
        self._find = find

    def __len__(self) -> int:
        return len(self._find())

    def __getitem__(self, place: Any) -> Any:
        return self._find()[place]


OLD = st.builds(
    Laid,
    st.datetimes(datetime(2019, 12, 1), datetime(2019, 12, 20), timezones=st.just(UTC)),  # noqa: DTZ001 - aware
    st.none(),
    st.timedeltas(timedelta(days=50), timedelta(days=80)),
)
"""Opened before the period, last active in it: what leaves it when it is written into."""


@settings(max_examples=max(CASES * 2 // 5, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(OLD | OLD | st.builds(Laid, moments, st.none(), SPANS), min_size=4, max_size=14),
    st.lists(st.integers(1, 8), max_size=2),
)
def test_pages_that_are_found_anew_each_lose_nothing_when_tickets_leave_the_period(
    ground: Ground, laid: list[Laid], leaving: list[int]
) -> None:
    tickets = {one.id: one for one in ground.lay(laid)}
    since, until = datetime(2020, 1, 15, tzinfo=UTC), NOW
    listed: list[int] = []
    select = listing._select
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_select", lambda call: Live(lambda: select(call)))
        for one in ground.desk.tickets.all(active_since=since, active_until=until):
            listed.append(int(one.id))
            if len(listed) in leaving:
                tickets[listed[-1]].touch(datetime.now(UTC))
    event(f"{len([count for count in set(leaving) if count <= len(listed)])} left")
    assert len(set(listed)) == len(listed)
    assert {one.id for one in tickets.values() if one.in_range(since, until)} <= set(listed)


def test_a_period_that_begins_and_ends_in_the_hour_that_a_zone_counts_twice_is_read(ground: Ground) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    opened = datetime(2019, 10, 27, 1, 5, tzinfo=UTC)
    (ticket,) = ground.lay([Laid(opened, None, timedelta(0))])
    since = datetime(2019, 10, 27, 2, 30, tzinfo=berlin)
    until = datetime(2019, 10, 27, 2, 15, fold=1, tzinfo=berlin)
    assert [str(ticket.id)] == [one.id for one in ground.desk.tickets.all(active_since=since, active_until=until)]


def test_a_ticket_is_found_by_its_external_id_at_the_moment_at_which_a_zone_leaps(ground: Ground) -> None:
    opened = datetime(2020, 3, 29, 1, 0, tzinfo=UTC)
    (ticket,) = ground.lay([Laid(opened, None, timedelta(0))])
    ticket.wire["uniqueArgument"] = "source-1"
    found = ground.desk.tickets.find(external_id="source-1", created_at=opened.astimezone(ZoneInfo("Europe/Berlin")))
    assert [TicketId(one.id) for one in found] == [str(ticket.id)]
