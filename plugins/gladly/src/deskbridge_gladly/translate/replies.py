"""Replies: which message of a customer to answer, and with what."""

from __future__ import annotations

from collections.abc import Iterable

from deskbridge.errors import InvalidRequestError
from deskbridge.records import UNSET, NewMessage
from deskbridge_gladly.translate.bodies import as_html, plain_text
from deskbridge_gladly.wire.items import Item, ReplyBody, ReplyContent

REPLIABLE = frozenset({"CHAT_MESSAGE", "EMAIL", "FACEBOOK_MESSAGE", "INSTAGRAM_DIRECT", "SMS", "WHATSAPP"})
"""The types of items that can be answered. Twitter's are documented and decommissioned."""

_EMAIL, _CHAT = "EMAIL", "CHAT_MESSAGE"


def to_answer(items: Iterable[Item]) -> Item | None:
    """Return the newest of items, oldest first, that a customer wrote and that can be answered; None if none is."""
    newest = None
    for one in items:
        by_customer = one.initiator is not None and one.initiator.type == "CUSTOMER"
        if by_customer and one.content.get("type") in REPLIABLE:
            newest = one
    return newest


def reply(new: NewMessage, answered: Item) -> ReplyBody:
    """Return what to answer an item with: HTML and its plain text by e-mail, else the text.

    Raises:
        InvalidRequestError: There is nothing in it, or only HTML where the channel takes none.
    """
    kind = str(answered.content["type"])
    if not (new.text or new.html):
        raise _refused("there is nothing to send; give text or html")
    if kind == _EMAIL:
        html = new.html or as_html(new.text)
        return ReplyBody(content=ReplyContent(type=kind, body=html, body_plain=new.text or plain_text(html)))
    if not new.text:
        raise _refused(f"an answer to {kind} is plain text; give text")
    return ReplyBody(content=ReplyContent(type=kind, body=new.text, message_type="TEXT" if kind == _CHAT else UNSET))


def _refused(reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor="gladly", operation="messages.send")
