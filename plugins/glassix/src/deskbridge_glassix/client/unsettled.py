"""Answers to writes whose shape no source tells: read for what can be found in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeVar

from deskbridge.errors import MalformedAnswerError
from deskbridge.transport import Response
from deskbridge.wire import Wire, structure
from deskbridge_glassix.client.area import unknown_outcome
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.files import StoredFile

W = TypeVar("W", bound=Wire)


def json_in(response: Response) -> Any:
    """Return what answers a write, None for an empty body.

    Raises:
        AmbiguousWriteError: It is not JSON, so nobody knows whether the write took effect.
    """
    if not response.content.strip():
        return None
    try:
        return response.json()
    except MalformedAnswerError as wrong:
        raise unknown_outcome(wrong) from wrong


def values_in(response: Response, kind: type[W]) -> tuple[W, ...]:
    """Return the values of a kind in an answer: itself, those in its list, or in a list that it has.

    Raises:
        AmbiguousWriteError: It is not JSON, so nobody knows whether the write took effect.
    """
    return tuple(_values(json_in(response), kind))


def _values(body: Any, kind: type[W]) -> Iterator[W]:
    for item in _items(body):
        with suppress(MalformedAnswerError):
            yield structure(item, kind, vendor=VENDOR)


def _items(body: Any) -> Iterator[Any]:
    if isinstance(body, list):
        yield from body
    elif isinstance(body, dict):
        lists = [value for value in body.values() if isinstance(value, list)]
        yield body
        if len(lists) == 1:
            yield from lists[0]


def stored_in(response: Response) -> tuple[StoredFile, ...]:
    """Return the files that an answer names: by values with an address or an identifier, or by texts alone.

    Raises:
        AmbiguousWriteError: It is not JSON, so nobody knows whether the write took effect.
    """
    body = json_in(response)
    texts = [item for item in ([body] if isinstance(body, str) else _items(body)) if isinstance(item, str)]
    found = [*_values(body, StoredFile), *map(_named, texts)]
    return tuple(one for one in found if one.reference)


def _named(text: str) -> StoredFile:
    return StoredFile(uri=text) if "://" in text else StoredFile(file_identifier=text)
