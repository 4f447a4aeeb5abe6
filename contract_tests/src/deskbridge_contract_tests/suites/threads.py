"""A desk is safe to use from many threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from deskbridge.capabilities import Capability
from deskbridge.records import NewNote, TicketId, TopicId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique
from deskbridge_contract_tests.marks import needs

_THREADS = 8
_EACH = 3
_FEW = 3


class ThreadsSuite:
    """Eight threads share one desk."""

    @needs(Capability.TICKETS_GET)
    def test_eight_threads_read_what_one_reads(self, harness: Harness, maker: Maker) -> None:
        """Answers don't cross between threads. A customer would be shown another's ticket.

        Usually wrong: a connection or a token is shared without a lock.
        """
        tickets = [maker.ticket() for _ in range(2)]
        expected = {one.id: harness.desk.tickets.get(TicketId(one.id)) for one in tickets}
        asked = [TicketId(tickets[number % 2].id) for number in range(_THREADS * _EACH)]
        with ThreadPoolExecutor(_THREADS) as pool:
            read = list(pool.map(harness.desk.tickets.get, asked))
        assert [expected[ident] for ident in asked] == read, "tickets.get read something else in eight threads"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    def test_eight_threads_lose_and_double_nothing(self, harness: Harness, maker: Maker) -> None:
        """Each write of eight threads is there once. A busy server has that many at any time.

        Usually wrong: a write is repeated when a connection was taken.
        """
        ticket_id, mark = TicketId(maker.ticket().id), unique("thread")
        texts = [f"{mark} {number}." for number in range(_THREADS * _EACH)]
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda text: harness.desk.messages.add_note(ticket_id, NewNote(text=text)), texts))
        held = [one.text for one in harness.desk.messages.of_ticket(ticket_id) if mark in one.text]
        assert sorted(texts) == sorted(held), "messages.add_note lost or doubled notes of eight threads"

    @needs(Capability.TOPICS_ADD, Capability.TICKETS_GET)
    def test_eight_threads_lose_no_update(self, harness: Harness, maker: Maker) -> None:
        """Each thread's change stays. The one that is lost was told to be done.

        Usually wrong: all topics are read, one is added, and all are written back.
        """
        ticket = maker.open_ticket()
        wanted = [TopicId(one.id) for one in maker.topics(_FEW)]
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda one: harness.desk.topics.add(TicketId(ticket.id), [one]), wanted))
        assert set(wanted) <= set(maker.topic_ids(ticket)), "topics.add in eight threads lost a topic"

    @needs(Capability.TICKETS_GET)
    def test_eight_threads_fetch_one_token(self, harness: Harness, maker: Maker) -> None:
        """All threads wait for the first one's token. Vendors lock accounts that fetch too many.

        Usually wrong: each thread that finds none fetches its own.
        """
        if harness.connect is None or harness.requests is None:
            pytest.skip("nobody can count here what a new desk sends")
        ticket_id = TicketId(maker.ticket().id)
        with harness.connect({}) as desk:
            first = _cost(harness.requests, lambda: desk.tickets.get(ticket_id))
            each = _cost(harness.requests, lambda: desk.tickets.get(ticket_id))
        with harness.connect({}) as desk, ThreadPoolExecutor(_THREADS) as pool:
            asked = [ticket_id] * _THREADS
            together = _cost(harness.requests, lambda: list(pool.map(desk.tickets.get, asked)))
        assert together <= first + each * (_THREADS - 1), "a new desk fetched its token more than once in eight threads"


def _cost(requests: Callable[[], int], call: Callable[[], object]) -> int:
    before = requests()
    call()
    return requests() - before
