"""Groups sentences that differ in a record's id only, so that thousands of them can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

_WHERE = re.compile(r"\A(customer|ticket|message|sheet|topic) \S+: ")
_WHICH = re.compile(r"\bmessage \S+ (?=has |is there )")


@frozen
class Group:
    """Sentences that say the same of different records.

    Attributes:
        text: What they say, without ids.
        count: How many.
        example: The first of them, whole.
    """

    text: str
    count: int
    example: str


def grouped(sentences: Iterable[str]) -> tuple[Group, ...]:
    """Return sentences by what they say, the most frequent first."""
    found: dict[str, list[str]] = {}
    for one in sentences:
        said = _WHICH.sub("a message ", _WHERE.sub(r"\1: ", one))
        found.setdefault(said, []).append(one)
    groups = (Group(text, len(same), same[0]) for text, same in found.items())
    return tuple(sorted(groups, key=lambda one: (-one.count, one.text)))
