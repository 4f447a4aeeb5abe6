from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from deskbridge.errors import DeadlineExceededError, MalformedAnswerError, UnavailableError
from deskbridge.transport import Limit, Options
from deskbridge.transport.budget import Budget
from deskbridge.transport.clock import Deadline

ALL = Limit(requests=5, per_seconds=1, source="a test")
REPORTS = Limit(requests=10, per_seconds=60, source="a test", operations=("run", "sessions"), at_once=2)
FAST = Limit(requests=1000, per_seconds=1, source="a test", operations=("run",), at_once=2)
IMPATIENT = Options(deadline_seconds=0.2, attempts=1)


def moments(fake_time, budget, operations):
    began, found = fake_time.seconds, []
    for operation in operations:
        budget.acquire(Deadline(fake_time.clock, 3600), operation)
        found.append(round(fake_time.seconds - began, 1))
    return found


def test_operations_with_a_limit_of_their_own_share_it_and_the_accounts(fake_time):
    budget = Budget([REPORTS, ALL], 1.0, fake_time.clock)
    taken = moments(fake_time, budget, ["run", "sessions"] * 6)
    assert (taken[4] < 1, taken[5] >= 1, taken[9] < 3, taken[10] >= 60) == (True, True, True, True)


def test_other_operations_do_not_wait_for_it(fake_time):
    budget = Budget([REPORTS], 1.0, fake_time.clock)
    moments(fake_time, budget, ["run"] * 10)
    assert moments(fake_time, budget, ["get"] * 50) == [0.0] * 50


def test_a_share_is_left_to_others_of_an_operations_limit_too(fake_time):
    budget = Budget([REPORTS], 1.0, fake_time.clock)
    budget.narrow(0.5)
    taken = moments(fake_time, budget, ["run"] * 6)
    assert (taken[4] < 1, taken[5] >= 60) == (True, True)


def test_no_more_are_in_progress_at_once_than_the_vendor_takes(server, connect):
    client, lock, gone_on = connect(limits=[FAST]), Lock(), Event()
    now = most = 0

    def slow(connection, request):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        gone_on.wait(0.02)
        with lock:
            now -= 1
        server.answer()(connection, request)

    server.script(slow)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: client.get("run", "/"), range(8)))
    assert (most, len(server.requests)) == (2, 8)


def test_a_stream_keeps_its_place_until_it_is_closed(server, connect):
    client = connect(limits=[FAST], options=IMPATIENT)
    server.script(server.answer(b"a,b\n1,2\n"))
    with client.stream("run", "GET", "/") as first, client.stream("run", "GET", "/"):
        assert list(first.lines()) == [b"a,b", b"1,2"]
        with pytest.raises(DeadlineExceededError, match="takes 2 such requests at once") as caught:
            client.get("run", "/")
        client.get("another", "/")
    assert (caught.value.vendor, caught.value.operation) == ("acme", "run")
    client.get("run", "/")
    assert len(server.requests) == 4


def test_a_place_is_given_back_whatever_becomes_of_the_request(server, connect):
    client = connect(limits=[FAST], options=IMPATIENT)
    server.script(server.answer(status=503))
    for _ in range(3):
        with pytest.raises(UnavailableError):
            client.get("run", "/")
        with pytest.raises(UnavailableError), client.stream("run", "GET", "/"):
            pass
    server.script(server.answer(b"1\n2", length=100))
    server.requests.clear()
    for _ in range(3):
        with pytest.raises(MalformedAnswerError):
            list(client.lines("run", "/"))


def test_a_stream_that_is_closed_twice_gives_one_place_back(fake_time):
    budget, deadline = Budget([FAST], 1.0, fake_time.clock), Deadline(fake_time.clock, 0)
    leave = budget.enter(deadline, "run")
    leave()
    leave()
    budget.enter(deadline, "run")
    budget.enter(deadline, "run")
    with pytest.raises(DeadlineExceededError):
        budget.enter(deadline, "run")


def test_a_smaller_share_leaves_places_to_others_but_keeps_one(fake_time):
    budget, deadline = Budget([FAST], 1.0, fake_time.clock), Deadline(fake_time.clock, 0)
    budget.narrow(0.1)
    leave = budget.enter(deadline, "run")
    with pytest.raises(DeadlineExceededError):
        budget.enter(deadline, "run")
    leave()
    budget.enter(deadline, "run")
