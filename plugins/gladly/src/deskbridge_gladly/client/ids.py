"""Ids of our own making, so that a repeated create is recognised."""

from __future__ import annotations

import base64
import re
import uuid
from urllib.parse import quote

from deskbridge.errors import InvalidRequestError

_HALF = re.compile(r"[\ud800-\udfff]")


def new_id() -> str:
    """Return a fresh id as the vendor's scripts make them: 22 characters of base64url that begin with a letter."""
    made = bytearray(uuid.uuid4().bytes)
    made[0] &= 0x7F
    return base64.urlsafe_b64encode(bytes(made)).rstrip(b"=").decode()


def segment(value: str) -> str:
    """Return an id as one segment of a path.

    Raises:
        InvalidRequestError: It is empty, and the path would be another one, or is no text that can be sent.
    """
    if not value:
        msg = "an id is empty; nothing was sent"
        raise InvalidRequestError(msg, vendor="gladly")
    # Looked for rather than caught: the error that encoding raises would carry the id in the context of ours.
    if _HALF.search(value):
        msg = "an id has half of a character in it; nothing was sent"
        raise InvalidRequestError(msg, vendor="gladly")
    return quote(value, safe="")


def last_segment(location: str) -> str:
    """Return the id at the end of a Location, "" if there is none."""
    return location.partition("?")[0].rstrip("/").rpartition("/")[2]
