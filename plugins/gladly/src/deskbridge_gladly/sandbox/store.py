"""What the sandbox holds. Values are the vendor's own JSON objects and are replaced, never changed in place."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from attrs import Factory, define, field, frozen

from deskbridge.sandbox import Clock
from deskbridge_gladly.sandbox.events import EventLog
from deskbridge_gladly.sandbox.holdings import Knowledge, Tasks
from deskbridge_gladly.sandbox.switches import Switches
from deskbridge_gladly.sandbox.values import Json, stamp

JobStatus = Literal["PENDING", "IN_PROGRESS", "COMPLETED", "FAILED"]
API_USER_ID = "XeEJwrnuTfabHMK5ZW1fGg"
"""The agent whose token the sandbox takes; what is made through the API has it as initiator (D27)."""
ORGANIZATION_ID = "ihKsWxiZCDVtXg1iwVmT9Q"
ADDRESSES = frozenset({"help@shop.example.com", "no-reply@gladly.com"})
CUSTOM_CHANNEL_ID = "sandboxCustomChannel00"
ENTRY_POINT = "shop"


@frozen(kw_only=True)
class ExportJob:
    """One export job: a snapshot, as the values it names are never changed in place.

    Attributes:
        updated_at: When the job got its status; a job is gone 14 days later.
        start_at: Start of the period whose items it has.
        end_at: End of that period.
    """

    id: str
    status: JobStatus
    updated_at: datetime
    start_at: datetime
    end_at: datetime
    items: Sequence[Json] = ()
    customers: Sequence[Json] = ()
    agents: Sequence[Json] = ()
    topics: Sequence[Json] = ()


@define
class People:
    """Customer profiles, and who owns which address and number."""

    profiles: dict[str, Json] = field(factory=dict)
    merged: dict[str, str] = field(factory=dict)
    """The old id of each merged customer, and the id it has become."""
    _by_email: dict[str, str] = field(factory=dict)
    _by_phone: dict[str, dict[str, None]] = field(factory=dict)

    def put(self, profile: Json) -> None:
        """Add a profile or replace it."""
        self.remove(profile["id"])
        self.profiles[profile["id"]] = profile
        for email in profile.get("emails", ()):
            self._by_email[email["normalized"]] = profile["id"]
        for phone in profile.get("phones", ()):
            self._by_phone.setdefault(phone["normalized"], {})[profile["id"]] = None

    def remove(self, customer_id: str) -> None:
        """Forget a profile, if there is one."""
        profile = self.profiles.pop(customer_id, {})
        for email in profile.get("emails", ()):
            self._by_email.pop(email["normalized"], None)
        for phone in profile.get("phones", ()):
            self._by_phone.get(phone["normalized"], {}).pop(customer_id, None)

    def with_email(self, normalized: str) -> list[Json]:
        """Find the profile that has an address, given in lower case."""
        owner = self._by_email.get(normalized)
        return [self.profiles[owner]] if owner else []

    def with_phone(self, normalized: str) -> list[Json]:
        """Find the profiles that have a number, given as E.164."""
        return [self.profiles[owner] for owner in self._by_phone.get(normalized, ())]

    def with_external_id(self, external_id: str) -> list[Json]:
        """Find the profiles with an `externalCustomerId`."""
        return [each for each in self.profiles.values() if each.get("externalCustomerId") == external_id]


@define
class Store:
    """Everything that an organization has."""

    clock: Clock
    people: People = field(factory=People)
    conversations: dict[str, Json] = field(factory=dict)
    merged_conversations: dict[str, str] = field(factory=dict)
    items: dict[str, Json] = field(factory=dict)
    unsupported_items: dict[str, Json] = field(factory=dict)
    """Items of types that the API can't show; they are in no list and in no export (inferred)."""
    topics: dict[str, Json] = field(factory=dict)
    agents: dict[str, Json] = field(factory=dict)
    inboxes: dict[str, Json] = field(factory=dict)
    inbox_agents: dict[str, frozenset[str]] = field(factory=dict)
    """Who works in an inbox; an inbox that is not named here has every agent. No operation tells it."""
    teams: dict[str, Json] = field(factory=dict)
    jobs: dict[str, ExportJob] = field(factory=dict)
    tasks: Tasks = field(factory=Tasks)
    knowledge: Knowledge = field(factory=Knowledge)
    business_hours: dict[str, Json] = field(factory=dict)
    custom_attributes: dict[str, Json] = field(factory=dict)
    campaigns: dict[str, str] = field(factory=dict)
    """The type of each campaign: EMAIL, SMS or VOICE."""
    recipient_collections: dict[str, Json] = field(factory=dict)
    switches: Switches = field(factory=Switches)
    events: EventLog = Factory(lambda self: EventLog(self.clock, {"id": API_USER_ID, "type": "API"}), takes_self=True)
    addresses: frozenset[str] = ADDRESSES
    """Where the organization can send mail from; no operation tells it."""
    custom_channels: dict[str, frozenset[str]] = field(
        factory=lambda: {CUSTOM_CHANNEL_ID: frozenset({ENTRY_POINT})},
    )
    """The entry points of each custom channel; no operation tells them."""
    channel_customers: dict[tuple[str, str], str] = field(factory=dict)
    """Who writes on a custom channel from an address."""
    calls: dict[str, Json] = field(factory=dict)
    """The phone call that an agent is on."""
    _conversations_of: dict[str, list[str]] = field(factory=dict)
    _items_in: dict[str, list[str]] = field(factory=dict)
    _items_of: dict[str, dict[str, None]] = field(factory=dict)

    def now(self) -> str:
        """Print the present time as the vendor does."""
        return stamp(self.clock.now())

    def add_conversation(self, conversation: Json) -> None:
        """Add a conversation to its customer."""
        self.conversations[conversation["id"]] = conversation
        self._conversations_of.setdefault(conversation["customerId"], []).append(conversation["id"])

    def conversation(self, conversation_id: str) -> Json | None:
        """Find a conversation; a merged one's id gives the one it became part of (D53)."""
        return self.conversations.get(self.merged_conversations.get(conversation_id, conversation_id))

    def conversations_of(self, customer_id: str) -> list[Json]:
        """List a customer's conversations, oldest first."""
        held = (self.conversations[each] for each in self._conversations_of.get(customer_id, ()))
        return sorted(held, key=lambda each: each["createdAt"])

    def add_item(self, item: Json) -> None:
        """Add an item to its customer, and to its conversation at the place that its time gives it."""
        self.items[item["id"]] = item
        self._items_of.setdefault(item["customerId"], {})[item["id"]] = None
        if "conversationId" in item:
            timeline = self._items_in.setdefault(item["conversationId"], [])
            bisect.insort(timeline, item["id"], key=lambda each: self.items[each]["timestamp"])

    def items_in(self, conversation_id: str) -> list[Json]:
        """List a conversation's items, oldest first."""
        return [self.items[each] for each in self._items_in.get(conversation_id, ())]

    def remove_item(self, item: Json) -> None:
        """Forget an item that is in no conversation."""
        del self.items[item["id"]]
        del self._items_of[item["customerId"]][item["id"]]

    def remove_customer(self, customer_id: str) -> None:
        """Forget a customer with all conversations, items and tasks (D72)."""
        self.people.remove(customer_id)
        self.tasks.remove_of(customer_id)
        for conversation_id in self._conversations_of.pop(customer_id, ()):
            del self.conversations[conversation_id]
            self._items_in.pop(conversation_id, None)
        for item_id in self._items_of.pop(customer_id, ()):
            del self.items[item_id]


def by_id(values: Iterable[Json]) -> dict[str, Json]:
    """Give each value its id as key."""
    return {value["id"]: value for value in values}
