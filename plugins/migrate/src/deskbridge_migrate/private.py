"""Files that hold what was planned and moved: for their owner only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

OWNERS_ONLY = 0o600


def make_private(path: Path) -> bool:
    """Make an empty file that its owner alone can read and write, whatever the umask says.

    Returns:
        Whether it was made; one that is there already stays as it is.

    Raises:
        OSError: It can't be made.
    """
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_ONLY)
    except FileExistsError:
        return False
    try:
        os.fchmod(made, OWNERS_ONLY)
    finally:
        os.close(made)
    return True


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write it anew; it is made for its owner alone, or keeps the mode that it has.

    Raises:
        OSError: It can't be written.
    """
    make_private(path)
    with path.open("wb") as out:
        yield out
