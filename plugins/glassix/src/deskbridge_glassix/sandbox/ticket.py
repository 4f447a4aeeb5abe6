"""One ticket: what happens to it, and what of its JSON changes by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define, field

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.shapes import NO_GUID, Wire
from deskbridge_glassix.sandbox.times import UNSET, duration, iso, stamp

NOTE = "Note"
"""The type of a note's transaction: inferred, the vendor's table of types is cut off in what could be read."""

NEVER = datetime.min.replace(tzinfo=UTC)


@define(eq=False, kw_only=True)
class Ticket:
    """A ticket as JSON, with its times as times, for the list's ranges.

    Attributes:
        wire: All but the transactions, as it is answered.
        transactions: Oldest first.
        opened: When it was opened.
        closed: When it was closed, `NEVER` while it isn't.
        touched: Its last activity.
    """

    wire: Wire
    opened: datetime
    closed: datetime = NEVER
    touched: datetime = NEVER
    transactions: list[Wire] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.wire["open"] = iso(self.opened)
        self.wire["close"] = UNSET if self.closed == NEVER else iso(self.closed)
        if self.closed != NEVER:
            self.wire["durationGross"] = self.wire["durationNet"] = duration(self.closed - self.opened)
        self.touch(max(self.opened, self.closed, self.touched))

    @property
    def id(self) -> int:
        """The ticket's number."""
        return int(self.wire["id"])

    @property
    def state(self) -> str:
        """Open, Closed, Pending or Snoozed."""
        return str(self.wire["state"])

    @property
    def is_silent(self) -> bool:
        """Whether a bot owns it, so that no automatic messages are sent."""
        return bool(self.wire["owner"]["type"] == "BOT")

    @property
    def clients(self) -> list[Wire]:
        """The participants who are customers; the first is the main one."""
        return [one for one in self.wire["participants"] if one["type"] == "Client"]

    def in_range(self, since: datetime, until: datetime) -> bool:
        """Whether it was opened, closed or last active in the range, both ends included."""
        return since <= self.opened <= until or since <= self.closed <= until or since <= self.touched <= until

    def touch(self, now: datetime) -> None:
        """Move the last activity."""
        self.touched = now
        self.wire["lastActivity"] = stamp(now)

    def add_tags(self, tags: Iterable[str]) -> None:
        """Add the tags that aren't there yet, in order."""
        self.wire["tags"] = list(dict.fromkeys([*self.wire["tags"], *tags]))

    def participant_of(self, user: Mapping[str, Any] | None) -> Wire:
        """Return the participant that a user is, who joins as an inactive one if need be (inferred)."""
        wanted = NO_GUID if user is None else user["id"]
        held: list[Wire] = self.wire["participants"]
        for one in held:
            if one["type"] == "User" and one["identifier"] == wanted:
                return one
        number = max((one["id"] for one in held), default=0) + 1
        held.append(shapes.agent(number, user, active=False))
        return held[-1]

    def assign(self, user: Mapping[str, Any] | None, now: datetime, *, staying_id: str = "") -> None:
        """Give it to a user, or for None to the queue.

        Former owners stay as inactive participants, but the user of `staying_id` as an active one.
        """
        for one in self.wire["participants"]:
            if one["type"] == "User" and one["identifier"] != staying_id:
                one["isActive"] = False
        self.participant_of(user)["isActive"] = True
        self.wire["owner"] = shapes.owner(user)
        self.wire["ticketType"] = "Bot" if user is not None and user["type"] == "BOT" else "Regular"
        if user is not None:
            self.wire["firstAgentAllocationTimestamp"] = self.wire["firstAgentAllocationTimestamp"] or stamp(now)
            self.wire["lastAgentAllocationTimestamp"] = stamp(now)
        self.touch(now)

    def append(self, transaction: Wire, now: datetime) -> None:
        """Add to the thread, and count it."""
        self.transactions.append(transaction)
        self.wire["transactionsCount"] = len(self.transactions)
        if transaction["type"] == "Message":
            self._count(transaction)
        self.touch(now)

    def _count(self, message: Wire) -> None:
        sender = message["fromParticipant"]
        side, named = ("agent", "Agent") if sender["type"] == "User" else ("customer", "Customer")
        self.wire[f"{side}MessagesCount"] += 1
        self.wire[f"{side}MediaCount"] += len(message["attachments"])
        first = f"first{named}MessageDateTime"
        if self.wire[first] is None:
            self.wire[first] = message["dateTime"]
            if side == "agent":
                self.wire["firstAgentMessageUserId"] = sender["identifier"]
        self.wire[f"last{named}MessageDateTime"] = message["dateTime"]

    def move(self, state: str, now: datetime, initiator_id: str) -> None:
        """Change the state; closing sets `close`, and leaving Closed unsets it (inferred)."""
        self.wire["state"] = state
        self.closed = now if state == "Closed" else NEVER
        self.wire["close"] = stamp(now) if state == "Closed" else UNSET
        self.wire["wasClosedAutomatically"] = False
        span = duration(now - self.opened) if state == "Closed" else duration(timedelta())
        self.wire["durationGross"] = self.wire["durationNet"] = span
        self.log(state, now, initiator_id)
        self.touch(now)

    def log(self, state: str, now: datetime, initiator_id: str) -> None:
        """Add to the activity log, which says of each state how long it lasted once it is over."""
        logs = self.wire["activityLogs"]
        if logs:
            before = datetime.fromisoformat(logs[-1]["changedOn"])
            logs[-1]["totalActivityTimeSec"] = round(max(0.0, (now - before).total_seconds()), 3)
            logs[-1]["totalActivityTimeSecNet"] = logs[-1]["totalActivityTimeSec"]
        logs.append(shapes.activity(state, stamp(now), self.wire["owner"]["id"], initiator_id))
