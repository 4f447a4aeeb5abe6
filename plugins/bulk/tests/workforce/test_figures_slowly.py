"""The figures against an obvious implementation that walks through the period minute by minute."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.records import AuthorKind, EventKind, WorkKind
from deskbridge_bulk.workforce.figures import Tally
from deskbridge_bulk.workforce.ordering import Ordered
from deskbridge_bulk.workforce.sheet import Period

MINUTE = timedelta(minutes=1)
AGENTS = ("a", "b", "system")
CALLS = ("x", "y", "z")


def minute_by_minute(events, *, since, until, minutes, zone):
    """Return by interval and agent: minutes available, minutes with a call on hold, the sum of them over calls, calls.

    An interval is named by its date, its slot and its offset.
    """
    found = defaultdict(lambda: [0, 0, 0, 0])
    available, holds, begins = {}, [], events[0].occurred_at
    now = begins
    waiting = sorted((one for one in events if one.occurred_at < until), key=lambda one: one.occurred_at)
    before = _held_before(waiting, begins)
    while now < until:
        while waiting and waiting[0].occurred_at <= now:
            event = waiting.pop(0)
            _apply(event, available, holds)
            outbound = event.kind is EventKind.CONTACT_STARTED and event.initiator.kind is AuthorKind.AGENT
            if outbound and since <= event.occurred_at:
                found[_name(now, minutes, zone), event.initiator.id][3] += 1
        if now >= since:
            name = _name(now, minutes, zone)
            for agent in AGENTS[:2]:
                mine = [who for _, who in holds if who == agent]
                mine += [who for who, end in before if who == agent and now < end]
                found[name, agent][0] += available.get(agent, False)
                found[name, agent][1] += bool(mine)
                found[name, agent][2] += len(mine)
        now += MINUTE
    return {key: sums for key, sums in found.items() if any(sums)}


def _apply(event, available, holds):
    call, who = event.contact_id, event.initiator.id if event.initiator else ""
    if event.kind is EventKind.AGENT_AVAILABILITY_CHANGED:
        available[event.agent_id] = WorkKind.VOICE in {one.kind for one in event.available_for}
    if event.kind is EventKind.HOLD_STARTED and (call, who) not in holds:
        holds.append((call, who))
    if event.kind is EventKind.HOLD_ENDED:
        of_call = [one for one in holds if one[0] == call]
        if of_call:
            holds.remove((call, who) if (call, who) in of_call else of_call[0])
    if event.kind is EventKind.CONTACT_ENDED:
        holds[:] = [one for one in holds if one[0] != call]


def _held_before(events, begins):
    """Return who ended a hold that was on when the events began, and when."""
    found, met = [], set()
    for event in events:
        call = event.contact_id
        if event.kind is EventKind.HOLD_ENDED and call not in met and event.initiator.kind is AuthorKind.AGENT:
            found.append((event.initiator.id, event.occurred_at))
        if event.kind in {EventKind.HOLD_STARTED, EventKind.HOLD_ENDED, EventKind.CONTACT_STARTED}:
            met.add(call)
    return [(who, end) for who, end in found if end < begins + timedelta(hours=4)]


def _name(moment, minutes, zone):
    local = moment.astimezone(zone)
    return local.date(), (local.hour * 60 + local.minute) // minutes, local.utcoffset()


@st.composite
def stories(draw):
    """Draw what happened around a change of clocks: times in minutes, kinds, agents, calls."""
    times = sorted(draw(st.lists(st.integers(0, 400), min_size=1, max_size=25)))
    kinds = st.sampled_from(("voice", "nothing", "hold", "unhold", "begun", "over"))
    return [(at, draw(kinds), draw(st.sampled_from(AGENTS)), draw(st.sampled_from(CALLS))) for at in times]


NIGHTS = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 3, 29, 18, 15, tzinfo=UTC)),
]
"""When clocks change, by an hour or half of one, and a midnight at a quarter of an hour."""


@given(stories(), st.integers(-60, 200), st.integers(1, 300), st.sampled_from((15, 30, 120)), st.sampled_from(NIGHTS))
@settings(max_examples=80, deadline=None)
def test_figures_are_what_walking_through_the_minutes_gives(tell, story, since, length, minutes, change):
    zone, night = ZoneInfo(change[0]), change[1] - timedelta(hours=2)
    shift = night - tell.start
    made = [_told(tell, *one, shift) for one in story]
    begins, ends = night + since * MINUTE, night + (since + length) * MINUTE
    expected = minute_by_minute(made, since=begins, until=ends, minutes=minutes, zone=zone)
    found = {
        (_name(one.interval.start, minutes, zone), one.agent_id): [
            one.sums.available / MINUTE,
            one.sums.on_hold / MINUTE,
            one.sums.calls_on_hold / MINUTE,
            one.sums.outbound_calls,
        ]
        for one in Tally(Ordered(made), Period(since=begins, until=ends, minutes=minutes, zone=zone))
    }
    assert found == expected


def _told(tell, at, what, agent, call, shift):
    minute = at + shift / MINUTE
    if what in {"voice", "nothing"}:
        return getattr(tell, what)(minute, "a" if agent == "system" else agent)
    return getattr(tell, what)(minute, agent, call)
