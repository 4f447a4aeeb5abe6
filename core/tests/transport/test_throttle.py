from __future__ import annotations

import heapq
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest

from deskbridge.errors import DeadlineExceededError, RateLimitedError
from deskbridge.transport import Clock, Limit, Options, RateHeaders, Token, TokenAuth
from deskbridge.transport.budget import Budget
from deskbridge.transport.clock import SYSTEM_CLOCK, Deadline
from deskbridge.transport.exchange import Headers

LATENCY_SECONDS = 0.02


class FixedWindow:
    """A vendor's limit, as vendors count: from the window's first request."""

    def __init__(self, limit, per_seconds):
        self.limit, self.per_seconds = limit, per_seconds
        self.since, self.used = float("-inf"), 0

    def take(self, now):
        if now - self.since >= self.per_seconds:
            self.since, self.used = now, 0
        self.used += 1
        return self.used <= self.limit


@pytest.fixture
def limited(server):
    """Let the server refuse with a bare 429 what is above a limit."""

    def start(limit, per_seconds):
        window, lock = FixedWindow(limit, per_seconds), threading.Lock()
        yes, no = server.answer(), server.answer(status=429)

        def act(connection, request):
            with lock:
                allowed = window.take(time.monotonic())
            (yes if allowed else no)(connection, request)

        server.script(act)

    return start


def test_eight_threads_settle_below_a_limit_that_nobody_declared(server, connect, limited):
    limited(100, 1)
    client = connect(options=Options(attempts=1, deadline_seconds=20))
    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: client.get("x", "/").status, range(320)))
    assert statuses == [200] * 320
    assert len(server.requests) - 320 < 80
    assert time.monotonic() - began < 15


class Simulation:
    """Threads that call one vendor through one budget, on a clock of its own."""

    def __init__(self, vendor, threads):
        self.now, self.vendor, self.numbers = 1000.0, vendor, count()
        self.budget = Budget((), 1.0, Clock(monotonic=lambda: self.now))
        self.due = [(self.now, next(self.numbers), self.send) for _ in range(threads)]
        self.accepted = self.refused = 0

    def run(self, calls):
        while self.accepted < calls:
            self.now, _, act = heapq.heappop(self.due)
            act()

    def later(self, seconds, act):
        heapq.heappush(self.due, (self.now + seconds, next(self.numbers), act))

    def send(self):
        try:
            given_round = self.budget.acquire(Deadline(self.budget._clock, 0))
        except DeadlineExceededError as wait:
            # Not less than a millisecond: `needed` is rounded, and this clock moves by nothing else.
            self.later(max(0.001, wait.needed.total_seconds()), self.send)
            return
        allowed = self.vendor.take(self.now)
        self.later(LATENCY_SECONDS, lambda: self.answer(given_round, allowed))

    def answer(self, given_round, allowed):
        if allowed:
            self.accepted += 1
            self.budget.accepted(given_round)
            self.later(0, self.send)
        else:
            self.refused += 1
            self.later(self.budget.refused(given_round, None), self.send)


@pytest.mark.parametrize(("limit", "per_seconds"), [(5, 1), (20, 1), (50, 1), (200, 1), (40, 0.2), (100, 60)])
def test_an_unknown_limit_costs_few_refusals_and_little_time(limit, per_seconds):
    simulation = Simulation(FixedWindow(limit, per_seconds), threads=8)
    simulation.run(calls=320)
    assert simulation.refused < 320 * 0.25
    possible = 320 * per_seconds / limit
    assert simulation.now - 1000 < 2 * possible + 10


def test_a_pace_that_was_lowered_is_forgotten_when_nobody_refuses_any_more(fake_time):
    budget = Budget((), 1.0, fake_time.clock)
    for _ in range(5):
        budget.refused(budget.acquire(Deadline(fake_time.clock, 60)), None)
    budget.accepted(budget.acquire(Deadline(fake_time.clock, 60)))
    fake_time.seconds += 120
    began = fake_time.seconds
    for _ in range(2000):
        budget.acquire(Deadline(fake_time.clock, 60))
    assert fake_time.seconds == began


def test_a_lone_refusal_is_a_pause_and_lowers_no_pace(fake_time):
    budget = Budget((), 1.0, fake_time.clock)
    first = budget.acquire(Deadline(fake_time.clock, 60))
    assert 0.5 <= budget.refused(first, None) <= 0.6
    budget.accepted(budget.acquire(Deadline(fake_time.clock, 60)))
    fake_time.seconds += 0.1
    began = fake_time.seconds
    for _ in range(100):
        budget.acquire(Deadline(fake_time.clock, 60))
    assert fake_time.seconds == began


