"""Lines of export files as records, without a connection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from deskbridge.reading import LineReader, line_reader
from deskbridge.records import Agent, Customer, Identifier, IdentifierKind, Message, Topic
from deskbridge.records.raw import EMPTY
from deskbridge.wire import Wire
from deskbridge_gladly.translate import directory, messages, topics
from deskbridge_gladly.translate.phones import normal_phone
from deskbridge_gladly.wire import directory as directory_wire
from deskbridge_gladly.wire import topics as topics_wire
from deskbridge_gladly.wire.exports import ExportedCustomer
from deskbridge_gladly.wire.items import Item

W = TypeVar("W", bound=Wire)


@cache
def _reader(kind: type[W]) -> LineReader[W]:
    return line_reader(kind, vendor="gladly", operation="exports.read")


def message(line: bytes) -> Message:
    """Read a line of conversation_items.jsonl.

    Raises:
        MalformedAnswerError: It is no JSON, or of another shape than documented.
    """
    return messages.message(_reader(Item).read(line))


def customer(line: bytes) -> Customer:
    """Read a line of customers.jsonl, which has no attributes and no times.

    Raises:
        MalformedAnswerError: It is no JSON, or of another shape than documented.
    """
    read = _reader(ExportedCustomer).read(line)
    return Customer(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        name=read.name or "",
        identifiers=tuple(_identifiers(read)),
        address=read.address or "",
    )


def topic(line: bytes) -> Topic:
    """Read a line of topics.jsonl.

    Raises:
        MalformedAnswerError: It is no JSON, or of another shape than documented.
    """
    return topics.topic(_reader(topics_wire.Topic).read(line))


def agent(line: bytes) -> Agent:
    """Read a line of agents.jsonl.

    Raises:
        MalformedAnswerError: It is no JSON, or of another shape than documented.
    """
    return directory.agent(_reader(directory_wire.Agent).read(line))


def _identifiers(read: ExportedCustomer) -> Iterator[Identifier]:
    for email in read.email_addresses or ():
        yield Identifier(kind=IdentifierKind.EMAIL, value=email.lower(), original=email)
    for phone in read.phone_numbers or ():
        yield Identifier(kind=IdentifierKind.PHONE, value=normal_phone(phone), original=phone)
    if read.external_customer_id:
        yield Identifier(kind=IdentifierKind.EXTERNAL_ID, value=read.external_customer_id)
    for adaptor, value in (read.external_customer_ids or EMPTY).items():
        yield Identifier(kind=IdentifierKind.EXTERNAL_ID, value=str(value), label=adaptor)
