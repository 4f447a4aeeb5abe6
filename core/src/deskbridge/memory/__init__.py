"""A helpdesk in memory: every role, completely and plainly. The reference implementation, and the oracle of the tests.

It keeps everything it is given, so every capability is `FULL`. It is gone when the process ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import RLock

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.memory.calls import MemoryCalls, MemorySurveys
from deskbridge.memory.events import MemoryEvents
from deskbridge.memory.messages import MemoryMessages
from deskbridge.memory.output import MemoryExports, MemoryFiles, MemoryReports
from deskbridge.memory.people import MemoryAgents, MemoryCustomers, MemoryGroups
from deskbridge.memory.store import Store
from deskbridge.memory.tickets import MemoryTickets
from deskbridge.memory.topics import MemoryTopics
from deskbridge.memory.work import MemoryAnswers, MemoryTasks

__all__ = ["CAPABILITIES", "MemoryHelpdesk", "Store"]

CAPABILITIES = Capabilities(
    "memory", dict.fromkeys(Capability, Support(Level.FULL, source="deskbridge.memory, this package"))
)


def _now() -> datetime:
    return datetime.now(UTC)


class MemoryHelpdesk(Desk[Store]):
    """A desk whose `native` is the store itself. Safe to use from many threads.

    Args:
        now: Tells the time; for tests.
    """

    def __init__(self, *, now: Callable[[], datetime] = _now) -> None:
        store = Store(now=now, lock=RLock())
        super().__init__(
            CAPABILITIES,
            native=store,
            roles={
                "customers": MemoryCustomers(store),
                "tickets": MemoryTickets(store),
                "messages": MemoryMessages(store),
                "topics": MemoryTopics(store),
                "agents": MemoryAgents(store),
                "groups": MemoryGroups(store),
                "tasks": MemoryTasks(store),
                "answers": MemoryAnswers(store),
                "calls": MemoryCalls(store),
                "surveys": MemorySurveys(store),
                "files": MemoryFiles(store),
                "exports": MemoryExports(store),
                "reports": MemoryReports(store),
                "events": MemoryEvents(store),
            },
            close=lambda: None,
        )
