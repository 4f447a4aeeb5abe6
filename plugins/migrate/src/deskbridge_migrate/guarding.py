"""Lets nothing but the exceptions of deskbridge leave a public call, whatever a vendor's plugin breaks with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from deskbridge.errors import DeskbridgeError
from deskbridge_migrate.model import MigrationError
from deskbridge_migrate.once import said


@contextlib.contextmanager
def only_ours(doing: str) -> Iterator[None]:
    """Turn an error of a program into one of ours; as a decorator, of a whole function.

    Args:
        doing: What is being done, for the text.

    Raises:
        MigrationError: Names the error's type; its own text may be of a person, so it is chained only.
    """
    try:
        yield
    except DeskbridgeError:
        raise
    except Exception as wrong:
        msg = f"{doing} ended by {said(wrong)}; whoever made the plugin of that desk has to look at it"
        raise MigrationError(msg) from wrong
