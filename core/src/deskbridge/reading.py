"""Reads many lines of JSON as wire values, at the speed of parsing them.

`deskbridge.wire.structure` takes any shape apart and names what does not fit, at a price. Here a function is compiled
for each wire class that reads what is exactly as documented, in one pass; whatever it does not expect it leaves to
`structure`, which reads it or refuses it. So both give equal values, and every line is checked before it is handed
out. Freezing waits until somebody asks: the body of a line belongs to its value alone. (Only then a body is refused
that is nested beyond reason.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import orjson
from attrs import NOTHING, Attribute, fields, has, resolve_types

from deskbridge.errors import MalformedAnswerError
from deskbridge.records.raw import FrozenDict, freeze
from deskbridge.times import USUAL_TIME, parse_time
from deskbridge.wire import LATER, Wire, json_names, parse_json, reads_as_it_came, structure

W = TypeVar("W", bound=Wire)

_ABSENT = object()


class _Unusual(ValueError):  # noqa: N818  no error yet: `structure` decides
    """Something is not exactly as documented."""


class LineReader(Generic[W]):
    """Reads lines as values. Make one with `line_reader` or `tagged_line_reader`.

    Args:
        compiled: Reads a parsed body that is exactly as documented; raises for any other.
        kind_of: The class to read any other body as.
        vendor: For errors.
        operation: For errors.
    """

    def __init__(
        self, compiled: Callable[[Any], W], kind_of: Callable[[Any], type[W]], *, vendor: str, operation: str
    ) -> None:
        self._compiled = compiled
        self._kind_of = kind_of
        self._vendor = vendor
        self._operation = operation

    def read(self, line: bytes) -> W:
        """Read one line.

        Raises:
            MalformedAnswerError: It is no JSON, or of another shape than documented.
        """
        try:
            return self._compiled(orjson.loads(line))
        except _NOT_USUAL:
            pass
        # Out here, so that what was wrong, which carries the line itself, is not the context of an error of ours.
        body = parse_json(line, vendor=self._vendor, operation=self._operation)
        return structure(body, self._kind_of(body), vendor=self._vendor, operation=self._operation)

    def read_all(self, lines: bytes) -> list[W] | None:
        """Read many lines at once, which costs less than one by one.

        Returns:
            A value for each line; None where a line is blank, broken or not exactly as documented, so that they have
            to be read one by one.
        """
        text = lines.removesuffix(b"\n")
        try:
            bodies = orjson.loads(b"[" + text.replace(b"\n", b",") + b"]")
            # A count that differs: a line holds several values, or a value several lines.
            return [*map(self._compiled, bodies)] if len(bodies) == text.count(b"\n") + 1 else None
        except _NOT_USUAL:
            return None


_NOT_USUAL = (ValueError, TypeError, LookupError, OverflowError)


def line_reader(kind: type[W], *, vendor: str = "", operation: str = "") -> LineReader[W]:
    """Return what reads lines as values of one class, with the vendor and operation that errors are to name."""
    return LineReader(_compiled(kind), lambda _: kind, vendor=vendor, operation=operation)


def tagged_line_reader(
    tag: str, kinds: Mapping[str, type[W]], other: type[W], *, vendor: str = "", operation: str = ""
) -> LineReader[W]:
    """Return what reads lines as values of the class that their own `tag` names, of `other` where it names none."""
    readers = {name: _compiled(kind) for name, kind in kinds.items()}
    rest = _compiled(other)
    return LineReader(
        lambda body: readers.get(body[tag], rest)(body),
        lambda body: tagged_kind(body, tag, kinds, other),
        vendor=vendor,
        operation=operation,
    )


def tagged_kind(body: Any, tag: str, kinds: Mapping[str, type[W]], other: type[W]) -> type[W]:
    """Return the class that a body's `tag` names, `other` where it names none."""
    name = body.get(tag) if isinstance(body, Mapping) else None
    return kinds.get(name, other) if isinstance(name, str) else other


_COMPILED: dict[type[Any], Callable[[Any], Any]] = {}


def _compiled(kind: type[Any]) -> Callable[[Any], Any]:
    """Return a function from a parsed body to a value; it raises a ValueError for what it leaves to `structure`."""
    if kind not in _COMPILED:
        source = _Source(kind)
        _COMPILED[kind] = _function(["def read(body):", *source.lines()], source.names)
        LATER[kind] = source.later
    return _COMPILED[kind]


def _function(lines: list[str], names: dict[str, Any]) -> Callable[[Any], Any]:
    exec("\n".join(lines), names)  # noqa: S102  as attrs and cattrs do; they are made of our classes' names and keys
    read: Callable[[Any], Any] = names["read"]
    return read


def _twin(kind: type[Any]) -> type[Any]:
    """Return the class with fields that can be set, for a value that is not handed out yet."""
    setters = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(kind.__name__, (kind,), setters)


