"""Wire values: attrs classes shaped exactly like a vendor's JSON, read strictly and kept whole.

A class that derives from `Wire` names the fields we use, in Python's spelling; everything else that came stays in
`raw`. Reading never coerces: a number is not a text. What does not fit raises `MalformedAnswerError` with the path of
the value. ``unstructure(structure(body, T)) == body`` for whatever was read, unknown fields included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_args, get_origin

import orjson
from attrs import field as attrs_field
from attrs import fields, frozen, has, resolve_types
from cattrs import Converter, transform_error
from cattrs.errors import IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from deskbridge.errors import MalformedAnswerError
from deskbridge.records.base import UNSET, Unset
from deskbridge.records.raw import EMPTY, FrozenDict, freeze, freeze_mapping, thaw
from deskbridge.times import duration, format_duration, format_time, parse_time

T = TypeVar("T")

_KEY = "deskbridge.wire.key"
_ABSENT = "deskbridge.wire.absent"
_MOST_FAILURES = 5


class _Held:
    """A body that nobody else has: it need not be frozen before somebody asks for it."""

    __slots__ = ("_body",)
    _body: dict[str, Any]


@frozen(kw_only=True, slots=True)
class Wire(_Held):
    """The root of wire values: what came, whole.

    Attributes:
        any_case: Whether keys are read in any case, for answers whose spelling no source settles.
        raw: The body as it was received; empty for a value that was made here.
    """

    any_case: ClassVar[bool] = False
    raw: FrozenDict = attrs_field(default=EMPTY, converter=freeze_mapping, repr=False, eq=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            make = LATER.get(type(self), {}).get(name)
            if make is None:
                raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
            value = make(self)
            object.__setattr__(self, name, value)
            return value


LATER: dict[type[Wire], Mapping[str, Callable[[Any], Any]]] = {}
"""What `deskbridge.reading` leaves for when it is asked for: by class and field, how it is made of the body."""


def key(name: str, *, default: Any) -> Any:
    """Declare a field whose JSON key is not the camel case of its name."""
    return attrs_field(default=default, metadata={_KEY: name})


def optional(*absent: str | int, name: str = "") -> Any:
    """Declare a field that is None where it is missing, and where the vendor's word for nothing came.

    Args:
        absent: Such words, as .NET's year 1 or an id of zeros; `raw` keeps them as they came.
        name: The JSON key if it is not the camel case of the field's name.
    """
    return attrs_field(default=None, metadata={_ABSENT: absent, **({_KEY: name} if name else {})})


def json_names(cls: type[Wire]) -> Mapping[str, str]:
    """Return the JSON key of each field of a wire class, by the field's name; `raw` has none."""
    return {one.name: one.metadata.get(_KEY, camel(one.name)) for one in fields(cls) if one.name != "raw"}


def reads_as_it_came(cls: type[Wire]) -> bool:
    """Whether a class has no keys in any case and no words for nothing, so that its fields are what the body says."""
    return not cls.any_case and not any(one.metadata.get(_ABSENT) for one in fields(cls))


def camel(name: str) -> str:
    """Return the camel case of a Python name."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _strict(kind: type[str | float]) -> Callable[[Any, Any], Any]:
    def read(value: Any, _: Any) -> Any:
        if type(value) is not kind and not (kind is float and type(value) is int):
            msg = f"expected {kind.__name__}, got {type(value).__name__}"
            raise TypeError(msg)
        return kind(value)

    return read


def _read_time(value: Any, _: Any) -> datetime:
    if not isinstance(value, str):
        msg = f"expected a time as text, got {type(value).__name__}"
        raise TypeError(msg)
    return parse_time(value)


def _read_duration(value: Any, _: Any) -> timedelta:
    if not isinstance(value, str):
        msg = f"expected a duration as text, got {type(value).__name__}"
        raise TypeError(msg)
    made = duration(value)
    assert made is not None  # noqa: S101  only None is read as None
    return made


def _read_mapping(value: Any, _: Any) -> FrozenDict:
    if not isinstance(value, Mapping):
        msg = f"expected an object, got {type(value).__name__}"
        raise TypeError(msg)
    return freeze_mapping(value)


def _structure_list(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    element = get_args(kind)[0]
    inner = converter.get_structure_hook(element)

    def read(value: Any, _: Any) -> Any:
        # cattrs takes anything that can be iterated, a text letter by letter, and keeps an error for each item.
        if not isinstance(value, list | tuple):
            msg = f"expected a list, got {type(value).__name__}"
            raise TypeError(msg)
        made: list[Any] = []
        wrong: list[Exception] = []
        for index, item in enumerate(value):
            try:
                made.append(inner(item, element))
            except Exception as error:  # noqa: BLE001  cattrs raises groups of whatever the hooks raise
                error.add_note(IterableValidationNote(f"@ index {index}", index, element))
                wrong.append(error)
                if len(wrong) == _MOST_FAILURES:
                    break
        if wrong:
            raise IterableValidationError("items of another shape", wrong, kind)
        return tuple(made)

    return read


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _structure_wire(cls: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    resolve_types(cls)
    inner = make_dict_structure_fn(cls, converter, **_renames(cls), raw=override(omit=True))
    prepared = _preparing(cls)

    def read(value: Any, kind: Any) -> Any:
        if not isinstance(value, Mapping):
            msg = f"expected an object, got {type(value).__name__}"
            raise TypeError(msg)
        # Frozen once from the top: what is inside is the same object in `raw` and in the fields.
        body = freeze(value)
        made = inner(prepared(body), kind)
        object.__setattr__(made, "raw", body)
        return made

    return read


def _preparing(cls: type[Wire]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what makes of a body the fields to read: its keys as we spell them, without what stands for nothing."""
    names = json_names(cls)
    known = {key.lower(): key for key in names.values()} if cls.any_case else {}
    absent = {names[one.name]: one.metadata[_ABSENT] for one in fields(cls) if one.metadata.get(_ABSENT)}

    def prepare(body: Mapping[str, Any]) -> dict[str, Any]:
        cased = {known.get(key.lower(), key): value for key, value in body.items()} if known else {}
        made = {**cased, **body}
        for key, words in absent.items():
            if key in made and any(made[key] == one and type(made[key]) is type(one) for one in words):
                del made[key]
        return made

    return prepare


