from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import define

from deskbridge.desk import Desk
from deskbridge.sandbox import Fault, ManualClock, RunningSandbox, SandboxOptions, parse_seed, running
from deskbridge.settings import Secret
from deskbridge.transport import Options
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.desk import connect
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.settings import GladlySettings

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


@define
class Gladly:
    """A desk and the sandbox behind it."""

    desk: Desk[GladlyClient]
    served: RunningSandbox

    @property
    def store(self) -> Any:
        return self.served.sandbox.store

    @property
    def requests(self) -> dict[str, int]:
        return {name.replace("/api/v1", ""): count for name, count in self.served.sandbox.counters.by_operation.items()}

    def forget_requests(self) -> None:
        self.served.sandbox.counters.reset()

    def fault(self, name: str, **where: Any) -> None:
        self.served.sandbox.faults.add(Fault(name, **where))

    def conversation(self, customer_id: str, **fields: Any) -> str:
        made = {
            "id": fields.pop("id", f"conversation-{len(self.store.conversations)}"),
            "customerId": customer_id,
            "createdAt": "2026-02-01T00:00:00.000Z",
            "inboxId": next(iter(self.store.inboxes)),
            "status": "OPEN",
            **fields,
        }
        self.store.add_conversation(made)
        return made["id"]

    def item(self, conversation_id: str, number: int, **content: Any) -> str:
        made = {
            "id": f"item-{conversation_id}-{number}",
            "conversationId": conversation_id,
            "customerId": self.store.conversations[conversation_id]["customerId"],
            "timestamp": f"2026-02-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z",
            "initiator": {"type": "CUSTOMER", "id": self.store.conversations[conversation_id]["customerId"]},
            "content": content or {"type": "SMS", "from": "+16505550100", "to": "+16505550101", "content": "Hello"},
        }
        self.store.add_item(made)
        return made["id"]


def settings_of(served: RunningSandbox) -> GladlySettings:
    given = served.settings
    return GladlySettings(base_url=given["base_url"], username=given["username"], api_token=Secret(given["api_token"]))


Start = Callable[..., Gladly]


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def start(*seeds: str, rate_limit: str = "off") -> Gladly:
            options = SandboxOptions(
                seeds=[parse_seed(seed) for seed in seeds], rate_limit=rate_limit, clock=ManualClock(NOW)
            )
            served = stack.enter_context(running(create(options)))
            desk = stack.enter_context(connect(settings_of(served), Options(deadline_seconds=10, timeout_seconds=5)))
            return Gladly(desk, served)

        yield start


@pytest.fixture
def gladly(start: Start) -> Gladly:
    return start("sample")