def _frozen(body: Any) -> Any:
    try:
        return freeze(body)
    except (ValueError, RecursionError) as wrong:
        # The only thing that can't be seen without looking at all of it.
        raise MalformedAnswerError(f"a line can't be kept: {wrong}") from None


class _Source:
    """The source of one class's function.

    Attributes:
        names: What the source refers to.
        later: The fields that it leaves unset, and what makes them of the value when they are asked for.
    """

    def __init__(self, kind: type[Any]) -> None:
        self._kind = kind
        self.later: dict[str, Callable[[Any], Any]] = {"raw": lambda value: _frozen(value._body)}
        self.names: dict[str, Any] = {"kind": kind, "twin": _twin(kind), "new": object.__new__}
        self.names |= {"iso": datetime.fromisoformat, "time": parse_time, "absent": _ABSENT, "Unusual": _Unusual}

    def lines(self) -> Iterator[str]:
        # Keys in any case and words for nothing are for `structure`; what has them does not come by lines.
        yield " if type(body) is not dict: raise Unusual" if reads_as_it_came(self._kind) else " raise Unusual"
        yield " get, made = body.get, new(twin)"
        for one, key in _fields(self._kind):
            yield from self._field(one, key)
        yield " made._body = body"
        yield " made.__class__ = kind"
        yield " return made"

    def _field(self, one: Attribute[Any], key: str) -> Iterator[str]:
        optional, inner = _without_none(one.type)
        test, value = self._type(one.name, key, inner)
        usual = optional and one.default is None
        yield f" value = get({key!r})" if usual else f" value = get({key!r}, absent)"
        yield f" if {test}: made.{one.name} = {value}" if value else f" if {test}: pass"
        if optional:
            yield f" elif value is None: made.{one.name} = None"
        if one.default is not NOTHING and not usual:
            self.names[f"default_{one.name}"] = one.default
            yield f" elif value is absent: made.{one.name} = default_{one.name}"
        yield " else: raise Unusual"

    def _type(self, name: str, key: str, kind: Any) -> tuple[str, str]:
        """Return when `value` is as documented, and what becomes of it: "" where that is left for later."""
        if kind in _SINGLE:
            return _exactly(kind), "value"
        if kind is datetime:
            # The usual form first, as `parse_time` does, without calling it.
            usual = f"len(value) == {USUAL_TIME} and value[10::13] == 'TZ'"
            return "type(value) is str", f"iso(value) if {usual} else time(value)"
        if kind is FrozenDict:
            self.later[name] = lambda value: _frozen(value._body[key])
            return "type(value) is dict", ""
        if _is_wire(kind):
            return self._wire(name, key, kind)
        if get_origin(kind) is tuple and get_args(kind)[1:] == (...,):
            self.names[f"each_{name}"] = _each(get_args(kind)[0])
            return "type(value) is list", f"each_{name}(value)"
        return "False", ""

    def _wire(self, name: str, key: str, kind: type[Any]) -> tuple[str, str]:
        read = self.names[f"read_{name}"] = _compiled(kind)
        inside = [(_without_none(one.type), one.default, key) for one, key in _fields(kind)]
        if any(inner not in _SINGLE for (_, inner), _, _ in inside):
            return "type(value) is dict", f"read_{name}(value)"
        # So small that looking at it is enough for now.
        self.later[name] = lambda value: read(value._body[key])
        tests = [
            f"({_exactly(inner, f'one := value.get({within!r})')}{' or one is None' if optional else ''})"
            for (optional, inner), _, within in inside
        ]
        return " and ".join(["type(value) is dict", *tests]), ""


_SINGLE = frozenset({str, int, bool, float})


def _exactly(kind: type[Any], value: str = "value") -> str:
    return f"type({value}) is {kind.__name__}"


def _is_wire(kind: Any) -> bool:
    return isinstance(kind, type) and has(kind) and issubclass(kind, Wire)


def _fields(kind: type[Any]) -> list[tuple[Attribute[Any], str]]:
    resolve_types(kind)
    return [(getattr(fields(kind), name), key) for name, key in json_names(kind).items()]


def _without_none(kind: Any) -> tuple[bool, Any]:
    """Return whether None is allowed, and the type without it; None where several types are left."""
    if get_origin(kind) not in (Union, UnionType):
        return False, kind
    rest = [one for one in get_args(kind) if one is not NoneType]
    return len(rest) < len(get_args(kind)), rest[0] if len(rest) == 1 else None


def _each(kind: Any) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Return what reads the items of a list."""
    if _is_wire(kind):
        read = _compiled(kind)
        return lambda values: tuple([read(one) for one in values])

    def exactly(values: list[Any]) -> tuple[Any, ...]:
        if kind not in _SINGLE or any(type(one) is not kind for one in values):
            raise _Unusual
        return tuple(values)

    return exactly
