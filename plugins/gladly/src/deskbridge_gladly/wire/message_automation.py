"""Automation sessions: a chat that a bot answers before an agent does."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire, key
from deskbridge_gladly.wire.items import Communicator


@frozen(kw_only=True, slots=True)
class SessionTarget(Wire):
    """Who has a session: AGENT or AUTOMATION."""

    target_type: str | None = None


@frozen(kw_only=True, slots=True)
class Session(Wire):
    """A session. It closes by itself after five minutes without an answer of the customer.

    Attributes:
        company_address: The entry point.
        endpoint_type: CHAT.
    """

    id: str
    company_address: str | None = None
    conversation_id: str | None = None
    customer_address: str | None = None
    customer_id: str | None = None
    endpoint_type: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    target: SessionTarget | None = None


@frozen(kw_only=True, slots=True)
class MenuItem(Wire):
    """A choice; `id` is up to 50 of ``a-zA-Z0-9-_``, `label` up to 256 characters."""

    id: str
    label: str | None = None


@frozen(kw_only=True, slots=True)
class SessionContent(Wire):
    """A text in `value`, or a menu in the others."""

    value: str | None = None
    prompt: str | None = None
    menu_items: tuple[MenuItem, ...] | None = None


@frozen(kw_only=True, slots=True)
class SessionMessage(Wire):
    """A message of a session.

    Attributes:
        type: TEXT or MENU.
        sender: Who wrote it.
        context: Texts by name; a chat has ``URL`` and ``IsAuthenticated`` ("true" or "false").
    """

    id: str
    type: str | None = None
    content: SessionContent | None = None
    created_at: datetime | None = None
    sender: Communicator | None = key("from", default=None)
    session_id: str | None = None
    context: FrozenDict | None = None


@frozen(kw_only=True, slots=True)
class MenuItemBody(Wire):
    """A choice to offer."""

    id: str
    label: str


@frozen(kw_only=True, slots=True)
class SessionContentBody(Wire):
    """A text of up to 2,048 characters, or a prompt of up to 50 with 1 to 10 choices."""

    value: str | Unset = UNSET
    prompt: str | Unset = UNSET
    menu_items: tuple[MenuItemBody, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class SessionMessageBody(Wire):
    """A message to send: `type` TEXT or MENU."""

    type: str
    content: SessionContentBody


@frozen(kw_only=True, slots=True)
class SessionEndBody(Wire):
    """Why a session is given to an agent or closed: 1 to 240 characters."""

    description: str
