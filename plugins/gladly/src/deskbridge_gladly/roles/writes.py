"""What the writing roles share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deskbridge.errors import AmbiguousWriteError, DeskbridgeError, NotFoundError

T = TypeVar("T")


def read_back(operation: str, record_id: str, read: Callable[[], T]) -> T:
    """Read what was just written.

    Raises:
        AmbiguousWriteError: It can't be read. It is there all the same, so that nobody may take the failure for one
            of the write and repeat it.
    """
    try:
        return read()
    except DeskbridgeError as wrong:
        msg = (
            f"it was written and has the id {record_id}, but could not be read back: {wrong.text} Don't write it again."
        )
        raise AmbiguousWriteError(
            msg, vendor="gladly", operation=operation, status=wrong.status, request_id=wrong.request_id
        ) from wrong


def settled_delete(delete: Callable[[], None], read: Callable[[], object]) -> None:
    """Delete, and where the outcome is unknown look whether it is gone.

    Raises:
        AmbiguousWriteError: The outcome is unknown and the record is still there, or can't be looked up.
    """
    try:
        delete()
    except AmbiguousWriteError as unknown:
        try:
            read()
        except NotFoundError:
            return
        except DeskbridgeError as wrong:
            raise unknown from wrong
        raise
