"""Every ticket of any period, by windows of a month.

A listing takes at most one calendar month, leads on by links that live for 24 hours, and gives a ticket in each
window in which it was opened, closed or active. So windows touch each other, and a ticket is given once.

Source: docs.glassix.com, Get Tickets List.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deskbridge.errors import MalformedAnswerError, NotFoundError, ValidationError, VendorError
from deskbridge_glassix.client.tickets import TicketsApi
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.tickets import Ticket
from deskbridge_glassix.wire.times import HUNDREDTH, earlier_hundredth, later_hundredth

FIRST_TIME = datetime(2015, 1, 1, tzinfo=UTC)
"""Where a walk without a beginning begins: no workspace is older (inferred; the vendor's founding is not published)."""

_AHEAD = timedelta(days=1)
_FURTHEST = timedelta(days=366)
_MOST_IDLE_PAGES = 10
_MOST_RESTARTS = 2


def month_later(moment: datetime) -> datetime:
    """Return the same day of the next month, or that month's last day if it is shorter, as .NET's AddMonths."""
    year, month = (moment.year + 1, 1) if moment.month == 12 else (moment.year, moment.month + 1)  # noqa: PLR2004
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def month_windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cover a period by windows of less than a calendar month, earliest first; none if it is empty.

    Both ends of a window belong to it, and each begins where the one before ends. The first and the last are widened
    to whole hundredths of a second, which is what can be asked for.
    """
    if until < since:
        return
    start, end = earlier_hundredth(since.astimezone(UTC)), later_hundredth(until.astimezone(UTC))
    while True:
        # A hundredth less than a month: nobody says whether a month to the instant is still one month.
        stop = min(month_later(start) - HUNDREDTH, end)
        yield start, stop
        if stop == end:
            return
        start = stop


def walk(tickets: TicketsApi, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Ticket]:
    """Yield each ticket with activity in a period once, without transactions, fetched as they are iterated.

    Args:
        tickets: The area to list by.
        since: From 2015 if None.
        until: Tomorrow if None, so that a clock that is slow loses nothing; at most a year from now.

    Raises:
        ForeignOriginError: A page link leads to another host.
        MalformedAnswerError: The page links lead in a circle.
    """
    now = datetime.now(UTC)
    end = now + _AHEAD if until is None else min(until, now + _FURTHEST)
    seen: set[int] = set()
    for start, stop in month_windows(since or FIRST_TIME, end):
        for ticket in _window(tickets, start, stop):
            if ticket.id not in seen:
                seen.add(ticket.id)
                yield ticket


def _window(tickets: TicketsApi, start: datetime, stop: datetime) -> Iterator[Ticket]:
    """Yield a window's tickets; from its beginning again, up to twice, when the vendor forgot the page links."""
    for restart in range(_MOST_RESTARTS + 1):
        try:
            yield from _pages(tickets, start, stop)
        except _LinkDiedError as died:
            if restart == _MOST_RESTARTS:
                raise died.refusal from died
        else:
            return


def _pages(tickets: TicketsApi, start: datetime, stop: datetime) -> Iterator[Ticket]:
    page = tickets.first_page(since=start, until=stop)
    followed: set[str] = set()
    known: set[int] = set()
    idle = 0
    while True:
        before = len(known)
        for ticket in page.tickets or ():
            known.add(ticket.id)
            yield ticket
        link = page.next_link
        if not link:
            return
        idle = 0 if len(known) > before else idle + 1
        if link in followed or idle > _MOST_IDLE_PAGES:
            msg = "the pages of a listing lead in a circle, so it has no end; report it to the vendor"
            raise MalformedAnswerError(msg, vendor=VENDOR, operation="tickets.list")
        followed.add(link)
        try:
            page = tickets.next_page(link)
        except (NotFoundError, ValidationError) as refusal:
            raise _LinkDiedError(refusal) from refusal


class _LinkDiedError(Exception):
    """A page link was refused: it expired, or the vendor forgot it."""

    def __init__(self, refusal: VendorError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
