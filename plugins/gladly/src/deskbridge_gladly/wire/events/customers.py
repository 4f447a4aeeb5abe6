"""Customers, and what they are asked to pay."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire
from deskbridge_gladly.wire.events.envelope import Event


@frozen(kw_only=True, slots=True)
class MergedContent(Wire):
    """Two customers became one: the source is gone, the destination stays; so with their open conversations."""

    destination_customer_id: str | None = None
    destination_conversation_id: str | None = None
    source_customer_id: str | None = None
    source_conversation_id: str | None = None


@frozen(kw_only=True, slots=True)
class ProfileContent(Wire):
    """A customer."""

    customer_id: str | None = None


@frozen(kw_only=True, slots=True)
class PaymentContext(Wire):
    """What is to be paid; `monetary_unit` is the amount."""

    currency: str | None = None
    monetary_unit: float | None = None


@frozen(kw_only=True, slots=True)
class PaymentContent(Wire):
    """A request for payment."""

    contact_id: str | None = None
    customer_id: str | None = None
    conversation_id: str | None = None
    payment_request_id: str | None = None
    context: PaymentContext | None = None


@frozen(kw_only=True, slots=True)
class PaymentStatusContent(PaymentContent):
    """Each status is COMPLETED, DECLINED, ERROR, REQUESTING, SUBMITTED or TIMED_OUT."""

    old_status: str | None = None
    new_status: str | None = None


@frozen(kw_only=True, slots=True)
class CustomerMerged(Event):
    """A customer was merged into another, by either of the two names that this event has had."""

    content: MergedContent | None = None


@frozen(kw_only=True, slots=True)
class CustomerChanged(Event):
    """A customer was created or updated."""

    content: ProfileContent | None = None


@frozen(kw_only=True, slots=True)
class CustomerDeleted(Event):
    """A customer was deleted, with all conversations."""

    content: ProfileContent | None = None


@frozen(kw_only=True, slots=True)
class PaymentRequest(Event):
    """A payment was asked for, or the request was looked at."""

    content: PaymentContent | None = None


@frozen(kw_only=True, slots=True)
class PaymentStatusChanged(Event):
    """A request for payment has another status."""

    content: PaymentStatusContent | None = None
