"""Finds out what a record no longer tells of an answer that was changed somewhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import orjson
from attrs import define, field, fields, has

from deskbridge_contract_tests.recording.bodies import parsed

_SHORTEST = 4
"""A shorter text, such as a number of one digit, may stand in a record for something else."""


@define
class Watched:
    """Changes answers, and keeps what they were before and after.

    Attributes:
        change: Changes a body.
    """

    change: Callable[[bytes], bytes]
    _before: list[Any] = field(factory=list, init=False)
    _after: list[Any] = field(factory=list, init=False)

    def __call__(self, body: bytes) -> bytes:
        """Change a body."""
        changed = self.change(body)
        self._before += parsed(body) or []
        self._after += parsed(changed) or []
        return changed

    def lost(self, before: Iterable[Any], after: Iterable[Any]) -> list[str]:
        """Return what of the answers was not changed, was told by the records before, and is not any more.

        A record of which an id was changed may be gone: a listing gives it once, or only those of a customer. So may an
        element of a list within a record, such as an address without its value.

        Args:
            before: The records that were read of the answers as they were.
            after: Those that were read of the changed ones.
        """
        known, found = list(before), list(after)
        were, are = Counter(_leaves(self._before)), Counter(_leaves(self._after))
        untouched = {one for one, times in were.items() if are[one] == times}
        there = {str(one.id) for one in found if hasattr(one, "id")}
        fewer = len(found) < len(known)
        still = [one for one in known if not (fewer and _may_be_gone(one, there, untouched))]
        expected = (untouched & told(still)) - set(_leaves(self._changed_elements(known)))
        return sorted({one for one in expected if len(one) >= _SHORTEST} - told(found))

    def _changed_elements(self, known: Iterable[Any]) -> list[Any]:
        """Return the elements of lists that were changed and are no records themselves."""
        kept = self.objects() | {spelled(one.raw) for one in known if getattr(one, "raw", None)}
        return [one for body in self._before for one in _elements(body) if spelled(one) not in kept]

    def objects(self) -> set[bytes]:
        """Return every object that stood in the changed answers, spelled in one way."""
        return {spelled(one) for one in _objects(self._after)}


def told(records: Iterable[Any]) -> set[str]:
    """Return every text and number that records hold, but in `raw`."""
    return set(_leaves([_plain(one) for one in records]))


def spelled(value: Any) -> bytes:
    """Spell a JSON value, such as what `raw` of a record holds, in the one way in which equal ones are spelled."""
    return orjson.dumps(value, default=dict, option=orjson.OPT_SORT_KEYS)


def _may_be_gone(record: Any, there: Collection[str], untouched: Collection[str]) -> bool:
    if not hasattr(record, "id"):
        return False
    names = [one.name for one in fields(type(record)) if one.name == "id" or one.name.endswith("_id")]
    ids = [str(value) for name in names if (value := getattr(record, name))]
    return bool(ids) and str(record.id) not in there and not all(one in untouched for one in ids)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _elements(value: Any) -> Iterator[Any]:
    """Yield every object that stands in a list."""
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        if isinstance(value, list) and isinstance(inner, Mapping):
            yield inner
        yield from _elements(inner)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str | int | float) and not isinstance(value, bool | Enum):
        yield str(value)


def _plain(value: Any) -> Any:
    if has(type(value)):
        return [_plain(getattr(value, one.name)) for one in fields(type(value)) if one.name != "raw"]
    if isinstance(value, Mapping):
        return [_plain(one) for one in value.values()]
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
