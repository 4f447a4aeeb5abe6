"""The page of a recording: whose it is, when it was made, and what connects to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
from attrs import field, frozen

ORIGIN = "http://recorded.invalid"
"""Stands in a cassette for the address of the other side; the domain is reserved and never resolves."""

_YEARS = range(2000, 2200)


class Provenance(StrEnum):
    """Where an exchange comes from.

    `PUBLISHED`: written by the vendor for its readers; its people are invented. `LIVE`: recorded from an account of the
    vendor. `SANDBOX`: recorded from our own sandbox, so it proves nothing about the vendor.
    """

    PUBLISHED = "published by the vendor"
    LIVE = "recorded live"
    SANDBOX = "recorded from the sandbox"


@frozen(kw_only=True)
class About:
    """What the page of a recording says.

    Attributes:
        vendor: The vendor's name.
        provenance: Where it comes from.
        recorded_at: The wall clock of its tests; they see the same when it is played back. Of what was published, when
            it was read.
        settings: What connects to it, with a stand-in for each secret and for the other side's address.
        origin_settings: Which of them hold that address.
        known: What the other side said that it holds to try.
    """

    vendor: str
    provenance: Provenance
    recorded_at: datetime
    settings: Mapping[str, str]
    origin_settings: tuple[str, ...] = ()
    known: Mapping[str, Any] = field(factory=dict)


def about_from(page: Any) -> About:
    """Read a page that was parsed as JSON.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: It is none.
    """
    about = About(
        vendor=text(page["vendor"]),
        provenance=Provenance(page["provenance"]),
        recorded_at=datetime.fromisoformat(page["recorded_at"]),
        settings={text(name): text(value) for name, value in page["settings"].items()},
        origin_settings=tuple(map(text, page["origin_settings"])),
        known=dict(page["known"].items()),
    )
    if about.recorded_at.utcoffset() is None or about.recorded_at.year not in _YEARS:
        msg = "no moment at which a recording was made"
        raise ValueError(msg)
    return about


def write_page(about: About, path: Path) -> None:
    """Write a page as `about_from` reads it."""
    page = {
        "vendor": about.vendor,
        "provenance": about.provenance.value,
        "recorded_at": about.recorded_at.isoformat(),
        "settings": dict(about.settings),
        "origin_settings": list(about.origin_settings),
        "known": dict(about.known),
    }
    path.write_bytes(orjson.dumps(page, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def foreign(about: About) -> str:
    """Return a setting of a page that leads to another place than the recording; "" where none does."""
    for name, value in about.settings.items():
        rest = value.removeprefix(ORIGIN)
        ours = rest == value or not rest or rest.startswith("/")
        if not ours or "://" in rest or (name in about.origin_settings and rest == value):
            return name
    return next((one for one in about.origin_settings if one not in about.settings), "")


def text(value: object) -> str:
    """Return a value that has to be a text.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str):
        msg = f"a text was expected, not {type(value).__name__}"
        raise TypeError(msg)
    return value
