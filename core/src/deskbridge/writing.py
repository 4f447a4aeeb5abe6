"""Writes whose outcome must not be mistaken: what follows one that took effect, and one whose answer got lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deskbridge.errors import AmbiguousWriteError, DeskbridgeError, NotFoundError


@contextmanager
def after_write(done: str, *, vendor: str, operation: str) -> Iterator[None]:
    """Keep whatever fails in here, such as reading back, from looking as if the whole could be tried again.

    Args:
        done: What has been written, with its id where it is known.
        vendor: Whose desk it is.
        operation: What was called.

    Raises:
        AmbiguousWriteError: Something failed; the cause says what.
    """
    try:
        yield
    except DeskbridgeError as wrong:
        msg = f"{done}, and what comes after it failed: {wrong.text} Don't do it again; look it up."
        raise AmbiguousWriteError(
            msg,
            vendor=vendor,
            operation=operation,
            status=wrong.status,
            request_id=wrong.request_id,
            codes=wrong.codes,
        ) from wrong


def settled_delete(delete: Callable[[], object], read: Callable[[], object]) -> None:
    """Delete, and where the outcome is unknown look whether it is gone.

    Args:
        delete: Deletes one record.
        read: Reads that record; a `NotFoundError` says that it is gone.

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