def test_pauses_double_up_to_ten_seconds_and_start_anew_after_a_success(fake_time):
    budget = Budget((), 1.0, fake_time.clock)
    waits = [budget.refused(budget.acquire(Deadline(fake_time.clock, 600)), None) for _ in range(8)]
    for wait, least in zip(waits, [0.5, 1, 2, 4, 8, 10, 10, 10], strict=True):
        assert least <= wait <= 1.2 * least
    budget.accepted(budget.acquire(Deadline(fake_time.clock, 600)))
    assert budget.refused(budget.acquire(Deadline(fake_time.clock, 600)), None) <= 0.6


def test_those_who_were_on_their_way_together_count_as_one_refusal(fake_time):
    budget = Budget((), 1.0, fake_time.clock)
    rounds = [budget.acquire(Deadline(fake_time.clock, 60)) for _ in range(8)]
    assert all(budget.refused(given_round, None) <= 0.6 for given_round in rounds)


def test_a_vendor_that_always_refuses_is_left_at_the_deadline(server, connect):
    server.script(server.answer(status=429))
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError, match="deadline of 0.9 s") as caught:
        connect(options=Options(deadline_seconds=0.9)).get("x", "/")
    assert time.monotonic() - began < 1
    assert timedelta(seconds=1) <= caught.value.needed <= timedelta(seconds=1.4)
    assert isinstance(caught.value.__cause__, RateLimitedError)


@pytest.mark.parametrize("kind", ["lines", "download"])
def test_a_long_read_that_is_always_refused_ends_with_the_deadline_too(server, connect, tmp_path, kind):
    server.script(server.answer(status=429, headers={"Retry-After": "0"}))
    client = connect(options=Options(deadline_seconds=0.4))
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        list(client.lines("x", "/")) if kind == "lines" else client.download("x", "/", tmp_path / "file")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("asked", ["31536000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_vendor_that_asks_to_wait_a_year_holds_the_account_five_minutes(server, connect, fake_time, asked):
    server.script(server.answer(status=429, headers={"Retry-After": asked}), server.answer())
    client = connect(options=Options(deadline_seconds=1), clock=fake_time.clock)
    with pytest.raises(DeadlineExceededError) as caught:
        client.get("x", "/")
    with pytest.raises(DeadlineExceededError) as other:
        client.get("x", "/")
    assert len(server.requests) == 1
    assert caught.value.needed >= timedelta(days=365)
    assert other.value.needed == timedelta(minutes=5)
    fake_time.seconds += 300
    assert client.get("x", "/").status == 200
    assert fake_time.slept == []


@pytest.mark.parametrize(
    "asked", ["-5", "NaN", "inf", "soon", "", "0", "Fri, 31 Dec 99999999999999999999 23:59:59 GMT"]
)
def test_a_retry_after_that_says_nothing_ends_with_the_deadline(server, connect, asked):
    server.script(server.answer(status=429, headers={"Retry-After": asked}))
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        connect(options=Options(deadline_seconds=0.3)).get("x", "/")
    assert time.monotonic() - began < 0.6
    assert len(server.requests) <= 3


def test_threads_that_wait_for_a_token_all_end_with_their_deadline(server, connect):
    server.script(server.answer(status=429))
    auth = TokenAuth(lambda: Token(value=client.get("token", "/", authenticated=False).json(), expires_at=None))
    client = connect(auth=auth, options=Options(deadline_seconds=0.7))
    began = time.monotonic()

    def call(_):
        with pytest.raises(DeadlineExceededError):
            client.get("x", "/")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(call, range(8)))
    assert time.monotonic() - began < 1.5


def test_nothing_remaining_for_ever_leaves_one_request_a_window(fake_time):
    limit = Limit(requests=5, per_seconds=1, source="a test")
    budget = Budget([limit], 1.0, fake_time.clock)
    names = RateHeaders(limit="Ratelimit-Limit", remaining="Ratelimit-Remaining")
    began = fake_time.seconds
    for _ in range(10):
        budget.acquire(Deadline(fake_time.clock, 5))
        budget.correct(Headers({"ratelimit-limit": "0", "ratelimit-remaining": "-7"}), names)
    assert fake_time.seconds - began <= 10


def test_without_refusals_it_costs_nearly_nothing():
    budget, deadline = Budget((), 1.0, SYSTEM_CLOCK), Deadline(SYSTEM_CLOCK, 60)
    began = time.process_time()
    for _ in range(20_000):
        budget.accepted(budget.acquire(deadline))
    assert (time.process_time() - began) / 20_000 < 20e-6


def test_what_was_refused_on_purpose_is_forgotten_when_asked():
    budget = Budget((), 1.0, SYSTEM_CLOCK)
    deadline = Deadline(SYSTEM_CLOCK, 0.2)
    for _ in range(2):
        budget.refused(budget.acquire(deadline), 60.0)
        with pytest.raises(DeadlineExceededError):
            budget.acquire(deadline)
        budget.forget_refusals()
        assert budget.acquire(deadline) > 0
