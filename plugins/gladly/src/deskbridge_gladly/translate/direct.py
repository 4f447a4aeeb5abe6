"""Messages to an address, outside conversations."""

from __future__ import annotations

from deskbridge.capabilities import Capability
from deskbridge.errors import UnsupportedError
from deskbridge.records import Channel, ChannelKind, Delivery, DeliveryKind, DirectMessage, NewDirectMessage
from deskbridge_gladly.translate.phones import normal_phone
from deskbridge_gladly.wire.communications import SentMessage, SmsBody, SmsCustomer


def sms(new: NewDirectMessage) -> SmsBody:
    """Return a direct message as it is sent.

    Raises:
        UnsupportedError: It is no SMS, or has files.
    """
    if new.channel is ChannelKind.EMAIL:
        raise _refused("A mail needs a subject, which a direct message has not.", "native.communications.send_email")
    if new.channel is not ChannelKind.SMS:
        raise _refused(f"Gladly begins no conversation by {new.channel}, only by SMS and mail.", "an SMS")
    if new.attachment_urls:
        raise _refused("Gladly takes no files with an SMS.", "the files' addresses in the text")
    return SmsBody(customer=SmsCustomer(mobile_number=normal_phone(new.to)), from_number=new.sender, body=new.text)


def sent(new: NewDirectMessage, answer: SentMessage) -> DirectMessage:
    """Return what was sent; the vendor answers with the ids only, and tells nothing of the delivery."""
    return DirectMessage(
        id=answer.conversation_item_id or "",
        vendor="gladly",
        raw=answer.raw,
        channel=Channel(kind=ChannelKind.SMS, original="SMS"),
        sender=new.sender,
        recipient=normal_phone(new.to),
        text=new.text,
        delivery=Delivery(kind=DeliveryKind.UNKNOWN),
    )


def _refused(reason: str, nearest: str) -> UnsupportedError:
    return UnsupportedError(
        Capability.MESSAGES_SEND_DIRECT,
        vendor="gladly",
        reason=reason,
        nearest=nearest,
        asked="sending a direct message",
    )
