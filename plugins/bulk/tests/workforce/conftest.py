"""Events as a vendor would tell them, in a line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

import deskbridge
from deskbridge.records import (
    AgentId,
    Author,
    AuthorKind,
    Channel,
    ChannelKind,
    ContactId,
    Event,
    EventKind,
    Work,
    WorkKind,
)

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
PHONE = Channel(kind=ChannelKind.PHONE, original="PHONE_CALL")


class Telling:
    """Makes events; times are minutes after `start`, a Monday at eight."""

    start = START

    def __init__(self) -> None:
        self._numbers = count()

    def at(self, minute: float) -> datetime:
        return START + timedelta(minutes=minute)

    def available(self, minute: float, agent: str, *kinds: WorkKind, effective: float | None = None) -> Event:
        return self.event(
            minute,
            EventKind.AGENT_AVAILABILITY_CHANGED,
            agent_id=AgentId(agent),
            available_for=tuple(Work(kind=one, original=one.upper()) for one in kinds),
            effective_at=None if effective is None else self.at(effective),
        )

    def voice(self, minute: float, agent: str) -> Event:
        return self.available(minute, agent, WorkKind.VOICE)

    def nothing(self, minute: float, agent: str) -> Event:
        return self.available(minute, agent)

    def hold(self, minute: float, agent: str, call: str) -> Event:
        return self.of_call(minute, EventKind.HOLD_STARTED, agent, call)

    def unhold(self, minute: float, agent: str, call: str) -> Event:
        return self.of_call(minute, EventKind.HOLD_ENDED, agent, call)

    def begun(self, minute: float, agent: str, call: str, channel: Channel = PHONE) -> Event:
        return self.of_call(minute, EventKind.CONTACT_STARTED, agent, call, channel)

    def over(self, minute: float, agent: str, call: str) -> Event:
        return self.of_call(minute, EventKind.CONTACT_ENDED, agent, call)

    def of_call(self, minute: float, kind: EventKind, agent: str, call: str, channel: Channel = PHONE) -> Event:
        who = AuthorKind.SYSTEM if agent == "system" else AuthorKind.AGENT
        return self.event(
            minute, kind, contact_id=ContactId(call), channel=channel, initiator=Author(kind=who, id=agent)
        )

    def event(self, minute: float, kind: EventKind, **fields: object) -> Event:
        values = {"id": f"e{next(self._numbers)}", "vendor": "v", "occurred_at": self.at(minute), **fields}
        return Event(kind=kind, **values)


@pytest.fixture(scope="session")
def tell() -> Telling:
    return Telling()


@pytest.fixture
def gladly_desk():
    """A desk of Gladly that nothing answers for."""
    given = {"base_url": "http://127.0.0.1:9", "username": "a@b.example", "api_token": "t0p"}
    with deskbridge.connect("gladly", **given) as desk:
        yield desk
