"""Answers, what they hold by language and type, how the public sees them, and the audiences they are for."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Answer(Wire):
    """An answer without its contents, as it is read and as its creation is answered.

    Attributes:
        name: Unique.
        description: For agents.
        audience_ids: Whom it is for.
        updated_at: Not there when it was just created.
    """

    id: str
    name: str | None = None
    description: str | None = None
    audience_ids: tuple[str, ...] | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class AnswerBody(Wire):
    """An answer to create; it has no content yet.

    Attributes:
        name: Unique, at most 500 characters.
        id: URL safe, under 50 characters.
        description: For agents, at most 10,000 characters.
        audience_ids: May be empty.
    """

    name: str
    id: str | Unset = UNSET
    description: str | Unset = UNSET
    audience_ids: tuple[str, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class AnswerChange(Wire):
    """What to change of an answer; only what is set is sent, and audiences replace those that there are."""

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    audience_ids: tuple[str, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class AnswerContent(Wire):
    """What an answer says in one language, to one end.

    Attributes:
        type: ``public``, ``email``, ``messaging`` or ``reference``.
        title: Of ``public`` only.
        subject: Of ``email`` only.
        internal: Of ``reference`` only.
    """

    answer_id: str | None = None
    language: str | None = None
    type: str | None = None
    body_html: str | None = None
    title: str | None = None
    subject: str | None = None
    internal: bool | None = None


@frozen(kw_only=True, slots=True)
class AnswerContentBody(Wire):
    """What an answer is to say in one language, to one end; replaces what is there.

    Attributes:
        title: Needed by ``public``.
        subject: Needed by ``email``.
        internal: For ``reference``; false where it is not set.
    """

    body_html: str
    title: str | Unset = UNSET
    subject: str | Unset = UNSET
    internal: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class PublicAnswer(Wire):
    """An answer as the public sees it, in one language."""

    id: str
    name: str | None = None
    body_html: str | None = None
    language: str | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class AnswerTitle(Wire):
    """An answer that was found, or that stands in a help center; `name` is the one that customers see."""

    id: str
    name: str | None = None


@frozen(kw_only=True, slots=True)
class Audience(Wire):
    """Whom answers are for."""

    id: str
    name: str | None = None
