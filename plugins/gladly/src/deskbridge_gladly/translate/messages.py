"""Conversation items as messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from attrs import frozen

from deskbridge.records import (
    Attachment,
    BodyFormat,
    Channel,
    ChannelKind,
    CustomerId,
    Direction,
    FrozenDict,
    Message,
    MessageKind,
    TicketId,
    Visibility,
)
from deskbridge.times import parse_time
from deskbridge.wire import Wire
from deskbridge_gladly.translate.authors import author
from deskbridge_gladly.translate.bodies import is_rich, plain_text
from deskbridge_gladly.translate.details import details
from deskbridge_gladly.wire import contents
from deskbridge_gladly.wire.custom_channels import CustomText
from deskbridge_gladly.wire.items import Item

DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {
        "CUSTOMER": Direction.INBOUND,
        "EXTERNAL": Direction.INBOUND,
        "INTERNAL": Direction.INTERNAL,
        "AGENT": Direction.OUTBOUND,
        "AUTOMATION": Direction.OUTBOUND,
        "API": Direction.OUTBOUND,
        "SYSTEM": Direction.OUTBOUND,
    }
)
"""Where a message, call or voicemail came from, by who began it."""

_WITH_CUSTOMER = frozenset({"CUSTOMER", "AGENT", "AUTOMATION", "API", "SYSTEM"})
_ENVELOPE = frozenset({"id", "customerId", "conversationId", "timestamp", "initiator", "content"})


@frozen
class _Kind:
    """How a kind of content is read."""

    kind: MessageKind
    channel: ChannelKind | None = None
    body: str = ""
    rich: bool = False
    subject: str = ""


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "CHAT_MESSAGE": _Kind(MessageKind.MESSAGE, ChannelKind.CHAT, "content"),
        "EMAIL": _Kind(MessageKind.MESSAGE, ChannelKind.EMAIL, "content", rich=True, subject="subject"),
        "SMS": _Kind(MessageKind.MESSAGE, ChannelKind.SMS, "content"),
        "FACEBOOK_MESSAGE": _Kind(MessageKind.MESSAGE, ChannelKind.FACEBOOK, "content"),
        "WHATSAPP": _Kind(MessageKind.MESSAGE, ChannelKind.WHATSAPP, "content"),
        "INSTAGRAM_DIRECT": _Kind(MessageKind.MESSAGE, ChannelKind.INSTAGRAM, "content"),
        "TWITTER": _Kind(MessageKind.MESSAGE, ChannelKind.TWITTER, "content"),
        "VOICE_AI_MESSAGE": _Kind(MessageKind.MESSAGE, ChannelKind.PHONE, "body"),
        "PHONE_CALL": _Kind(MessageKind.CALL, ChannelKind.PHONE),
        "VOICEMAIL": _Kind(MessageKind.VOICEMAIL, ChannelKind.VOICEMAIL),
        "CONVERSATION_NOTE": _Kind(MessageKind.NOTE, None, "body", rich=True),
        "CUSTOMER_ACTIVITY": _Kind(MessageKind.ACTIVITY, None, "body", rich=True, subject="title"),
        "TOPIC_CHANGE": _Kind(MessageKind.EVENT),
        "CONVERSATION_STATUS_CHANGE": _Kind(MessageKind.EVENT),
    }
)
_OUTSIDE = frozenset({MessageKind.MESSAGE, MessageKind.CALL, MessageKind.VOICEMAIL})


@frozen(kw_only=True)
class _Read:
    """What one content gave."""

    kind: MessageKind
    original_kind: str
    channel: Channel | None = None
    body: str = ""
    rich: bool = False
    subject: str = ""
    attachments: tuple[Attachment, ...] = ()
    used: frozenset[str] = frozenset({"type"})


def message(item: Item) -> Message:
    """Read an item of any kind; nothing that came is left out: what has no field of its own is in `details`.

    Raises:
        MalformedAnswerError: A field of the content has another shape than documented.
    """
    read = _content(item.typed_content, item.content)
    who = (item.initiator.type if item.initiator else None) or ""
    outside = read.kind in _OUTSIDE
    html = read.body if read.rich and is_rich(read.body) else ""
    return Message(
        id=item.id,
        vendor="gladly",
        raw=item.raw,
        kind=read.kind,
        original_kind=read.original_kind,
        direction=_direction(who, read, item.content) if outside else _inside(read.kind),
        visibility=Visibility.PUBLIC if outside and _is_public(who, item.content) else Visibility.PRIVATE,
        text=plain_text(html) if html else read.body,
        html=html,
        body_format=_body_format(read.body, html),
        author=author(item.initiator),
        channel=read.channel,
        subject=read.subject,
        created_at=_happened_at(item, read.kind),
        attachments=read.attachments,
        ticket_id=TicketId(item.conversation_id) if item.conversation_id else None,
        customer_id=CustomerId(item.customer_id) if item.customer_id else None,
        details=details(item.content, _beside(item, read.kind), read.used),
    )


def _body_format(body: str, html: str) -> BodyFormat:
    if html:
        return BodyFormat.HTML
    return BodyFormat.TEXT if body else BodyFormat.NONE


def _content(typed: contents.ItemContent, content: FrozenDict) -> _Read:
    if isinstance(typed, contents.CustomChannelMessage):
        return _custom(typed)
    known = _KINDS.get(typed.type or "")
    if known is None:
        return _unknown(content, typed.type or "")
    body, subject = _text(content, known.body), _text(content, known.subject)
    return _Read(
        kind=known.kind,
        original_kind=typed.type or "",
        channel=Channel(kind=known.channel, original=typed.type or "") if known.channel else None,
        body=body,
        rich=known.rich,
        subject=subject,
        attachments=_attachments(typed),
        used=frozenset({"type", known.body, known.subject} - {""} | _attachment_keys(typed)),
    )


def _text(content: FrozenDict, key: str) -> str:
    value = content.get(key)
    return value if isinstance(value, str) else ""


def _attachment_keys(typed: contents.Content) -> set[str]:
    """Return what attachments hold whole; with a field that we don't know they stay among the details as well."""
    if not isinstance(typed, contents.Message | contents.Note):
        return set()
    return {"attachments"} if _is_known(typed.attachments, {"id", "contentType", "filename", "fileSize"}) else set()


