"""Gladly's error bodies and codes, as our errors.

Documented is ``{"errors": [{"code", "attr"?, "detail"?, "meta"?}]}``. An object in place of the list, a bare list and
an empty body are in the vendor's own samples and are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from attrs import frozen

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    DeskbridgeError,
    MergedError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    ValidationError,
    VendorError,
)
from deskbridge.transport import Response

CODES: Mapping[str, type[VendorError]] = MappingProxyType(
    {
        "blank": ValidationError,
        "in_use": ValidationError,
        "invalid": ValidationError,
        "invalid_state": ValidationError,
        "moved": MergedError,
        "not_a_number": ValidationError,
        # In a refused body it is something that the body names; a record that is missing itself is a 404.
        "not_exist": ValidationError,
        "present": ValidationError,
        "taken": ConflictError,
        "temporary_failure": ValidationError,
        "too_long": ValidationError,
        "version_outdated": ConflictError,
        "wrong_length": ValidationError,
    }
)
"""Every code that the vendor documents or shows in a sample, and what it is where the status does not decide."""

STATUSES: Mapping[int, type[VendorError]] = MappingProxyType(
    {401: AuthenticationError, 403: PermissionDeniedError, 404: NotFoundError, 409: ConflictError}
)
"""The statuses that decide by themselves, whatever codes come along."""

_SERVER_ERRORS = 500
_LATER = frozenset({"temporary_failure"})
_EXISTING = ("existingAnswerId", "id")
_CUSTOMER = re.compile(r"/(?:customer-profiles|customers)/(?P<id>[^/]+)")
_ADVICE: Mapping[type[VendorError], str] = MappingProxyType(
    {
        AuthenticationError: "Check base_url, username and api_token, and that the token belongs to that user.",
        PermissionDeniedError: "Give the token's user the permission in Gladly under Settings.",
        UnavailableError: "Gladly failed on its side; try later.",
    }
)


@frozen
class Problem:
    """One entry of an error body; "" for what is not there."""

    code: str
    attr: str
    detail: str
    meta: Mapping[str, Any]

    def __str__(self) -> str:
        return self.detail or " ".join(part for part in (self.attr, self.code) if part)


def problems(content: bytes) -> Sequence[Problem]:
    """Read an error body of any form that has been seen; none from a body that is empty or no JSON."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return ()
    entries = body.get("errors") if isinstance(body, dict) else body
    if isinstance(entries, dict):
        entries = [entries]
    if not isinstance(entries, list):
        return ()
    return tuple(_problem(entry) for entry in entries if isinstance(entry, dict))


def _problem(entry: dict[str, Any]) -> Problem:
    meta = entry.get("meta")
    texts = (entry.get(name) for name in ("code", "attr", "detail"))
    code, attr, detail = (text if isinstance(text, str) else "" for text in texts)
    return Problem(code, attr, detail, meta if isinstance(meta, dict) else {})


def read_error(response: Response) -> DeskbridgeError | None:
    """Make our error of an answer that is not a success; None leaves it to the transport's own table."""
    found = problems(response.content)
    if merged := _merged(response, found):
        return merged
    kind = _kind(response.status, found)
    if kind is None:
        return None
    advice = f"Asked for was {_place(response.url)}." if kind is NotFoundError else _ADVICE.get(kind, "")
    text = f"{_said(found)} {advice}".strip()
    codes = [one.code for one in found if one.code]
    if kind is ConflictError:
        return ConflictError(text, existing_id=_existing_id(found), status=response.status, codes=codes)
    later = True if _LATER & set(codes) else None
    return kind(text, status=response.status, codes=codes, retryable=later)


def _kind(status: int, found: Sequence[Problem]) -> type[VendorError] | None:
    if status in STATUSES:
        return STATUSES[status]
    if status >= _SERVER_ERRORS:
        return UnavailableError if found else None
    if status in {400, 422}:
        kinds = [CODES.get(one.code, ValidationError) for one in found]
        return next((one for one in kinds if one is ConflictError), ValidationError)
    return None


def _said(found: Sequence[Problem]) -> str:
    if not found:
        return "Gladly refused it and did not say why."
    return f"Gladly says: {'; '.join(str(one).rstrip('.') for one in found)}."


def _existing_id(found: Sequence[Problem]) -> str | None:
    for one in found:
        for name in _EXISTING:
            if isinstance(value := one.meta.get(name), str):
                return value
    return None


def _merged(response: Response, found: Sequence[Problem]) -> MergedError | None:
    """Read where a merged customer went: from `meta` first, then from the Location on the same origin."""
    asked = _customer_in(response.url)
    for one in found:
        if one.code == "moved" and isinstance(new := one.meta.get("new"), str) and new:
            old = one.meta.get("old")
            return _merged_error(old if isinstance(old, str) else asked, new, response.status)
    new_id = _moved_to(response) if response.status == 301 else ""  # noqa: PLR2004
    return _merged_error(asked, new_id, response.status) if new_id and new_id != asked else None


def _moved_to(response: Response) -> str:
    """Return the customer whom a Location on the same origin names, "" where it names none or is no address."""
    location = response.headers.get("location", "")
    try:
        return _customer_in(location) if _same_origin(location, response.url) else ""
    except ValueError:
        return ""


def _merged_error(old: str, new: str, status: int) -> MergedError:
    text = f"customer {old} was merged into {new}. Use the new id."
    return MergedError(text, old_id=old, new_id=new, status=status)


def _customer_in(url: str) -> str:
    found = _CUSTOMER.search(urlsplit(url).path)
    return unquote(found["id"]) if found else ""


def _place(url: str) -> str:
    """Return the path of an address below the API's, which has ids in it and nothing personal."""
    return unquote(urlsplit(url).path).removeprefix("/api/v1")


def _same_origin(location: str, url: str) -> bool:
    to, own = urlsplit(location), urlsplit(url)
    return not to.netloc or (to.scheme or own.scheme, to.netloc) == (own.scheme, own.netloc)
