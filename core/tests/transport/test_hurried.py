import pytest

from deskbridge.errors import UnavailableError
from deskbridge.transport import hurried
from deskbridge.transport.clock import Clock, Deadline, own_wait
from deskbridge.transport.retrying import Failure, with_retries
from deskbridge.transport.throttle import Throttle


def test_all_of_a_wait_is_kept_unless_somebody_hurries():
    assert own_wait(2.0) == 2.0


def test_who_hurries_keeps_a_part_of_each_wait_until_the_end_of_the_block():
    with hurried(0.5):
        with hurried(0.25):
            assert own_wait(2.0) == 0.5
        assert own_wait(2.0) == 1.0
    assert own_wait(2.0) == 2.0


def test_the_pause_after_a_refusal_is_shorter_in_a_hurry_but_not_what_the_vendor_asks_for():
    with hurried(0.01):
        assert Throttle().refused(100.0, 0, None) <= 0.01
        assert Throttle().refused(100.0, 0, 3.0) == 3.0


def test_another_try_comes_soon_in_a_hurry():
    tries = []

    def fail(number):
        tries.append(number)
        raise Failure(UnavailableError("down"), retry=True)

    clock = Clock()
    began = clock.monotonic()
    with hurried(0.001), pytest.raises(UnavailableError):
        with_retries(fail, attempts=5, deadline=Deadline(clock, 20.0))
    assert tries == [1, 2, 3, 4, 5]
    assert clock.monotonic() - began < 0.5
