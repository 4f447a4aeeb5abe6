"""Conversation items: what happened on a customer's timeline, whatever its kind."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Communicator(Wire):
    """Who began or answered an item.

    Attributes:
        id: Often, but not always, 22 characters: an AI answers as ``SIDEKICK_V2``.
        type: AGENT, API, AUTOMATION, CUSTOMER, INTERNAL, EXTERNAL, SYSTEM; any other may come.
    """

    id: str | None = None
    type: str | None = None


@frozen(kw_only=True, slots=True)
class Item(Wire):
    """One item.

    Attributes:
        conversation_id: None for what stands outside conversations, such as customer activities.
        content: As it came; `deskbridge_gladly.wire.contents.read_content` types it.
        session_id: The session it belongs to.
    """

    id: str
    content: FrozenDict
    customer_id: str | None = None
    conversation_id: str | None = None
    timestamp: datetime | None = None
    initiator: Communicator | None = None
    responder: Communicator | None = None
    session_id: str | None = None


@frozen(kw_only=True, slots=True)
class ItemRef(Wire):
    """The part of an exported item that says whose it is, and when it was; the rest stays in `raw`."""

    customer_id: str | None = None
    conversation_id: str | None = None
    timestamp: datetime | None = None


@frozen(kw_only=True, slots=True)
class LinkBody(Wire):
    """A link of an activity; its text has at most 50 characters."""

    url: str
    text: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ActivityBody(Wire):
    """The content of a customer activity to create.

    Attributes:
        activity_type: EMAIL, ISSUE, SMS or SURVEY: it decides the icon, nothing is sent.
        title: At most 100 characters.
        body: Plain or rich text, at most 25,000 characters.
        source_name: At most 50 characters.
        occurred_at: At most a year ago.
    """

    activity_type: str
    type: str = "CUSTOMER_ACTIVITY"
    title: str | Unset = UNSET
    body: str | Unset = UNSET
    source_name: str | Unset = UNSET
    link: LinkBody | Unset = UNSET
    occurred_at: datetime | Unset = UNSET


@frozen(kw_only=True, slots=True)
class CustomerBody(Wire):
    """Whose timeline an item goes to: exactly one of the two; an unknown one becomes a customer."""

    email_address: str | Unset = UNSET
    mobile_phone: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ItemBody(Wire):
    """An item to create.

    Attributes:
        id: URL safe, under 50 characters.
        customer: Only where the item is not created below a customer's id.
    """

    content: ActivityBody
    id: str | Unset = UNSET
    customer: CustomerBody | Unset = UNSET
