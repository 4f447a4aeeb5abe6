from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from deskbridge.errors import DeadlineExceededError
from deskbridge.transport import Limit, Options, RateHeaders, unpaced
from deskbridge.transport.budget import Budget
from deskbridge.transport.clock import SYSTEM_CLOCK, Deadline
from deskbridge.transport.exchange import Headers

PER_SECOND = Limit(requests=5, per_seconds=1, source="a test")
HEADERS = RateHeaders(limit="Ratelimit-Limit", remaining="Ratelimit-Remaining")


def spent(fake_time, budget, requests):
    """Take places and return the moments at which they were given."""
    began, moments = fake_time.seconds, []
    for _ in range(requests):
        budget.acquire(Deadline(fake_time.clock, 3600))
        moments.append(round(fake_time.seconds - began, 2))
    return moments


def most_within(moments, seconds):
    return max(sum(1 for other in moments if start <= other < start + seconds) for start in moments)


def test_no_window_ever_holds_more_than_the_limit(fake_time):
    moments = spent(fake_time, Budget([PER_SECOND], 1.0, fake_time.clock), 23)
    assert most_within(moments, 1) == 5
    assert 4 <= moments[-1] < 4.2


@pytest.mark.parametrize(("share", "per_second"), [(0.5, 2.5), (0.2, 1.0), (0.1, 0.5), (0.01, 0.05)])
def test_a_share_leaves_the_rest_to_others(fake_time, share, per_second):
    moments = spent(fake_time, Budget([PER_SECOND], share, fake_time.clock), 21)
    assert 20 / moments[-1] == pytest.approx(per_second, rel=0.3)
    assert 20 / moments[-1] <= per_second * 1.2


def test_every_window_is_kept(fake_time):
    minute = Limit(requests=12, per_seconds=60, source="a test")
    moments = spent(fake_time, Budget([minute, PER_SECOND], 1.0, fake_time.clock), 26)
    assert most_within(moments, 1) <= 5
    assert most_within(moments, 60) == 12
    assert 120 <= moments[-1] < 121


def test_a_place_that_one_window_refuses_is_not_taken_in_another(fake_time):
    short = Limit(requests=2, per_seconds=1, source="a test")
    long = Limit(requests=3, per_seconds=2, source="a test")
    budget = Budget([short, long], 1.0, fake_time.clock)
    spent(fake_time, budget, 3)
    fake_time.seconds += 0.5
    with pytest.raises(DeadlineExceededError):
        budget.acquire(Deadline(fake_time.clock, 0.1))
    fake_time.seconds += 0.55
    assert spent(fake_time, budget, 2) == [0.0, 0.0]


def test_a_limit_header_changes_the_rate_both_ways_and_keeps_the_share(fake_time):
    budget = Budget([PER_SECOND], 0.5, fake_time.clock)
    budget.correct(Headers({"ratelimit-limit": "20;w=1"}), HEADERS)
    assert most_within(spent(fake_time, budget, 40), 1) == 10
    fake_time.seconds += 60
    budget.correct(Headers({"ratelimit-limit": "4"}), HEADERS)
    assert most_within(spent(fake_time, budget, 10), 1) == 2


@pytest.mark.parametrize("value", ["", "0", "-3", "many", "0x10", "\u0664", "1000000000000", "9" * 400, "nan"])
def test_a_limit_header_that_is_no_limit_changes_nothing(fake_time, value):
    budget = Budget([PER_SECOND], 1.0, fake_time.clock)
    budget.correct(Headers({"ratelimit-limit": value}), HEADERS)
    assert most_within(spent(fake_time, budget, 15), 1) == 5


def test_when_nothing_remains_everybody_waits_for_the_next_window(fake_time):
    budget = Budget([PER_SECOND], 1.0, fake_time.clock)
    budget.correct(Headers({"ratelimit-remaining": "0"}), HEADERS)
    assert spent(fake_time, budget, 1) == [1.0]


