"""The vendor's own payload, kept whole and immutable.

`freeze` turns parsed JSON into mappings and lists that compare equal to what they were made from, can be pickled
and dumped as JSON, and refuse to be changed. `thaw` gives a plain, changeable copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    msg = f"a record's {type(self).__name__} can't be changed; thaw() gives a copy that can"
    raise TypeError(msg)


class FrozenDict(dict[str, Any]):
    """A mapping that can't be changed; equal to the plain mapping it was made from. Not hashable."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return (FrozenDict, (dict(self),))

    def __copy__(self) -> FrozenDict:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> FrozenDict:
        return self


class FrozenList(list[Any]):
    """A list that can't be changed; equal to the plain list it was made from. Not hashable."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type[FrozenList], tuple[list[Any]]]:
        return (FrozenList, (list(self),))

    def __copy__(self) -> FrozenList:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> FrozenList:
        return self


EMPTY = FrozenDict()
MOST_NESTED = 100
_SINGLE = frozenset({str, int, float, bool, type(None)})


def freeze(value: Any) -> Any:
    """Return parsed JSON as values that can't be changed. A frozen value is returned as it is.

    Raises:
        ValueError: It is nested deeper than 100 levels, which no record is and much code can't handle.
    """
    return _frozen(value, MOST_NESTED)


def _frozen(value: Any, left: int) -> Any:
    if type(value) in _SINGLE or isinstance(value, FrozenDict | FrozenList):
        return value
    if not left:
        msg = f"a value is nested deeper than {MOST_NESTED} levels"
        raise ValueError(msg)
    if type(value) is dict:
        made = FrozenDict(value)
        for key, item in value.items():
            if type(item) not in _SINGLE:
                dict.__setitem__(made, key, _frozen(item, left - 1))
        return made
    if isinstance(value, Mapping):
        return FrozenDict({key: _frozen(item, left - 1) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return FrozenList([_frozen(item, left - 1) for item in value])
    return value


def thaw(value: Any) -> Any:
    """Return a plain, changeable copy of a frozen value."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(item) for item in value]
    return value


def freeze_mapping(value: Mapping[str, Any]) -> FrozenDict:
    """Return a mapping frozen through; for attrs converters, so that the type is plain."""
    frozen: FrozenDict = freeze(value)
    return frozen
