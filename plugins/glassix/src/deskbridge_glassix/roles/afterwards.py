"""What is done after a write that must not be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from deskbridge.errors import AmbiguousWriteError, DeskbridgeError
from deskbridge_glassix.errors import VENDOR


@contextmanager
def after_write(done: str, *, operation: str) -> Iterator[None]:
    """Keep whatever fails in here from looking as if the whole could be tried again.

    Args:
        done: What has been written, with its id where it is known.
        operation: What was called.

    Raises:
        AmbiguousWriteError: Something failed; the cause says what.
    """
    try:
        yield
    except DeskbridgeError as wrong:
        msg = f"{done}, and what comes after it failed: {wrong.text} Look it up before you do anything again."
        raise AmbiguousWriteError(
            msg, vendor=VENDOR, operation=operation, status=wrong.status, codes=wrong.codes
        ) from wrong