def test_a_wait_beyond_the_deadline_is_not_begun_and_tells_its_length(fake_time):
    budget = Budget([Limit(requests=1, per_seconds=3600, source="a test")], 1.0, fake_time.clock)
    budget.acquire(Deadline(fake_time.clock, 10))
    with pytest.raises(DeadlineExceededError, match="deadline of 10 s") as caught:
        budget.acquire(Deadline(fake_time.clock, 10))
    assert caught.value.needed == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=1))
    assert fake_time.slept == []


def test_threads_share_the_budget(server, connect):
    client = connect(limits=[Limit(requests=5, per_seconds=0.2, source="a test")])
    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: client.get("x", "/"), range(11)))
    assert 0.4 <= time.monotonic() - began < 1.5


def test_clients_of_one_account_share_the_budget_and_others_do_not(server, connect):
    limits = [Limit(requests=1, per_seconds=3600, source="a test")]
    options = Options(deadline_seconds=1)
    first, same, other = (connect(limits=limits, options=options, account=name) for name in ("a", "a", "b"))
    first.get("x", "/")
    with pytest.raises(DeadlineExceededError) as caught:
        same.get("x", "/")
    other.get("x", "/")
    assert len(server.requests) == 2
    assert (caught.value.vendor, caught.value.operation) == ("acme", "x")


@pytest.mark.parametrize("shares", [(1.0, 0.5), (0.5, 1.0)])
def test_the_smallest_share_of_an_account_counts(server, connect, shares):
    limits = [Limit(requests=2, per_seconds=3600, source="a test")]
    client, _ = (connect(limits=limits, options=Options(deadline_seconds=1, quota_share=share)) for share in shares)
    client.get("x", "/")
    with pytest.raises(DeadlineExceededError):
        client.get("x", "/")


def test_a_budget_ends_with_its_last_client(server, connect):
    from deskbridge.transport import budget

    client = connect(limits=[PER_SECOND], account="short-lived")
    key = budget.Account("acme", server.url, "short-lived")
    assert key in budget._shared
    client._engine.budget = None
    gc.collect()
    assert key not in budget._shared


def test_headers_of_an_answer_correct_the_budget(server, connect):
    server.script(server.answer(headers={"Ratelimit-Remaining": "0", "Ratelimit-Limit": "1"}))
    slow = [Limit(requests=100, per_seconds=30, source="a test")]
    client = connect(limits=slow, rate_headers=HEADERS, options=Options(deadline_seconds=1))
    client.get("x", "/")
    with pytest.raises(DeadlineExceededError) as caught:
        client.get("x", "/")
    assert 29 < caught.value.needed.total_seconds() <= 30


def test_what_one_call_was_asked_to_wait_the_others_wait_too(server, connect):
    server.script(server.answer(status=429, headers={"Retry-After": "60"}), server.answer())
    client = connect(limits=[Limit(requests=100, per_seconds=1, source="a test")], options=Options(deadline_seconds=1))
    for _ in range(2):
        with pytest.raises(DeadlineExceededError):
            client.get("x", "/")
    assert len(server.requests) == 1


def test_where_nobody_has_a_limit_none_is_waited_for_but_refusals_are(server, connect, fake_time):
    server.script(*[server.answer()] * 8, server.answer(status=429, headers={"Retry-After": "60"}), server.answer())
    slow, options = [Limit(requests=2, per_seconds=60, source="a test")], Options(deadline_seconds=30)
    with unpaced():
        client = connect(limits=slow, account="played", options=options, clock=fake_time.clock)
    paced = connect(limits=slow, account="met later", options=options, clock=fake_time.clock)
    for _ in range(8):
        client.get("x", "/")
    with pytest.raises(DeadlineExceededError):
        client.get("x", "/")
    for _ in range(2):
        paced.get("x", "/")
    with pytest.raises(DeadlineExceededError, match="the vendor's rate limit asks to wait 60"):
        paced.get("x", "/")
    assert fake_time.slept == []


def test_a_huge_limit_costs_nearly_nothing():
    budget = Budget([Limit(requests=1_000_000, per_seconds=1, source="a test")], 1.0, SYSTEM_CLOCK)
    deadline = Deadline(SYSTEM_CLOCK, 60)
    budget.acquire(deadline)
    began = time.process_time()
    for _ in range(5000):
        budget.acquire(deadline)
    assert (time.process_time() - began) / 5000 < 50e-6
