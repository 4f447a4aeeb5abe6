"""Makes strategies of the types of records and changes, field by field, by the type that each field has."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import fields
from hypothesis import strategies as st

from deskbridge.records import FrozenDict, Unset, freeze

T = TypeVar("T")
_EARLIEST, _LATEST = datetime(1990, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001  hypothesis adds the zone itself
_LONGEST_DAYS = 10
_MOST = 3
_SAID = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(_SAID, max_size=20),
    lambda inner: st.lists(inner, max_size=_MOST) | st.dictionaries(st.text(_SAID, max_size=10), inner, max_size=_MOST),
    max_leaves=5,
)


def times() -> st.SearchStrategy[datetime]:
    """Aware times in UTC of a hundred years, to the microsecond."""
    return st.datetimes(_EARLIEST, _LATEST, timezones=st.just(UTC))


def mappings() -> st.SearchStrategy[FrozenDict]:
    """Small frozen mappings of JSON: what `raw`, `fields`, `attributes` and `details` hold."""
    return st.dictionaries(st.text(_SAID, min_size=1, max_size=10), _JSON, max_size=_MOST).map(freeze)


_SIMPLE: Mapping[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: lambda: st.text(_SAID, max_size=40),
    bool: st.booleans,
    int: lambda: st.integers(0, 2**40),
    datetime: times,
    date: lambda: st.dates(_EARLIEST.date(), _LATEST.date()),
    timedelta: lambda: st.timedeltas(timedelta(0), timedelta(days=_LONGEST_DAYS)),
    FrozenDict: mappings,
    types.NoneType: st.none,
    Unset: lambda: st.just(Unset.UNSET),
}


@cache
def structure(kind: type[T]) -> st.SearchStrategy[T]:
    """Values of an attrs class with every field drawn by its type; ids are never empty."""
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # only attrs classes come here
    given = {name: _of(hints[name], is_id=name == "id" or name.endswith("_id")) for name in names}
    return st.builds(kind, **given)


def _of(hint: Any, *, is_id: bool = False) -> st.SearchStrategy[Any]:
    hint = getattr(hint, "__supertype__", hint)
    if is_id and hint is str:
        return st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
    if hint in _SIMPLE:
        return _SIMPLE[hint]()
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([_of(one, is_id=is_id) for one in get_args(hint)])
    if origin is tuple:
        return st.lists(_of(get_args(hint)[0], is_id=is_id), max_size=_MOST).map(tuple)
    return st.sampled_from(list(hint)) if issubclass(hint, Enum) else structure(hint)
