"""Which names of time zones there are."""

from __future__ import annotations

import functools
import re
import zoneinfo

_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is an IANA name; where the system has no list of them, whether it looks like one."""
    known = _known()
    return name in known if known else _FORM.fullmatch(name) is not None
