"""Which calls are on hold, by whose doing, and what can be said of the time before the first event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from attrs import frozen

_MOST_OVER = 1_000


@frozen(slots=True)
class _Hold:
    key: str
    initiator: str
    agent_id: str


class Holds:
    """The holds that are on. Those of several people on one call, or of one on several calls, don't mix."""

    def __init__(self) -> None:
        self._of_call: dict[str, list[_Hold]] = {}
        self._of_agent: Counter[str] = Counter()
        self._numbers = count()
        self._over: dict[str, None] = {}

    def __len__(self) -> int:
        return sum(self._of_agent.values())

    def start(self, contact_id: str, initiator: str, agent_id: str) -> str | None:
        """Begin a hold and return its key; None if the same one holds that call already.

        Args:
            contact_id: The call.
            initiator: A mark of who does it.
            agent_id: The agent whose figures it counts for; "" for nobody's.
        """
        holds = self._of_call.setdefault(contact_id, [])
        if any(one.initiator == initiator for one in holds):
            return None
        made = _Hold(str(next(self._numbers)), initiator, agent_id)
        holds.append(made)
        if agent_id:
            self._of_agent[agent_id] += 1
        return made.key

    def end(self, contact_id: str, initiator: str) -> tuple[str, str] | None:
        """End the hold of who does it, else the oldest one of that call, and return its key and agent.

        Somebody else may take a call off hold. None if the call is not on hold.
        """
        holds = self._of_call.get(contact_id)
        if not holds:
            return None
        ended = next((one for one in holds if one.initiator == initiator), holds[0])
        holds.remove(ended)
        if not holds:
            del self._of_call[contact_id]
        return self._ended(ended)

    def end_all(self, contact_id: str) -> Iterator[tuple[str, str]]:
        """End every hold of a call, one after the other, and yield the key and agent of each."""
        holds = self._of_call.pop(contact_id, ())
        if holds:
            self._over[contact_id] = None
            if len(self._over) > _MOST_OVER:
                del self._over[next(iter(self._over))]
        for one in holds:
            yield self._ended(one)

    def ended_with_call(self, contact_id: str) -> bool:
        """Whether a call was on hold when it was over; known of the last ones."""
        return contact_id in self._over

    def of_agent(self, agent_id: str) -> int:
        """Return how many calls an agent holds."""
        return self._of_agent[agent_id]

    def _ended(self, one: _Hold) -> tuple[str, str]:
        if one.agent_id:
            self._of_agent[one.agent_id] -= 1
            if not self._of_agent[one.agent_id]:
                del self._of_agent[one.agent_id]
        return one.key, one.agent_id


class Early:
    """The time since the events began, while a hold may still end that had begun before.

    Args:
        since: When the events began.
    """

    def __init__(self, since: datetime) -> None:
        self.since = since
        self._met: set[str] = set()
        self._held: dict[str, list[tuple[datetime, datetime]]] = {}

    def met(self, contact_id: str) -> None:
        """Remember that a call was told of: whatever it is now, it was not on hold all the time."""
        self._met.add(contact_id)

    def has_met(self, contact_id: str) -> bool:
        """Whether a call was told of before."""
        return contact_id in self._met

    def held(self, agent_id: str, start: datetime, end: datetime) -> None:
        """Remember when an agent had calls on hold; stretches come in order and don't overlap."""
        self._held.setdefault(agent_id, []).append((start, end))

    def gaps(self, agent_id: str, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches from the beginning in which an agent had no call on hold as far as was known.

        Afterwards the agent counts as having had one on hold all the time until then.
        """
        spans, start = self._held.get(agent_id, []), self.since
        for held_from, held_until in spans:
            if start < min(held_from, until):
                yield start, min(held_from, until)
            start = max(start, held_until)
        if start < until:
            yield start, until
        self._held[agent_id] = [(self.since, max(start, until))]
