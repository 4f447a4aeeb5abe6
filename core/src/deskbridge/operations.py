"""Marks a native client's methods with the operations of the vendor's specification that they ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def operation(operation_id: str) -> Callable[[F], F]:
    """Mark a method with an ``operationId``, as `__operation_id__`; the method itself stays as it is.

    Several methods may ask for the same operation. The generated table of operations is read from these marks.
    """

    def mark(method: F) -> F:
        method.__operation_id__ = operation_id  # type: ignore[attr-defined]  # functions take any attribute
        return method

    return mark
