"""Answers, their contents, and the audiences they are for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, UnsupportedError
from deskbridge.records import (
    UNSET,
    Answer,
    AnswerChange,
    AnswerContent,
    Audience,
    AudienceId,
    ContentKind,
    NewAnswer,
)
from deskbridge_gladly.translate.bodies import as_html, plain_text
from deskbridge_gladly.wire import answers as wire

TYPES: Mapping[ContentKind, str] = MappingProxyType(
    {ContentKind.PUBLIC: "public", ContentKind.EMAIL: "email", ContentKind.CHAT: "messaging"}
)
"""The vendor's types of contents. One, ``messaging``, is for every kind of messages; chat stands for it."""

REFERENCE = "reference"
"""What agents only read themselves; there is no neutral word for it."""

ALL_TYPES = (*TYPES.values(), REFERENCE)
"""Every type that a content may have."""

_KINDS = MappingProxyType({word: kind for kind, word in TYPES.items()})
_TITLED = frozenset({"public", "email"})


def answer(read: wire.Answer, contents: tuple[AnswerContent, ...] = ()) -> Answer:
    """Read an answer; its contents are asked for one by one and do not come with it."""
    return Answer(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        name=read.name or "",
        description=read.description or "",
        audience_ids=tuple(AudienceId(one) for one in read.audience_ids or ()),
        contents=contents,
        created_at=read.created_at,
        updated_at=read.updated_at,
    )


def content(read: wire.AnswerContent) -> AnswerContent:
    """Read a content: the title of a public one, the subject of an e-mail."""
    html = read.body_html or ""
    return AnswerContent(
        language=(read.language or "").lower(),
        kind=_KINDS.get(read.type or "", ContentKind.UNKNOWN),
        original_kind=read.type or "",
        title=read.title or read.subject or "",
        text=plain_text(html),
        html=html,
    )


def audience(read: wire.Audience) -> Audience:
    """Read an audience."""
    return Audience(id=read.id, vendor="gladly", raw=read.raw, name=read.name or "")


def new_answer(new: NewAnswer, answer_id: str) -> wire.AnswerBody:
    """Return an answer as it is created."""
    return wire.AnswerBody(
        name=new.name,
        id=answer_id,
        description=new.description or UNSET,
        audience_ids=new.audience_ids or UNSET,
    )


def changed_answer(change: AnswerChange) -> wire.AnswerChange:
    """Return what to send for a change."""
    return wire.AnswerChange(name=change.name, description=change.description, audience_ids=change.audience_ids)


def content_type(written: AnswerContent) -> str:
    """Return the vendor's type of a content.

    Raises:
        UnsupportedError: It has none for that kind.
    """
    known = TYPES.get(written.kind)
    if known is not None:
        return known
    if written.kind is ContentKind.UNKNOWN and written.original_kind in {*_KINDS, REFERENCE}:
        return written.original_kind
    raise UnsupportedError(
        Capability.ANSWERS_SET_CONTENT,
        vendor="gladly",
        reason="Gladly has one content for all messages, of the kind chat, and none for any other channel.",
        nearest="answers.set_content with the kind chat, or with the original kind 'reference' for agents' own eyes",
        asked=f"a content of the kind {written.original_kind or written.kind}",
    )


def content_body(written: AnswerContent, kind: str) -> wire.AnswerContentBody:
    """Return a content as it is written, as HTML always.

    Raises:
        InvalidRequestError: It has no words, or no title where one is needed, or one where there is none.
    """
    html = written.html or (as_html(written.text) if written.text else "")
    if not html:
        raise _refused("there is nothing to write; give text or html")
    if not written.language.strip():
        raise _refused("a content is in a language; give its tag, such as en-us")
    if bool(written.title) != (kind in _TITLED):
        raise _refused(f"a {kind} content {'needs a' if kind in _TITLED else 'has no'} title")
    return wire.AnswerContentBody(
        body_html=html,
        title=written.title if kind == "public" else UNSET,
        subject=written.title if kind == "email" else UNSET,
    )


def _refused(reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor="gladly", operation="answers.set_content")
