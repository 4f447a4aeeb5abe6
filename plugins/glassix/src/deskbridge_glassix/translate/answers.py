"""Canned replies as answers: each has one title and one text, in one language."""

from __future__ import annotations

from typing import Final

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, UnsupportedError
from deskbridge.records import UNSET, Answer, AnswerContent, ContentKind, NewAnswer
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire import canned_replies as wire

CULTURES: Final = {one.lower(): one for one in ("en-US", "he-IL", "pt-PT", "es-ES")}
"""The languages that the vendor's sources name. Another one is written as it is, for the vendor to judge."""


def answer(read: wire.CannedReply) -> Answer:
    """Return a canned reply as an answer. Agents send it over every channel, for which chat stands."""
    text, html = read.text or "", read.html or ""
    content = AnswerContent(language=(read.culture or "").lower(), kind=ContentKind.CHAT, text=text, html=html)
    return Answer(
        id=str(read.id),
        vendor=VENDOR,
        raw=read.raw,
        name=read.title or "",
        category=read.category_name or "",
        contents=(content,) if text or html else (),
    )


def canned_reply(new: NewAnswer) -> wire.NewCannedReply:
    """Return an answer as the canned reply to add; one without contents is a title alone.

    Raises:
        InvalidRequestError: It has no name, an id of its own, or a content with a title of its own.
        UnsupportedError: It has several contents, or one for another use than chat.
    """
    if not new.name.strip():
        raise _refused("a canned reply needs a title: give the answer a name")
    if new.id is not None:
        raise _refused("the vendor gives canned replies their ids; leave the id out")
    content = _only(new.contents)
    language = content.language.strip() if content else ""
    return wire.NewCannedReply(
        title=new.name,
        text=(content and content.text) or UNSET,
        html=(content and content.html) or UNSET,
        category_name=new.category or UNSET,
        culture=CULTURES.get(language.lower(), language) or UNSET,
    )


def has_place(reply: wire.CannedReply, asked: wire.NewCannedReply) -> bool:
    """Whether a reply has the title of another in its category and language: agents can't tell the two apart.

    The vendor may choose the language of one that is added without.
    """
    if asked.culture is not UNSET and (reply.culture or "").lower() != asked.culture.lower():
        return False
    category = "" if asked.category_name is UNSET else asked.category_name
    return (reply.title or "").strip() == asked.title.strip() and (reply.category_name or "") == category


def _only(contents: tuple[AnswerContent, ...]) -> AnswerContent | None:
    if not contents:
        return None
    content, *others = contents
    if others:
        raise _unkept("several contents", "A canned reply has one text in one language; make an answer of each.")
    if content.kind is not ContentKind.CHAT:
        raise _unkept(f"a content for {content.kind}", "A canned reply is for messages of every kind: give it as chat.")
    if content.title:
        raise _refused("a canned reply has one title, which is the answer's name; leave the content's out")
    return content


def _unkept(asked: str, reason: str) -> UnsupportedError:
    return UnsupportedError(Capability.ANSWER_CONTENTS, vendor=VENDOR, reason=reason, asked=asked)


def _refused(reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor=VENDOR, operation="answers.create")
