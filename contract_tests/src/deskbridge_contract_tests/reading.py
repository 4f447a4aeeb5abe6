"""Reads a listing to its end, and no further: one that comes round again would never end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from deskbridge.capabilities import Capability
from deskbridge.records import Record

T = TypeVar("T", bound=Record)


def once(records: Iterable[T], capability: Capability) -> list[T]:
    """Return all records of a listing, in their order.

    Raises:
        AssertionError: One came twice. Nothing is read after it: a listing whose last page leads back to its first
            has no end.
    """
    found: dict[str, T] = {}
    for one in records:
        assert one.id not in found, f"{capability} gave a {type(one).__name__.lower()} twice"
        found[one.id] = one
    return list(found.values())
