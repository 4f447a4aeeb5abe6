"""Webhooks as they are managed. What they deliver is in `deskbridge_gladly.wire.events`."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Webhook(Wire):
    """A webhook, without what it proves itself with: that can only be written.

    Attributes:
        events: The types of events that it delivers.
        enabled: Whether it delivers.
        has_credentials: Whether it sends Basic credentials.
        header_keys: The names of its static headers.
        disabled_at_due_to_retry_limit: When the vendor disabled it, since an event was not taken in five tries.
    """

    id: str
    name: str | None = None
    url: str | None = None
    events: tuple[str, ...] | None = None
    enabled: bool | None = None
    has_credentials: bool | None = None
    header_keys: tuple[str, ...] | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    disabled_at_due_to_retry_limit: datetime | None = None


@frozen(kw_only=True, slots=True)
class CredentialsBody(Wire):
    """The Basic credentials that deliveries bring."""

    username: str
    password: str = field(repr=False)
    realm: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class WebhookBody(Wire):
    """A webhook to create, or what to change of one.

    Attributes:
        url: HTTPS, and no other webhook's.
        events: The types of events; a new webhook needs them and the url.
        name: At most 200 characters.
        enabled: A new one is disabled unless it says so.
        credentials: What deliveries are to prove themselves with, like `headers`, which are static.
    """

    url: str | Unset = UNSET
    events: tuple[str, ...] | Unset = UNSET
    name: str | Unset = UNSET
    enabled: bool | Unset = UNSET
    credentials: CredentialsBody | Unset = UNSET
    headers: FrozenDict | Unset = field(default=UNSET, repr=False)
