"""Every ticket of any period, by windows of a month.

A listing takes at most one calendar month, leads on by links that live for 24 hours, and gives a ticket in each
window in which it was opened, closed or active. So windows touch each other, and a ticket is given once.

Source: docs.glassix.com, Get Tickets List.
"""

from __future__ import annotations

import calendar
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta

from deskbridge.errors import InvalidRequestError, MalformedAnswerError, NotFoundError, ValidationError, VendorError
from deskbridge_glassix.client.tickets import TicketsApi
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.tickets import Ticket
from deskbridge_glassix.wire.times import HUNDREDTH, earlier_hundredth, later_hundredth

_AHEAD = timedelta(days=1)
_FURTHEST = timedelta(days=366)
_MOST_IDLE_PAGES = 10
_MOST_RESTARTS = 3
_MOST_READINGS = 3
_CLOCKS_APART = timedelta(minutes=2)
"""How far the vendor's clock may be from ours."""


def month_later(moment: datetime) -> datetime:
    """Return the same day of the next month, or that month's last day if it is shorter, as .NET's AddMonths."""
    year, month = (moment.year + 1, 1) if moment.month == 12 else (moment.year, moment.month + 1)  # noqa: PLR2004
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def month_windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cover a period by windows of less than a calendar month, earliest first; none if it is empty.

    Both ends of a window belong to it, and each begins where the one before ends. The first and the last are widened
    to whole hundredths of a second, which is what can be asked for.
    """
    # In UTC first: two times of one zone compare by what its clocks show, which goes back once a year.
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    if until < since:
        return
    start, end = earlier_hundredth(since), later_hundredth(until)
    while True:
        # A hundredth less than a month: nobody says whether a month to the instant is still one month.
        stop = min(month_later(start) - HUNDREDTH, end)
        yield start, stop
        if stop == end:
            return
        start = stop


def walk(tickets: TicketsApi, *, since: datetime, until: datetime | None = None) -> Iterator[Ticket]:
    """Yield each ticket with activity in a period once, without transactions, fetched as they are iterated.

    Windows are read earliest first, since activity only moves a ticket to later ones: what moves away while they are
    read is met again, unless it moved out of the period.

    Args:
        tickets: The area to list by.
        since: Where to begin.
        until: Tomorrow if None, so that a clock that is slow loses nothing; at most a year from now.

    Raises:
        ForeignOriginError: A page link leads to another host.
        InvalidRequestError: A bound has no time zone.
        MalformedAnswerError: The page links lead in a circle.
    """
    refuse_naive(since, until, operation="tickets.list")
    now = datetime.now(UTC)
    end = now + _AHEAD if until is None else min(until, now + _FURTHEST)
    seen: set[int] = set()
    for start, stop in month_windows(since, end):
        yield from _Window(tickets, start, stop).unseen(seen)


def refuse_naive(*times: datetime | None, operation: str) -> None:
    """Refuse times without a zone, which would be read as those of the machine.

    Raises:
        InvalidRequestError: One has none.
    """
    for one in times:
        if one is not None and one.tzinfo is None:
            msg = f"{one.isoformat()} has no time zone; give an aware datetime"
            raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)


class _Window:
    """One window: read, and read again when the vendor forgot its page links or tickets left it meanwhile."""

    def __init__(self, tickets: TicketsApi, start: datetime, stop: datetime) -> None:
        self._tickets = tickets
        self._start = start
        self._stop = stop

    def unseen(self, seen: set[int]) -> Iterator[Ticket]:
        """Yield the tickets that are not among those seen, and add them."""
        for _ in range(_MOST_READINGS):
            began = datetime.now(UTC)
            paged = yield from self._whole(seen)
            if not (paged and self._was_left(began)):
                return

    def _whole(self, seen: set[int]) -> Generator[Ticket, None, bool]:
        """Read it to its end; from its beginning again when the links died, as long as that leads on.

        Returns:
            Whether it had more than one page.
        """
        fruitless = 0
        while True:
            before = len(seen)
            try:
                return (yield from _pages(self._tickets, self._start, self._stop, seen))
            except _LinkDiedError as died:
                fruitless = 0 if len(seen) > before else fruitless + 1
                if fruitless == _MOST_RESTARTS:
                    raise died.refusal from died

    def _was_left(self, began: datetime) -> bool:
        """Whether a ticket may have left it since then, so that later ones moved up to pages read already.

        Nobody says whether the pages of a listing are one moment's. Only activity takes a ticket out of a window, and
        only one that was opened before it and is now last active after it. One call; more than one page of recent
        activity counts as such a ticket.
        """
        now = datetime.now(UTC)
        if self._stop >= now + _CLOCKS_APART:
            return False
        if now - began > _AHEAD:
            return True
        recent = self._tickets.first_page(since=began - _CLOCKS_APART, until=now + _AHEAD)
        return bool(recent.next_link) or any(one.open is None or one.open < self._start for one in recent.tickets or ())


def _pages(tickets: TicketsApi, start: datetime, stop: datetime, seen: set[int]) -> Generator[Ticket, None, bool]:
    """Yield what is listed and not among those seen, and add it; return whether there was more than one page."""
    page = tickets.first_page(since=start, until=stop)
    followed: set[str] = set()
    known: set[int] = set()
    idle = 0
    while True:
        before = len(known)
        for ticket in page.tickets or ():
            known.add(ticket.id)
            if ticket.id not in seen:
                seen.add(ticket.id)
                yield ticket
        link = page.next_link
        if not link:
            return bool(followed)
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
