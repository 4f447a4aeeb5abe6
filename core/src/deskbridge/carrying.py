"""Past messages carried in notes, for helpdesks that keep no author, time or channel of what is imported.

`render` writes a past message as a note that a person can read: a head of ``Name: value`` lines, an empty line, the
body unchanged. `recover` reads it back. The first line names the message's id at its source: by it an import whose
outcome is unknown is found again, so that nothing is written twice::

    [deskbridge 9Xk3zKeuQMyQi2qjmDErDw]
    Date: 2021-09-27T21:12:34.635000+00:00
    From: First1 Last1
    Author: customer 594wMEbZSx-RmYSkUMeCPw CUSTOMER
    Kind: message inbound public
    Channel: chat CHAT_MESSAGE

    54321

Only a note's very beginning counts as a head, so a customer who writes one into a message forges nothing. A value
that could break the head's lines is written as a JSON text.
"""

from __future__ import annotations

import html as html_module
import re
from datetime import datetime
from typing import Any

import nh3
import orjson
from attrs import frozen

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Direction,
    MessageKind,
    NewNote,
    PastMessage,
    Visibility,
)

_FIRST = re.compile(r"\[deskbridge (?P<id>[^\]\r\n]+)\]")
_HTML_HEAD = re.compile(r"\A<pre>(?P<head>\[deskbridge [^<]*)</pre>\n?", re.DOTALL)
_MOST_TAGS = 20_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_BARE = re.compile(r"[A-Za-z0-9_.:@/+-]+")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*")


@frozen(kw_only=True)
class Carried:
    """What a note carries of a past message.

    Attributes:
        message: The message. Its HTML is what was written: sanitised on its way.
    """

    message: PastMessage


def sanitised(html: str) -> str:
    """Return HTML without anything active: scripts, styles, forms, event handlers, foreign schemes.

    What has more than 20,000 tags is no mail that a person wrote, and could take minutes to read: it is returned
    as text, with nothing in it that is HTML any more.
    """
    if html.count("<") > _MOST_TAGS:
        return html_module.escape(html, quote=False)
    return nh3.clean(html)


def render(past: PastMessage) -> NewNote:
    """Write a past message as a note.

    Returns:
        A note with text; and, where the message's original body is HTML, with HTML that is sanitised.

    Raises:
        InvalidRequestError: It has no external id, or holds what JSON can't: `recover` could not read it back.
    """
    if not past.external_id:
        msg = "a past message needs an external id: by it an import is found again; nothing was sent"
        raise InvalidRequestError(msg)
    head = "\n".join(_head(past))
    if past.body_format is BodyFormat.HTML and past.html:
        html = f"<pre>{html_module.escape(head, quote=False)}</pre>\n{sanitised(past.html)}"
        return NewNote(text=f"{head}\n\n{past.text}", html=html)
    return NewNote(text=f"{head}\n\n{past.text}")


def recover(text: str, html: str = "") -> Carried | None:
    """Read a note that `render` wrote; None for any other note, whatever it holds."""
    if found := _HTML_HEAD.match(html):
        head, body = html_module.unescape(found["head"]), html[found.end() :]
        plain = text.replace("\r\n", "\n").partition("\n\n")[2] if text.startswith("[deskbridge ") else ""
        return _read(head, text=plain, html=body)
    head, _, body = text.partition("\n\n")
    return _read(head, text=body, html="")


def _head(past: PastMessage) -> list[str]:
    author = past.author
    lines = [
        f"[deskbridge {_key(past.external_id)}]",
        f"Date: {past.created_at.isoformat()}",
        f"From: {_value(author.name)}",
        f"Author: {author.kind.value} {_token(author.id)} {_token(author.original)}",
        f"Kind: {past.kind.value} {past.direction.value} {past.visibility.value}",
    ]
    if past.channel is not None:
        lines.append(f"Channel: {past.channel.kind.value} {_token(past.channel.original)}")
    if past.subject:
        lines.append(f"Subject: {_value(past.subject)}")
    lines += [f"Attachment: {_json(_attachment(one))}" for one in past.attachments]
    if past.details:
        lines.append(f"Details: {_json(past.details)}")
    return lines


def _key(external_id: str) -> str:
    return _json(external_id)[1:-1].replace("]", "\\u005d")


def _unkey(written: str) -> str:
    read: str = orjson.loads(f'"{written}"')
    return read


def _value(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not text.startswith('"') and text == text.strip()
    return text if plain else _json(text)


def _token(text: str) -> str:
    return text if _BARE.fullmatch(text) else _json(text)


def _unvalue(written: str) -> str:
    return orjson.loads(written) if written.startswith('"') else written


def _tokens(line: str) -> list[str]:
    return [_unvalue(one) for one in _TOKEN.findall(line)]


def _json(value: object) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError as wrong:
        msg = f"a past message holds what can't be carried: {wrong}; nothing was sent"
        raise InvalidRequestError(msg) from None


def _attachment(one: Attachment) -> dict[str, object]:
    return {"name": one.name, "type": one.content_type, "size_bytes": one.size_bytes, "id": one.id, "url": one.url}


def _read(head: str, *, text: str, html: str) -> Carried | None:
    first, *rest = head.split("\n")
    found = _FIRST.fullmatch(first)
    if found is None:
        return None
    lines: dict[str, list[str]] = {}
    for line in rest:
        name, _, value = line.partition(": ")
        lines.setdefault(name, []).append(value)
    try:
        return Carried(message=_message(_unkey(found["id"]), lines, text, html))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):  # a note that only begins alike
        return None


def _message(external_id: str, lines: dict[str, list[str]], text: str, html: str) -> PastMessage:
    kind, direction, visibility = _tokens(lines["Kind"][0])
    author_kind, author_id, author_original = _tokens(lines["Author"][0])
    return PastMessage(
        external_id=external_id,
        created_at=datetime.fromisoformat(lines["Date"][0]),
        author=Author(
            kind=AuthorKind(author_kind), id=author_id, name=_unvalue(lines["From"][0]), original=author_original
        ),
        kind=MessageKind(kind),
        direction=Direction(direction),
        visibility=Visibility(visibility),
        channel=_channel(lines["Channel"][0]) if "Channel" in lines else None,
        subject=_unvalue(lines.get("Subject", [""])[0]),
        attachments=tuple(_read_attachment(line) for line in lines.get("Attachment", ())),
        details=_read_details(lines["Details"][0]) if "Details" in lines else {},
        text=text,
        html=html,
        body_format=BodyFormat.HTML if html else BodyFormat.TEXT,
    )


def _channel(line: str) -> Channel:
    kind, original = _tokens(line)
    return Channel(kind=ChannelKind(kind), original=original)


def _read_details(line: str) -> dict[str, Any]:
    read = orjson.loads(line)
    if not isinstance(read, dict):
        msg = "details are no object"
        raise TypeError(msg)
    return read


def _read_attachment(line: str) -> Attachment:
    read = orjson.loads(line)
    texts = all(isinstance(read[name], str) for name in ("name", "type", "id", "url"))
    if not texts or not isinstance(read["size_bytes"], int | None):
        msg = "an attachment of another shape"
        raise TypeError(msg)
    return Attachment(
        name=read["name"],
        content_type=read["type"],
        size_bytes=read["size_bytes"],
        id=read["id"],
        url=read["url"],
    )
