"""Messages sent from the outside in: by SMS, by mail, and through custom channels."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class SmsCustomer(Wire):
    """Whom an SMS goes to, in E.164."""

    mobile_number: str


@frozen(kw_only=True, slots=True)
class SmsBody(Wire):
    """An SMS to send. `from_number` is one of the organization's."""

    customer: SmsCustomer
    body: str
    from_number: str = key("from", default="")


@frozen(kw_only=True, slots=True)
class Recipient(Wire):
    """Whom a mail goes to; an unknown address becomes a customer of that name."""

    email: str
    name: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class EmailContent(Wire):
    """The text of a mail; whether one of the two is enough is not documented."""

    html: str | Unset = UNSET
    text: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class OutgoingEmail(Wire):
    """A mail to send.

    Attributes:
        to: One recipient at present.
        from_address: An address that the organization has configured.
        subject: Under 1,000 characters.
    """

    to: tuple[Recipient, ...]
    subject: str
    body: EmailContent
    from_address: str = key("from", default="")


@frozen(kw_only=True, slots=True)
class SentMessage(Wire):
    """What was made of a message: the item, and the customer on whose timeline it is."""

    customer_id: str | None = None
    conversation_item_id: str | None = None


@frozen(kw_only=True, slots=True)
class ProfileIdentifier(Wire):
    """The customer whom a sender is taken for at the first message; `type` is EMAIL or PHONE_NUMBER."""

    type: str
    address: str


@frozen(kw_only=True, slots=True)
class Sender(Wire):
    """Who wrote by a custom channel; `address` is unique there."""

    address: str
    display_name: str | Unset = UNSET
    profile_identifier: ProfileIdentifier | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ChannelFile(Wire):
    """A file to fetch from a public address."""

    url: str
    file_name: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ChannelContent(Wire):
    """What was written by a custom channel: a text, or files with a caption."""

    text: str | Unset = UNSET
    caption: str | Unset = UNSET
    files: tuple[ChannelFile, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ChannelMessageBody(Wire):
    """A customer's message that came by a custom channel.

    Attributes:
        to: The entry point's address.
        type: TEXT or FILES.
        group_id: Only where the channel is configured for message groups.
    """

    sender: Sender
    to: str
    type: str
    content: ChannelContent
    group_id: str | Unset = UNSET
    group_name: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class DeliveryStatusBody(Wire):
    """How an agent's message by a custom channel fared: ACCEPTED, DELIVERED, READ or FAILED."""

    value: str
    details: str | Unset = UNSET
