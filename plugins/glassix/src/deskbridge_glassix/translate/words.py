"""The vendor's words and ours, as tables, and what stands for nothing.

The vendor's enumerations are open and their letters' case is not settled, so they are compared without regard to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from deskbridge.records import AuthorKind, Channel, ChannelKind, IdentifierKind, Status, TicketStatus

EMPTY_GUID: Final = "00000000-0000-0000-0000-000000000000"

_STATUS: Final = {
    "open": TicketStatus.OPEN,
    "pending": TicketStatus.PENDING,
    "snoozed": TicketStatus.SNOOZED,
    "closed": TicketStatus.CLOSED,
}
STATES: Final = {kind: word.capitalize() for word, kind in _STATUS.items()}
"""The vendor's word of each status."""

_CHANNELS: Final = {
    "mail": ChannelKind.EMAIL,
    "web": ChannelKind.CHAT,
    "phonecall": ChannelKind.PHONE,
    "sms": ChannelKind.SMS,
    "webviasms": ChannelKind.SMS,
    "whatsapp": ChannelKind.WHATSAPP,
    "fbmessenger": ChannelKind.FACEBOOK,
    "facebookmessenger": ChannelKind.FACEBOOK,
    "facebookfeed": ChannelKind.FACEBOOK,
    "instagramfeed": ChannelKind.INSTAGRAM,
    "instagramdm": ChannelKind.INSTAGRAM,
    "telegrambot": ChannelKind.TELEGRAM,
    "viber": ChannelKind.VIBER,
    "twitter": ChannelKind.TWITTER,
    "applebusinesschat": ChannelKind.APPLE,
    "googlebusinessmessages": ChannelKind.GOOGLE,
    "googlebusinessreviews": ChannelKind.GOOGLE,
    "google business reviews": ChannelKind.GOOGLE,
}
PROTOCOLS: Final = {
    ChannelKind.EMAIL: "Mail",
    ChannelKind.CHAT: "Web",
    ChannelKind.PHONE: "PhoneCall",
    ChannelKind.VOICEMAIL: "PhoneCall",
    ChannelKind.SMS: "SMS",
    ChannelKind.WHATSAPP: "WhatsApp",
    ChannelKind.FACEBOOK: "FBmessenger",
    ChannelKind.INSTAGRAM: "InstagramDM",
    ChannelKind.TWITTER: "Twitter",
    ChannelKind.TELEGRAM: "TelegramBot",
    ChannelKind.VIBER: "Viber",
    ChannelKind.APPLE: "AppleBusinessChat",
    ChannelKind.GOOGLE: "GoogleBusinessMessages",
}
"""The protocol of each channel that has one."""

IDENTIFIERS: Final = {
    "mailaddress": IdentifierKind.EMAIL,
    "phonenumber": IdentifierKind.PHONE,
    "facebookid": IdentifierKind.SOCIAL,
    "instagramid": IdentifierKind.SOCIAL,
    "instagramigsid": IdentifierKind.SOCIAL,
    "clientviberid": IdentifierKind.SOCIAL,
    "clientapplebusinesschatid": IdentifierKind.SOCIAL,
    "clienttwitterid": IdentifierKind.SOCIAL,
    "clientgooglebusinessmessagesid": IdentifierKind.SOCIAL,
    "clientgooglebusinessreviewerid": IdentifierKind.SOCIAL,
    "tiktokid": IdentifierKind.SOCIAL,
}
PROTOCOL_OF_IDENTIFIER: Final = {
    "mailaddress": "Mail",
    "phonenumber": "SMS",
    "facebookid": "FBmessenger",
    "instagramid": "InstagramDM",
    "instagramigsid": "InstagramDM",
    "clientviberid": "Viber",
    "clientapplebusinesschatid": "AppleBusinessChat",
    "clienttwitterid": "Twitter",
    "clientgooglebusinessmessagesid": "GoogleBusinessMessages",
    "clientgooglebusinessreviewerid": "GoogleBusinessReviews",
}
"""The way to someone of whom one kind of identifier is known; ``Web`` for all others."""

PHONE_PROTOCOLS: Final = frozenset({"SMS", "WhatsApp", "PhoneCall", "Viber"})

_AUTHORS: Final = {"client": AuthorKind.CUSTOMER, "user": AuthorKind.AGENT, "system": AuthorKind.SYSTEM}


def status_of(state: str | None) -> Status:
    """Return a state as a status."""
    return Status(kind=_STATUS.get((state or "").lower(), TicketStatus.UNKNOWN), original=state or "")


def channel_of(protocol: str | None) -> Channel | None:
    """Return a protocol as a channel, None for none."""
    if not protocol or protocol.lower() == "undefined":
        return None
    return Channel(kind=_CHANNELS.get(protocol.lower(), ChannelKind.UNKNOWN), original=protocol)


def author_kind(participant_type: str | None) -> AuthorKind:
    """Return what kind of author a type of participant is."""
    return _AUTHORS.get((participant_type or "").lower(), AuthorKind.UNKNOWN)


def time_of(value: datetime | None) -> datetime | None:
    """Return a time, None for the year 1, which means that there is none."""
    return None if value is None or value.year == 1 else value


def guid_of(value: str | None) -> str:
    """Return an id, "" for none and for all zeros."""
    return "" if not value or value == EMPTY_GUID else value
