"""Messages that are sent to an address, outside any ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    UNSET,
    Channel,
    ChannelKind,
    Delivery,
    DeliveryKind,
    DirectMessage,
    NewDirectMessage,
)
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.links import open_link
from deskbridge_glassix.translate.requesters import written_phone
from deskbridge_glassix.translate.words import PROTOCOLS, channel_of, time_of
from deskbridge_glassix.wire import protocols as wire

CHANNELS: Final = (ChannelKind.WHATSAPP, ChannelKind.SMS, ChannelKind.APPLE)
"""The channels that take them. Source: docs.glassix.com, Send a non-ticket message."""

DIRECT_NEEDS: Final = (
    "A message outside tickets takes three things: Glassix must have switched them on for the channel, which is off by "
    "default; the sender must be a number (or Apple id) of this department; and over WhatsApp the text must be that of "
    "an approved template."
)

_OPERATION: Final = "messages.send_direct"
_DELIVERIES: Final[Mapping[str, DeliveryKind]] = {
    one.value: one for one in DeliveryKind if one is not DeliveryKind.UNKNOWN
}
_APPLE: Final = re.compile(r"urn:[a-z0-9][a-z0-9-]*:\S+|[\w-]+", re.IGNORECASE | re.ASCII)


def direct_body(new: NewDirectMessage) -> wire.NewDirectMessage:
    """Return a direct message as it is sent.

    Raises:
        InvalidRequestError: The channel takes none, an address can't be one, or a file's is not on the web.
    """
    if new.channel not in CHANNELS:
        raise _refused(f"over {new.channel.value} nothing is sent outside tickets; only over {', '.join(CHANNELS)}")
    return wire.NewDirectMessage(
        protocol_type=PROTOCOLS[new.channel],
        text=new.text,
        sender=_address(new.sender, new.channel),
        to=_address(new.to, new.channel),
        files=tuple(map(_file, new.attachment_urls)) or UNSET,
    )


def direct_message(read: wire.DirectMessage, *, sent: NewDirectMessage) -> DirectMessage:
    """Return a direct message as the vendor holds it; what the answer leaves out is as it was sent.

    An address that is the one that was given, in the vendor's writing, is told as it was given.
    """
    body, original = direct_body(sent), read.status or ""
    return DirectMessage(
        id=read.provider_message_id or "",
        vendor=VENDOR,
        raw=read.raw,
        channel=channel_of(read.protocol_type) or Channel(kind=sent.channel, original=PROTOCOLS[sent.channel]),
        sender=sent.sender if read.sender in {None, body.sender} else read.sender or "",
        recipient=sent.to if read.to in {None, body.to} else read.to or "",
        text=sent.text if read.text is None else read.text,
        html=read.html or "",
        delivery=delivery_of(original),
        created_at=time_of(read.date_time),
    )


def delivery_of(word: str) -> Delivery:
    """Return how far a message came by the vendor's word for it, in any case."""
    return Delivery(kind=_DELIVERIES.get(word.lower(), DeliveryKind.UNKNOWN), original=word)


def _address(value: str, channel: ChannelKind) -> str:
    if channel is not ChannelKind.APPLE:
        return written_phone(value)
    if not _APPLE.fullmatch(value.strip()):
        raise _refused("an Apple address is a urn:mbid:... or the id of a business")
    return value.strip()


def _file(url: str) -> str:
    return open_link(url, what="a file", operation=_OPERATION)


def _refused(reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor=VENDOR, operation=_OPERATION)
