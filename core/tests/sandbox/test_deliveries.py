from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, field

from deskbridge.sandbox import Delivery, ManualClock, Outbox

MINUTE = timedelta(minutes=1)


@define
class Post:
    """Sends nothing anywhere; answers as it was told to."""

    clock: ManualClock = field(factory=lambda: ManualClock(datetime(2026, 3, 1, tzinfo=UTC)))
    waits: list[timedelta | None] = field(factory=list)
    sent: list[tuple[str, object, int]] = field(factory=list)
    began: asyncio.Event = field(factory=asyncio.Event)

    async def send(self, delivery: Delivery) -> timedelta | None:
        self.sent.append((delivery.receiver_id, delivery.event, delivery.attempt))
        self.began.set()
        await asyncio.sleep(0)
        return self.waits.pop(0) if self.waits else None


@pytest.fixture
def post() -> Post:
    return Post()


def test_each_receivers_events_are_sent_in_their_order(post: Post) -> None:
    outbox = Outbox(post.clock, post.send)
    for number in range(3):
        outbox.put("a", number)
        outbox.put("b", number)
    assert asyncio.run(outbox.run_due()) == 6
    assert [event for receiver, event, _ in post.sent if receiver == "a"] == [0, 1, 2]
    assert len(outbox) == 0


def test_what_failed_is_sent_again_when_its_time_has_come(post: Post) -> None:
    post.waits = [MINUTE, 2 * MINUTE, None]
    outbox = Outbox(post.clock, post.send)
    outbox.put("a", "x")

    async def minutes() -> list[int]:
        counts = []
        for _ in range(5):
            counts.append(await outbox.run_due())
            post.clock.advance(MINUTE)
        return counts

    assert asyncio.run(minutes()) == [1, 1, 0, 1, 0]
    assert [attempt for _, _, attempt in post.sent] == [1, 2, 3]


def test_what_is_forgotten_is_not_sent_and_not_again(post: Post) -> None:
    post.waits = [MINUTE, MINUTE]
    outbox = Outbox(post.clock, post.send)
    outbox.put("a", 1)
    outbox.put("a", 2)

    async def forget() -> None:
        running = asyncio.create_task(outbox.run_due())
        await post.began.wait()
        outbox.forget("a")
        await running

    asyncio.run(forget())
    assert ([event for _, event, _ in post.sent], len(outbox)) == ([1], 0)


def test_the_worker_delivers_without_being_told(post: Post) -> None:
    outbox = Outbox(post.clock, post.send)

    async def wait() -> None:
        outbox.start()
        outbox.start()
        outbox.put("a", 1)
        await asyncio.sleep(0.15)

    asyncio.run(wait())
    assert post.sent == [("a", 1, 1)]
