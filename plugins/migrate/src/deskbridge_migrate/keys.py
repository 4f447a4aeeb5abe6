"""Ids as a database can keep them: short, of whole characters, and still one for each."""

from __future__ import annotations

import hashlib
import re

LONGEST_KEY_BYTES = 400
"""Three of them fit into what PostgreSQL can index of a row: 2,704 bytes."""
SHOWN_OF_KEY = 60
_HASHED = re.compile(r" \(sha256 [0-9a-f]{64}\)\Z")


def stored_id(identity: str) -> str:
    """Return what a row is kept under: an id as it is, or if no database could keep it so, its beginning and a hash.

    That is one of more than 400 bytes, with NUL or half a character; and one that looks like such a hash itself.
    """
    if is_storable(identity) and len(identity.encode()) <= LONGEST_KEY_BYTES and not _HASHED.search(identity):
        return identity
    hashed = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{storable(identity)[:SHOWN_OF_KEY]} (sha256 {hashed})"


def is_storable(text: str) -> bool:
    """Whether every database takes a text as it is: without NUL and halves of characters."""
    return storable(text) == text


def storable(text: str) -> str:
    """Return a text as every database takes it: without NUL, halves of characters spelt out."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()
