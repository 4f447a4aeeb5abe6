"""What a change's fields are made of what is given for them; what is `UNSET` stays so."""

from __future__ import annotations

from typing import Any

from deskbridge.records.base import Unset, utc
from deskbridge.records.raw import freeze_mapping


def optional_mapping(value: Any) -> Any:
    """Freeze a mapping."""
    return value if isinstance(value, Unset) else freeze_mapping(value)


def optional_time(value: Any) -> Any:
    """Make a time one in UTC."""
    return value if isinstance(value, Unset) else utc(value)


def optional_tuple(value: Any) -> Any:
    """Make a tuple of any values."""
    return value if isinstance(value, Unset) else tuple(value)
