"""Reading tickets: one, or those that were active in a range, 100 a page."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from attrs import frozen

from deskbridge.sandbox import Clock
from deskbridge.sandbox.faults import FOREIGN_HOST
from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.fields import words
from deskbridge_glassix.sandbox.refusal import RefusedError, invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.times import a_month_after, read_query

PAGE_SIZE = 100
PAGE_LIFETIME = timedelta(hours=24)
# The documentation's meaning: ASC is newest first. The C# client sends the long names.
_SORT_ORDERS = {**words("ASC", "DESC"), "ascending": "ASC", "descending": "DESC"}

# How the last page ends differs between the documentation and what clients have seen.
_ENDS: Mapping[str, Wire] = {
    "empty": {"paging": {}},
    "null": {"paging": None},
    "missing": {},
    "next_null": {"paging": {"next": None}},
    "next_blank": {"paging": {"next": ""}},
}


@frozen
class _Query:
    """What a page link continues; which tickets it gives is settled by the first request (inferred)."""

    department_id: str
    until: datetime
    tickets: Sequence[Ticket]


class Pages:
    """Queries that page links continue, each for 24 hours from its first request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[str, _Query] = {}

    def keep(self, guid: str, department_id: str, tickets: Sequence[Ticket]) -> None:
        """Remember a query."""
        now = self._clock.now()
        self._held = {name: query for name, query in self._held.items() if query.until > now}
        self._held[guid] = _Query(department_id, now + PAGE_LIFETIME, tickets)

    def find(self, page: str, department_id: str) -> tuple[str, int, Sequence[Ticket]]:
        """Return what a page's token stands for: the query, the page's number from 1, all its tickets.

        Raises:
            RefusedError: 400, the token is none, or expired, or another department's (inferred).
        """
        guid, number = _read_token(page)
        query = self._held.get(guid)
        if query is None or query.department_id != department_id or query.until <= self._clock.now():
            raise invalid("The page is not valid, or no longer.")
        return guid, number, query.tickets


def _token(guid: str, number: int) -> str:
    return b64encode(f"{guid}:{number}".encode()).decode()


def _read_token(page: str) -> tuple[str, int]:
    try:
        guid, _, number = b64decode(page, validate=True).decode().partition(":")
    except ValueError:
        raise invalid("The page is not valid, or no longer.") from None
    return guid, int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def get(call: Call) -> Wire:
    """Return one ticket with its transactions."""
    return call.whole(call.ticket())


class Listing:
    """The operation `tickets/list`."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def run(self, call: Call) -> Wire:
        """Answer one page, without transactions; `paging` is empty on the last one."""
        if "page" not in call.query:
            found: Sequence[Ticket] = _select(call)
            guid, number = "", 1
            if len(found) > PAGE_SIZE:
                guid = call.world.guid("query")
                self._pages.keep(guid, call.department.id, found)
        elif call.query.names() != {"page"}:
            raise invalid("page must not be combined with other parameters.")
        else:
            guid, number, found = self._pages.find(call.query.text("page"), call.department.id)
        start = (number - 1) * PAGE_SIZE
        if number < 1 or (number > 1 and start >= len(found)):
            raise invalid("The page is not valid, or no longer.")
        more = len(found) > start + PAGE_SIZE
        tickets = [ticket.wire for ticket in found[start : start + PAGE_SIZE]]
        if more:
            return {"tickets": tickets, "paging": {"next": _link(call, _token(guid, number + 1))}}
        return {"tickets": tickets, **_ENDS[call.world.switches.empty_paging]}


def _link(call: Call, token: str) -> str:
    foreign = call.faults.take(("foreign_link",), "GET", call.path)
    origin = f"http://{FOREIGN_HOST}" if foreign else call.origin
    return f"{origin}/api/v1.2/tickets/list?page={token}"


def _select(call: Call) -> list[Ticket]:
    query = call.query
    since = read_query(query.needed("since"), "since")
    until = read_query(query.needed("until"), "until")
    if until < since:
        raise invalid("until must not be before since.")
    if until > a_month_after(since):
        raise invalid("The time frame between since and until must not exceed one month.")
    states = _states(query.text("ticketState"))
    newest_first = query.choice("sortOrder", _SORT_ORDERS, default="ASC") == "ASC"
    found = [
        ticket
        for ticket in call.world.in_department.get(call.department.id, ())
        if ticket.in_range(since, until) and ticket.state in states
    ]
    return sorted(found, key=lambda ticket: (ticket.opened, ticket.id), reverse=newest_first)


def _states(text: str) -> set[str]:
    if not text.strip():
        return set(shapes.STATES.values())
    wanted = [part.strip().lower() for part in text.split(",")]
    unknown = [part for part in wanted if part not in shapes.STATES]
    if unknown:
        raise RefusedError(400, f"{unknown[0][:64]!r} is not a valid value of ticketState.")
    return {shapes.STATES[part] for part in wanted}


OPERATIONS = (Operation(method="GET", path="tickets/get", run=get, takes="ticketId"),)


def operations(pages: Pages) -> tuple[Operation, ...]:
    """Return the operations of this module; the list needs to remember its pages."""
    return (*OPERATIONS, Operation(method="GET", path="tickets/list", run=Listing(pages).run))
