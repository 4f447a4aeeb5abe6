"""Messages: of the past, imported silently, each with its author, time and way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve

from deskbridge.capabilities import Capability, Level
from deskbridge.records import Attachment, Author, AuthorKind, BodyFormat, FrozenDict, Message, PastMessage
from deskbridge_migrate.losses import ON_SHEET, Judgment, judge, sheeted
from deskbridge_migrate.model import Fate
from deskbridge_migrate.translate.context import Context, Translation, listed

_BYTES = "name, type, size and id; the bytes stay at the source"


def message(source: Message, context: Context, *, opened: datetime) -> Translation[PastMessage]:
    """Translate a message.

    Args:
        source: The message.
        context: Both sides.
        opened: When its ticket was opened, for a message without a time.
    """
    keeps = context.possible
    text, html, bodies = _bodies(source, context)
    value = PastMessage(
        external_id=source.id,
        kind=source.kind,
        direction=source.direction,
        visibility=source.visibility,
        author=_author(source, context),
        created_at=source.created_at or opened,
        text=text,
        html=html,
        body_format=_format(source, html),
        channel=source.channel if keeps(Capability.MESSAGE_CHANNEL) else None,
        subject=_subject(source, context),
        attachments=source.attachments if keeps(Capability.MESSAGE_ATTACHMENTS) else (),
        details=_details(source) if keeps(Capability.MESSAGE_DETAILS) else {},
    )
    return Translation(value=value, judgments=(*bodies, *_judged(source, context)))


def _format(source: Message, html: str) -> BodyFormat:
    return BodyFormat.TEXT if source.body_format is BodyFormat.HTML and not html else source.body_format


def _bodies(source: Message, context: Context) -> tuple[str, str, list[Judgment]]:
    judged: list[Judgment] = []
    row = context.row(Capability.MESSAGE_TEXT)
    cut = row.limit is not None and len(source.text) > row.limit
    if source.text and cut:
        note = f"cut to {row.limit} characters, which is all the target takes; the whole is {ON_SHEET}"
        line = _line(source, f"text: {source.text}")
        judged.append(Judgment(field=Capability.MESSAGE_TEXT, fate=Fate.CHANGED, note=note, line=line))
    elif source.text:
        judged.append(judge(Capability.MESSAGE_TEXT, row, ""))
    html = source.html
    if html:
        html, html_judged = _html(source, context, cut=cut)
        judged.append(html_judged)
    return source.text[: row.limit] if cut else source.text, html, judged


def _html(source: Message, context: Context, *, cut: bool) -> tuple[str, Judgment]:
    capability = Capability.MESSAGE_HTML
    row = context.row(capability)
    if not row.possible or cut or (row.limit is not None and len(source.html) > row.limit):
        note = "only the text is written" + (f" ({row.note.rstrip('.')})" if row.note else "")
        return "", Judgment(field=capability, fate=Fate.CHANGED, note=note)
    return source.html, evolve(judge(capability, row, ""), line="")


def _author(source: Message, context: Context) -> Author:
    """Name the author, who may be nobody's any more, and refer to the target's own agent where there is one."""
    author = source.author
    name = author.name or _name(author, context)
    if not context.full(Capability.MESSAGE_AUTHOR):
        return evolve(author, name=name)
    own = context.matching.agents.get(author.id, "") if author.kind is AuthorKind.AGENT else ""
    return evolve(author, name=name, id=own)


def _name(author: Author, context: Context) -> str:
    if author.kind is AuthorKind.AGENT and author.id:
        known = context.source.agents.get(author.id)
        return known.name if known and known.name else context.agent(author.id)
    if author.kind is AuthorKind.CUSTOMER:
        return context.customers.get(author.id, "")
    return ""


def _subject(source: Message, context: Context) -> str:
    row = context.row(Capability.MESSAGE_SUBJECT)
    return source.subject[: row.limit] if row.possible else ""


def _details(source: Message) -> FrozenDict | dict[str, object]:
    """Keep the vendor's own word for the kind among the details: there is no other place for it."""
    if not source.original_kind or source.original_kind == source.kind:
        return source.details
    return {**source.details, "original_kind": source.original_kind}


def _line(source: Message, text: str) -> str:
    when = source.created_at.isoformat() if source.created_at else "time unknown"
    return f"Message {source.id} ({when}), {text}"


def _judged(source: Message, context: Context) -> Iterator[Judgment]:
    yield judge(Capability.MESSAGE_KIND, context.row(Capability.MESSAGE_KIND), "")
    yield judge(Capability.MESSAGE_DIRECTION, context.row(Capability.MESSAGE_DIRECTION), "")
    yield from _subject_judged(source, context)
    yield _author_judged(source, context)
    if source.channel is not None:
        word = source.channel.original or str(source.channel.kind)
        row = context.row(Capability.MESSAGE_CHANNEL)
        yield judge(Capability.MESSAGE_CHANNEL, row, _line(source, f"channel: {word}"))
    if source.created_at is None:
        note = "the source does not say; the ticket's time of opening"
        yield Judgment(field=Capability.MESSAGE_CREATED_AT, fate=Fate.CHANGED, note=note)
    else:
        yield judge(Capability.MESSAGE_CREATED_AT, context.row(Capability.MESSAGE_CREATED_AT), "")
    if source.attachments:
        yield _attachments_judged(source, context)
    if details := _details(source):
        row = context.row(Capability.MESSAGE_DETAILS)
        yield judge(Capability.MESSAGE_DETAILS, row, _line(source, f"details: {listed(details)}"))


def _subject_judged(source: Message, context: Context) -> Iterator[Judgment]:
    row = context.row(Capability.MESSAGE_SUBJECT)
    line = _line(source, f"subject: {source.subject}")
    if source.subject and row.possible and row.limit is not None and len(source.subject) > row.limit:
        note = f"cut to {row.limit} characters, which is all the target takes; the whole is {ON_SHEET}"
        yield Judgment(field=Capability.MESSAGE_SUBJECT, fate=Fate.CHANGED, note=note, line=line)
    elif source.subject:
        yield judge(Capability.MESSAGE_SUBJECT, row, line)


def _author_judged(source: Message, context: Context) -> Judgment:
    row = context.row(Capability.MESSAGE_AUTHOR)
    known = source.author.kind is not AuthorKind.AGENT or source.author.id in context.matching.agents
    if row.level is Level.FULL and not known:
        note = "by name: no agent with that e-mail address at the target, or the agent left"
        return Judgment(field=Capability.MESSAGE_AUTHOR, fate=Fate.CARRIED, note=note)
    return judge(Capability.MESSAGE_AUTHOR, row, "")


def _attachments_judged(source: Message, context: Context) -> Judgment:
    row = context.row(Capability.MESSAGE_ATTACHMENTS)
    if row.possible:
        note = f"{_BYTES} ({row.note.rstrip('.')})" if row.note else _BYTES
        return Judgment(field=Capability.MESSAGE_ATTACHMENTS, fate=Fate.CARRIED, note=note)
    files = "; ".join(_file(one) for one in source.attachments)
    return sheeted(Capability.MESSAGE_ATTACHMENTS, _line(source, f"files: {files}"), _BYTES)


def _file(attachment: Attachment) -> str:
    size = f"{attachment.size_bytes} bytes" if attachment.size_bytes is not None else "size unknown"
    parts = (attachment.name, attachment.content_type, size, attachment.id, attachment.url)
    return ", ".join(part for part in parts if part)
