"""What the vendor's refusals leave out: the conditions that an operation has, said where it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deskbridge.errors import DeskbridgeError, PermissionDeniedError, ValidationError
from deskbridge_glassix.errors import VENDOR


@contextmanager
def explained(explain: Callable[[], str]) -> Iterator[None]:
    """Add an explanation to a refusal.

    Args:
        explain: Returns what else there is to say; called only when the vendor refused, and may ask it again.

    Raises:
        PermissionDeniedError: As it came, with the explanation.
        ValidationError: As it came, with the explanation.
    """
    try:
        yield
    except (PermissionDeniedError, ValidationError) as wrong:
        raise type(wrong)(
            f"{wrong.text.rstrip('. ')}. {_said(explain)}",
            vendor=VENDOR,
            operation=wrong.operation,
            status=wrong.status,
            request_id=wrong.request_id,
            codes=wrong.codes,
        ) from wrong


def _said(explain: Callable[[], str]) -> str:
    """Return the explanation, "" where asking for it fails: the refusal itself matters more."""
    try:
        return explain()
    except DeskbridgeError:
        return ""
