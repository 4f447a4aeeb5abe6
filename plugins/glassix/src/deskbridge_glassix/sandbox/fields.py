"""Reads JSON objects and query strings the way the vendor does: names in any case, types checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from deskbridge_glassix.sandbox.refusal import invalid

_FLAGS = {"true": True, "false": False}


def parse(body: bytes) -> Any:
    """Read a request's body.

    Raises:
        RefusedError: 400, it is not JSON.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise invalid("The request body is not valid JSON.") from None


def strings(value: object, name: str) -> list[str]:
    """Read an array of strings.

    Raises:
        RefusedError: 400, it is something else.
    """
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"{name} must be an array of strings.")
    return value


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute `http` or `https` address."""
    try:
        place = urlsplit(text)
        named = place.scheme in {"http", "https"} and bool(place.hostname)
    except ValueError:
        return False
    return named and text.isprintable() and " " not in text


class Fields:
    """A JSON object, or a query, whose names are matched without regard to case. `null` counts as absent.

    Attributes:
        where: How it is called in an error.
        values: All that was sent, under the names as they came.
    """

    def __init__(self, value: object, where: str) -> None:
        """Take any JSON value.

        Args:
            value: What was sent; anything but an object is refused.
            where: How to call it in an error.

        Raises:
            RefusedError: 400, it is no object.
        """
        if not isinstance(value, Mapping):
            raise invalid(f"{where} must be a JSON object.")
        self.where = where
        self.values: dict[str, Any] = {str(name): item for name, item in value.items()}
        self._held = {str(name).lower(): item for name, item in value.items()}

    def __contains__(self, name: str) -> bool:
        return self._held.get(name.lower()) is not None

    def get(self, name: str) -> Any:
        """Return a value as it was sent, None if it is absent or null."""
        return self._held.get(name.lower())

    def names(self) -> set[str]:
        """Return every name that was sent, in lower case."""
        return set(self._held)

    def text(self, name: str, *, longest: int | None = None) -> str:
        """Read a string, "" if absent.

        Raises:
            RefusedError: 400, it is no string, or longer than `longest` characters.
        """
        value = self.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise invalid(f"{name} must be a string.")
        if longest is not None and len(value) > longest:
            raise invalid(f"The field {name} must be a string with a maximum length of {longest}.")
        return value

    def needed(self, name: str, *, longest: int | None = None) -> str:
        """Read a string that must be there and not blank.

        Raises:
            RefusedError: 400, it isn't, or it is too long.
        """
        value = self.text(name, longest=longest)
        if not value.strip():
            raise invalid(f"{name} is required.")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Read a boolean, which may be written as a string.

        Raises:
            RefusedError: 400, it is neither true nor false.
        """
        value = self.get(name)
        if isinstance(value, str):
            value = _FLAGS.get(value.lower(), value)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise invalid(f"{name} must be true or false.")
        return value

    def number(self, name: str) -> int:
        """Read a whole number that must be there, up to 64 bits.

        Raises:
            RefusedError: 400, it is absent or none.
        """
        value = self.get(name)
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 18:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise invalid(f"{name} must be an integer.")
        return value

    def texts(self, name: str) -> list[str]:
        """Read an array of strings, empty if absent.

        Raises:
            RefusedError: 400, it is something else.
        """
        value = self.get(name)
        return [] if value is None else strings(value, name)

    def objects(self, name: str) -> list[Fields]:
        """Read an array of objects, empty if absent.

        Raises:
            RefusedError: 400, it is something else.
        """
        value = self.get(name)
        if value is not None and not isinstance(value, list):
            raise invalid(f"{name} must be an array.")
        return [Fields(item, f"{name}[{place}]") for place, item in enumerate(value or ())]

    def choice(self, name: str, choices: Mapping[str, str], *, default: str) -> str:
        """Read one of the vendor's words in any case, and return it as the vendor spells it.

        Args:
            name: The field.
            choices: From the lower-case word to the vendor's spelling.
            default: What absence, or "", means.

        Raises:
            RefusedError: 400, it is none of them.
        """
        value = self.text(name)
        if not value:
            return default
        if value.lower() not in choices:
            raise invalid(f"{value!r} is not a valid value of {name}.")
        return choices[value.lower()]


def words(*spellings: str) -> dict[str, str]:
    """Make the `choices` of `Fields.choice`."""
    return {spelling.lower(): spelling for spelling in spellings}
