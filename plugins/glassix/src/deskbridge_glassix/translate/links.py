"""Addresses that are handed to the vendor, and through it to others."""

from __future__ import annotations

from urllib.parse import urlsplit

from deskbridge.errors import InvalidRequestError
from deskbridge_glassix.errors import VENDOR


def open_link(url: str, *, what: str, operation: str) -> str:
    """Return an address that others may be given: encrypted, on the web, and telling no password.

    Raises:
        InvalidRequestError: It is none. Nothing was sent.
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        fits = False
    if not fits or not url.isprintable() or any(one.isspace() for one in url):
        msg = f"{what} goes by its https address, without credentials in it, since others see it. Nothing was sent."
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)
    return url
