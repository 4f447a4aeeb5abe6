"""Changes answers on their way to the desk, as a vendor does that adds a field, forgets one or renames a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from hypothesis import strategies as st

NEW = "unheardOf"
"""The field that is added: no vendor has it."""

_NEW_VALUE = {"since": ["tomorrow", 1, None]}
_TEXTS = (
    "",
    "NEVER_HEARD_OF",
    "שלום 你好 🙂 e\u0301",
    "\u202egnirts\u200b",
    "x" * 3_000,
    "0001-01-01T00:00:00",
    "\x00",
)
_NUMBERS = (0, -1, 2**31, 2**53 + 1, 2**63, 1.5, 1e308)
_OTHERS: tuple[Any, ...] = (None, True, [], {}, "", 0, [None], {"": None})

Alter = Callable[[bytes], bytes]


def add_everywhere(body: bytes) -> bytes:
    """Give every object of a body a field that nobody has heard of."""
    return _each_json(body, _with_new)


def alterations() -> st.SearchStrategy[Alter]:
    """Change one place of a body: drop a field, or put a null, another text, a number at a limit or another type."""
    kinds = st.one_of(
        st.just(_drop),
        st.sampled_from(_TEXTS).map(_put_text),
        st.sampled_from(_NUMBERS).map(_put_number),
        st.sampled_from(_OTHERS).map(_put),
    )
    return st.builds(_at, kinds, st.integers(0, 10_000))


def _at(change: Callable[[Any, Any], None], number: int) -> Alter:
    def alter(found: Any) -> Any:
        places = list(_places(found))
        if places:
            change(*places[number % len(places)])
        return found

    return lambda body: _each_json(body, alter)


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


def _drop(held: Any, key: Any) -> None:
    del held[key]


def _put(value: Any) -> Callable[[Any, Any], None]:
    def change(held: Any, key: Any) -> None:
        held[key] = value

    return change


def _put_text(text: str) -> Callable[[Any, Any], None]:
    def change(held: Any, key: Any) -> None:
        held[key] = text if isinstance(held[key], str) else held[key]

    return change


def _put_number(number: float) -> Callable[[Any, Any], None]:
    def change(held: Any, key: Any) -> None:
        plain = isinstance(held[key], int | float) and not isinstance(held[key], bool)
        held[key] = number if plain else held[key]

    return change
