"""Switches: what a test may turn in a vendor's sandbox, checked, with messages that can be shown to who turned them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs
from attrs import define

Check: TypeAlias = Callable[[object, "attrs.Attribute[Any]", Any], None]
"""A validator as attrs calls it. Those of this module raise ValueError, whose text names the field."""


def flag(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Check that it is true or false."""
    if not isinstance(value, bool):
        raise _wrong(attribute, "true or false", value)


def text(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Check that it is a text."""
    if not isinstance(value, str):
        raise _wrong(attribute, "a text", value)


def number(*, below: float = 1e9) -> Check:
    """Return a check that it is a number from 0 up to `below`; more seconds than by default reach past the calendar."""

    def check(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < below:
            raise _wrong(attribute, f"a number from 0 and below {below:g}", value)

    return check


def whole(*, lowest: int = 0, highest: int = 10_000) -> Check:
    """Return a check that it is a whole number within these, both included."""

    def check(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise _wrong(attribute, f"a whole number from {lowest} to {highest}", value)

    return check


def one_of(*choices: str) -> Check:
    """Return a check that it is one of these texts."""

    def check(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        if value not in choices:
            raise _wrong(attribute, f"one of {', '.join(choices)}", value)

    return check


def _wrong(attribute: attrs.Attribute[Any], wanted: str, value: object) -> ValueError:
    return ValueError(f"{attribute.name} has to be {wanted}, and not {value!r}")


@define
class Turned:
    """Base of a vendor's switches, an attrs class whose fields are all checked and have defaults."""

    def turn(self, values: Mapping[str, Any]) -> None:
        """Set switches by name, all of them or none.

        Raises:
            ValueError: A name is unknown or a value is of a wrong kind; the text can be shown as it is.
        """
        known = [one.name for one in attrs.fields(type(self))]
        if strange := [name for name in values if name not in known]:
            msg = f"there is no switch {strange[0]!r}; there are: {', '.join(known)}"
            raise ValueError(msg)
        checked = attrs.evolve(self, **values)
        for name in values:
            setattr(self, name, getattr(checked, name))

    def shown(self) -> dict[str, Any]:
        """Return all switches by name."""
        return attrs.asdict(self)