def _is_known(values: Sequence[Wire] | None, keys: set[str]) -> bool:
    return all(set(one.raw) <= keys for one in values or ())


def _attachments(typed: contents.Content) -> tuple[Attachment, ...]:
    if not isinstance(typed, contents.Message | contents.Note):
        return ()
    return tuple(
        Attachment(
            name=one.filename or "",
            content_type=one.content_type or "",
            size_bytes=one.file_size,
            id=one.id or "",
        )
        for one in typed.attachments or ()
    )


def _custom(typed: contents.CustomChannelMessage) -> _Read:
    inner = typed.content or CustomText()
    # An inner field that we don't know keeps the whole content among the details.
    known = _is_known([inner], {"text", "caption", "files"}) and _is_known(inner.files, {"url", "fileName"})
    used = {"content"} if known and not (inner.text and inner.caption) else set()
    return _Read(
        kind=MessageKind.MESSAGE,
        original_kind=typed.type or "",
        channel=Channel(kind=ChannelKind.CUSTOM, original=typed.custom_channel_id),
        body=inner.text or inner.caption or "",
        attachments=tuple(Attachment(name=one.file_name or "", url=one.url or "") for one in inner.files or ()),
        used=frozenset({"type"} | used),
    )


def _unknown(content: FrozenDict, original: str) -> _Read:
    channel = Channel(kind=ChannelKind.UNKNOWN, original=original) if original else None
    body = _text(content, "content") or _text(content, "body")
    return _Read(kind=MessageKind.UNKNOWN, original_kind=original, channel=channel, body=body, rich=True)


def _inside(kind: MessageKind) -> Direction:
    return Direction.UNKNOWN if kind is MessageKind.UNKNOWN else Direction.INTERNAL


def _direction(who: str, read: _Read, content: FrozenDict) -> Direction:
    if not who and _was_spoken(content):
        return Direction.OUTBOUND
    if not who and read.kind is MessageKind.VOICEMAIL:
        return Direction.INBOUND
    return DIRECTIONS.get(who, Direction.UNKNOWN)


def _was_spoken(content: FrozenDict) -> bool:
    """Whether a voice AI said it: only what was spoken to the customer has a status."""
    return content.get("type") == "VOICE_AI_MESSAGE" and content.get("status") is not None


def _is_public(who: str, content: FrozenDict) -> bool:
    return who in _WITH_CUSTOMER or (not who and _was_spoken(content))


def _happened_at(item: Item, kind: MessageKind) -> datetime | None:
    """Return when it happened: an activity's own time where it is told, else the item's."""
    occurred = _text(item.content, "occurredAt") if kind is MessageKind.ACTIVITY else ""
    try:
        return parse_time(occurred) if occurred else item.timestamp
    except ValueError:
        return item.timestamp


def _beside(item: Item, kind: MessageKind) -> dict[str, object]:
    beside = {key: value for key, value in item.raw.items() if key not in _ENVELOPE}
    if kind is MessageKind.ACTIVITY and "timestamp" in item.raw:
        beside["timestamp"] = item.raw["timestamp"]
    unknown = {key: value for key, value in (item.raw.get("initiator") or {}).items() if key not in {"id", "type"}}
    return {**beside, "initiator": unknown} if unknown else beside
