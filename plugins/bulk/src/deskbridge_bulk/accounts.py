"""What a desk's name stands for, as a mark: vendor, address and user. A journal holds it, so it can't be read back."""

from __future__ import annotations

import hashlib
from typing import get_type_hints

import orjson
from attrs import fields

from deskbridge.names import unknown_name
from deskbridge.plugins import plugins
from deskbridge.settings import Secret, configured, from_environment, resolve


def mark(name: str) -> str:
    """Return the mark of a desk; it stays the same when a token is changed.

    Raises:
        ConfigurationError: There is no such desk, or its settings can't be read.
    """
    desks, known = configured(), plugins()
    vendor_name = desks[name].vendor if name in desks else name
    if vendor_name not in known.names:
        raise unknown_name(vendor_name, known, desks)
    vendor = known.vendor(vendor_name)
    values = resolve(desks[name].values, vendor=vendor_name) if name in desks else {}
    kind = vendor.settings()
    own = {one.name for one in fields(kind)}
    values = {key: value for key, value in values.items() if key in own} or from_environment(vendor.environment)
    hints = get_type_hints(kind)
    open_ones = {
        key: str(value).rstrip("/")
        for key, value in values.items()
        if key in own and Secret not in getattr(hints[key], "__args__", (hints[key],))
    }
    told = orjson.dumps([vendor_name, open_ones], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()[:16]
