"""Changes answers on their way to the desk, as a vendor does that adds a field, forgets one or renames a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

NEW = "unheardOf"
"""The field that is added: no vendor has it."""

EXAMPLES = 28
"""How many alterations the quick profile tries of what is read."""

_NEW_VALUE = {"since": ["tomorrow", 1, None]}


class Kind(StrEnum):
    """What is done to one place of a body."""

    DROPPED = "a field is dropped"
    ADDED = "a field that nobody has heard of is added"
    NULL = "a value is null"
    WORD = "a word is one that nobody has heard of"
    SCRIPT = "a text is in another script, empty or very long"
    NUMBER = "a number is at a limit"
    OTHER = "a value is of another type"


_VALUES: Mapping[Kind, Sequence[Any]] = {
    Kind.DROPPED: [None],
    Kind.ADDED: [_NEW_VALUE, None],
    Kind.NULL: [None],
    Kind.WORD: ["NEVER_HEARD_OF", "neverHeardOf", "0001-01-01T00:00:00", "99:99:99"],
    Kind.SCRIPT: ["שלום 你好 🙂 e\u0301", "\u202egnirts\u200b", "مرحبا", "", "\x00", "x" * 3_000],
    Kind.NUMBER: [0, -1, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 0.1, -0.0, 1e308],
    Kind.OTHER: [True, [], {}, 0, "7", [None], {"": None}],
}


@frozen
class Alteration:
    """A change of one place of a body of JSON, or of each line of one of JSON lines; of anything else none.

    Attributes:
        kind: What is done.
        value: What is put there, if something is.
        number: Which of the places where it can be done.
    """

    kind: Kind
    value: Any
    number: int

    def __call__(self, body: bytes) -> bytes:
        """Return a body with the change, or as it was where it can't be done anywhere."""
        return _each_json(body, self._alter)

    def _alter(self, found: Any) -> Any:
        places = [(held, key) for held, key in _places(found) if _FITS[self.kind](held, key)]
        if places:
            held, key = places[self.number % len(places)]
            _DOES.get(self.kind, _put)(held, key, self.value)
        return found


def add_everywhere(body: bytes) -> bytes:
    """Give every object of a body a field that nobody has heard of."""
    return _each_json(body, _with_new)


def alterations() -> st.SearchStrategy[Alteration]:
    """Change one place of a body, in any of the ways of `Kind`, all of them equally often."""
    ways = st.sampled_from(Kind).flatmap(lambda kind: st.tuples(st.just(kind), st.sampled_from(_VALUES[kind])))
    return st.builds(lambda way, number: Alteration(way[0], way[1], number), ways, st.integers(0, 10_000))


def try_each(read: Callable[[Alteration], None]) -> None:
    """Try the alterations of the quick profile, which are the same each time."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(alterations())
    def tried(alteration: Alteration) -> None:
        read(alteration)

    tried()


def _each_json(body: bytes, alter: Callable[[Any], Any]) -> bytes:
    """Change a body of JSON, or each line of one of JSON lines; anything else stays as it is."""
    try:
        return orjson.dumps(alter(orjson.loads(body)))
    except orjson.JSONDecodeError:
        pass
    try:
        lines = [orjson.dumps(alter(orjson.loads(line))) for line in body.splitlines() if line.strip()]
    except orjson.JSONDecodeError:
        return body
    return b"\n".join(lines) + b"\n"


def _with_new(found: Any) -> Any:
    if isinstance(found, dict):
        return {**{name: _with_new(value) for name, value in found.items()}, NEW: _NEW_VALUE}
    return [_with_new(one) for one in found] if isinstance(found, list) else found


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each key or index of it."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inner:
        yield found, key
        yield from _places(value)


def _in_object(held: Any, _: Any) -> bool:
    return isinstance(held, dict)


def _is_text(held: Any, key: Any) -> bool:
    return isinstance(held[key], str)


def _is_number(held: Any, key: Any) -> bool:
    return isinstance(held[key], int | float) and not isinstance(held[key], bool)


def _anywhere(_: Any, __: Any) -> bool:
    return True


def _drop(held: Any, key: Any, _: Any) -> None:
    del held[key]


def _put(held: Any, key: Any, value: Any) -> None:
    held[key] = value


def _add(held: Any, _: Any, value: Any) -> None:
    held[NEW] = value


_FITS: Mapping[Kind, Callable[[Any, Any], bool]] = {
    Kind.DROPPED: _in_object,
    Kind.ADDED: _in_object,
    Kind.NULL: _anywhere,
    Kind.WORD: _is_text,
    Kind.SCRIPT: _is_text,
    Kind.NUMBER: _is_number,
    Kind.OTHER: _anywhere,
}
_DOES: Mapping[Kind, Callable[[Any, Any, Any], None]] = {Kind.DROPPED: _drop, Kind.ADDED: _add}
