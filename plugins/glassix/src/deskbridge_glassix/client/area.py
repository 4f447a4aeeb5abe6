"""What the areas of the native client share: reading answers."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar
from urllib.parse import quote

from deskbridge.errors import AmbiguousWriteError, MalformedAnswerError
from deskbridge.transport import Client, Response
from deskbridge.wire import structure
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.answers import Remark

T = TypeVar("T")


class Area:
    """One area of the API, such as ``tickets``."""

    def __init__(self, http: Client) -> None:
        self._http = http


def segment(value: int | str) -> str:
    """Encode an id as one segment of a path."""
    return quote(str(value), safe="")


def flag(*, value: bool) -> str:
    """Write a flag of the query."""
    return "true" if value else "false"


def read(response: Response, kind: type[T]) -> T:
    """Read an answer.

    Raises:
        MalformedAnswerError: It is not JSON or has another shape.
    """
    return structure(response.json(), kind, vendor=VENDOR, operation=response.operation)


def written(response: Response, kind: type[T]) -> T:
    """Read the answer to a write that must not be done twice.

    Raises:
        AmbiguousWriteError: The answer can't be read, so nobody knows whether the write took effect.
    """
    try:
        return read(response, kind)
    except MalformedAnswerError as wrong:
        raise unknown_outcome(wrong) from wrong


def unknown_outcome(wrong: MalformedAnswerError) -> AmbiguousWriteError:
    """Say of a write whose answer can't be read that its outcome is unknown."""
    return AmbiguousWriteError(
        f"the write was sent and its outcome is unknown: {wrong.text} Look the record up before you send it again.",
        vendor=wrong.vendor,
        operation=wrong.operation,
        status=wrong.status,
    )


def done(response: Response) -> str:
    """Return what the vendor says to a change, "" if it says nothing. Of its shape only JSON is promised.

    Raises:
        MalformedAnswerError: It is something else, such as an HTML page with status 200.
    """
    if not response.content.strip():
        return ""
    body = response.json()
    if isinstance(body, str):
        return body
    with suppress(MalformedAnswerError):
        return structure(body, Remark).message or ""
    return ""


def written_done(response: Response) -> str:
    """Do what `done` does for a write that must not be done twice.

    Raises:
        AmbiguousWriteError: The answer is not JSON.
    """
    try:
        return done(response)
    except MalformedAnswerError as wrong:
        raise unknown_outcome(wrong) from wrong
