"""Files that a helpdesk in memory writes and holds."""

from __future__ import annotations

import contextlib
from pathlib import Path

from deskbridge.errors import (
    InvalidRequestError,
    NotFoundError,
)
from deskbridge.memory.store import VENDOR, Store


def save(target: Path, content: bytes, operation: str) -> Path:
    """Write a file that is there only when it is whole.

    Raises:
        InvalidRequestError: It can't be written.
    """
    if target.exists() and not (target.is_file() or target.is_dir()):
        msg = f"{target} is a pipe or a device; choose a place for a file"
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as wrong:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        msg = f"the file can't be written: {wrong.strerror}"
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation) from wrong
    return target


def bytes_of(store: Store, ident: str, operation: str) -> bytes:
    """Return what a recording or file holds.

    Raises:
        NotFoundError: There is none by this id.
    """
    with store.lock:
        if ident not in store.files:
            msg = f"there is no file {ident!r}"
            raise NotFoundError(msg, vendor=VENDOR, operation=operation)
        return store.files[ident]