def _unstructure_wire(cls: type[Any], converter: Converter) -> Callable[[Any], Any]:
    inner = make_dict_unstructure_fn(cls, converter, **_renames(cls), raw=override(omit=True))

    def write(value: Any) -> Any:
        if value.raw:
            return thaw(value.raw)
        return {name: item for name, item in inner(value).items() if item is not UNSET}

    return write


def _renames(cls: type[Any]) -> dict[str, Any]:
    return {name: override(rename=key) for name, key in json_names(cls).items()}


def _is_wire(cls: Any) -> bool:
    return isinstance(cls, type) and has(cls) and issubclass(cls, Wire)


def _is_plain_or_unset(kind: Any) -> bool:
    kinds = get_args(kind)
    return Unset in kinds and all(one in (str, int, float, bool, NoneType, Unset) for one in kinds)


def _take_unset(value: Any, kind: Any) -> Any:
    inner = reduce(or_, (one for one in get_args(kind) if one is not Unset))
    return value if isinstance(value, Unset) else converter().structure(value, inner)


@cache
def converter() -> Converter:
    """Return the one converter of wire values, made at first use."""
    made = Converter(forbid_extra_keys=False, detailed_validation=True)
    for kind in (str, int, float, bool):
        made.register_structure_hook(kind, _strict(kind))
    made.register_structure_hook(datetime, _read_time)
    made.register_unstructure_hook(datetime, format_time)
    made.register_structure_hook(timedelta, _read_duration)
    made.register_unstructure_hook(timedelta, format_duration)
    made.register_structure_hook(FrozenDict, _read_mapping)
    made.register_unstructure_hook(FrozenDict, thaw)
    made.register_unstructure_hook(Unset, lambda value: value)
    made.register_unstructure_hook_func(_is_plain_or_unset, lambda value: value)
    made.register_structure_hook_func(lambda kind: Unset in get_args(kind), _take_unset)
    made.register_structure_hook_factory(_is_list, lambda kind: _structure_list(kind, made))
    made.register_structure_hook_factory(_is_wire, lambda cls: _structure_wire(cls, made))
    made.register_unstructure_hook_factory(_is_wire, lambda cls: _unstructure_wire(cls, made))
    return made


def structure(body: Any, kind: type[T], *, vendor: str = "", operation: str = "") -> T:
    """Read parsed JSON as a wire value, or a container of them.

    Raises:
        MalformedAnswerError: It has another shape; names the path of each value that does not fit.
    """
    try:
        made: T = converter().structure(body, kind)
    except Exception as wrong:  # noqa: BLE001  cattrs raises groups of whatever the hooks raise
        where = "; ".join(sorted(transform_error(wrong))[:5])
    else:
        return made
    msg = f"the answer has another shape than documented: {where}. Report it with the operation's name."
    # Raised out here: the errors above carry the values themselves, and would be the context of this one.
    raise MalformedAnswerError(msg, vendor=vendor, operation=operation)


def unstructure(value: Any) -> Any:
    """Write a wire value, or a container of them, as plain JSON values: what was read, or the fields that are set."""
    return converter().unstructure(value)


def parse_json(line: bytes, *, vendor: str = "", operation: str = "") -> Any:
    """Read one JSON text.

    Raises:
        MalformedAnswerError: It is not JSON.
    """
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as wrong:
        msg = f"expected JSON and got {len(line)} bytes that are not ({wrong.msg} at {wrong.pos})"
    # Raised out here: the parser's error carries the whole document, and would be the context of this one.
    raise MalformedAnswerError(msg, vendor=vendor, operation=operation)
