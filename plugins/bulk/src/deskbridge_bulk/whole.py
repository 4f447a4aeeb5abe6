"""Files that are there under their names only when they are whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from deskbridge_bulk.problems import BulkError

_BUFFER_BYTES = 1 << 20


def is_stream(path: Path) -> bool:
    """Whether a path is a device or a pipe: written to as it is, and never replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open what writes a file; it appears under its name at the end of the block, and not where the block fails.

    A device or a pipe, such as ``/dev/null``, gets what is written as it comes.

    Raises:
        BulkError: It can't be written, or it is a link, whose file would not be the one that is written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if is_stream(path):
            with path.open("wb", buffering=_BUFFER_BYTES) as stream:
                yield stream
            return
        if path.is_symlink():
            msg = f"{path} is a link, which would be replaced; name the file itself by --out, or remove the link"
            raise BulkError(msg)
        partial.unlink(missing_ok=True)
        with partial.open("xb", buffering=_BUFFER_BYTES) as stream:
            yield stream
        partial.replace(path)
    except OSError as wrong:
        msg = f"{path} can't be written: {wrong.strerror or wrong}; choose another place by --out"
        raise BulkError(msg) from wrong
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
