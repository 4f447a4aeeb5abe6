"""Takes over a ticket's details as far as the vendor knows them; what it doesn't know it drops (inferred)."""

from __future__ import annotations

from typing import Any

from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire

_FREE = frozenset({"identityTokenClaims", "utmParameters"})


def changed(held: Wire, given: Fields) -> Wire:
    """Return the details with what was given; absent and null keep what is held (inferred).

    Raises:
        RefusedError: 400, a value is of the wrong type.
    """
    return {name: _value(name, old, given) for name, old in held.items()}


def _value(name: str, old: object, given: Fields) -> Any:
    if name not in given:
        return old
    if name in _FREE:
        return _claims(name, given.get(name))
    if isinstance(old, dict):
        return changed(old, Fields(given.get(name), name))
    if isinstance(old, bool):
        return given.flag(name, default=old)
    return given.text(name)


def _claims(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise invalid(f"{name} must be an object of strings.")
    return value
