"""Proactive conversations: who is contacted in a campaign."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Recipient(Wire):
    """Whom to contact: by exactly one of the two, whichever the campaign is about.

    Attributes:
        timezone: Its IANA name.
        email_address: For a campaign by e-mail.
        phone_number: For one by SMS or voice; E.164 or in the national form.
    """

    customer_name: str
    timezone: str
    email_address: str | Unset = UNSET
    phone_number: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class RecipientCollectionBody(Wire):
    """Recipients to add to a campaign; the campaign's settings decide how they are contacted."""

    name: str
    start_after: datetime
    recipients: tuple[Recipient, ...]
    end_before: datetime | Unset = UNSET


@frozen(kw_only=True, slots=True)
class RecipientCollection(Wire):
    """Recipients that were added to a campaign.

    Attributes:
        type: EMAIL, SMS or VOICE.
        status: ACTIVE, CANCELED, COMPLETED, PENDING or SCHEDULED.
    """

    id: str
    campaign_id: str | None = None
    type: str | None = None
    start_after: datetime | None = None
    end_before: datetime | None = None
    name: str | None = None
    status: str | None = None
