"""Tells a create that was only repeated from one whose id is somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from deskbridge.errors import ConflictError, DeskbridgeError
from deskbridge.times import parse_time
from deskbridge.wire import Wire, unstructure

W = TypeVar("W", bound=Wire)


def made_before(sent: Mapping[str, Any], read: Callable[[], W], taken: ConflictError) -> W:
    """Return what has the id that was sent, if it holds what was sent: an earlier try whose answer was lost made it.

    Args:
        sent: What was to be created, and below whom.
        read: Gets what has the id.
        taken: The refusal.

    Raises:
        ConflictError: The refusal, as it holds something else, is not there, or can't be read.
    """
    try:
        existing = read()
    except DeskbridgeError as wrong:
        raise taken from wrong
    if not _holds(unstructure(existing), sent):
        raise taken
    return existing


def _holds(existing: Any, sent: Any) -> bool:
    """Whether all that was sent is there; what is not there and what is empty are the same."""
    if isinstance(sent, Mapping) and isinstance(existing, Mapping):
        return all(_holds(existing.get(name), value) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(existing, list):
        return sorted(map(str, sent)) == sorted(map(str, existing))
    if isinstance(sent, str) and isinstance(existing, str):
        return sent == existing or _same_time(existing, sent)
    return sent == existing or not (sent or existing)


def _same_time(existing: str, sent: str) -> bool:
    try:
        return parse_time(existing) == parse_time(sent)
    except ValueError:
        return False
