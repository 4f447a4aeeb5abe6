"""Marks what answers a request with the vendor's `operationId`, and lists what is served.

The vendor uses `Conversations_createCustomerItem` for two operations, so an id may stand at more than one route.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from attrs import frozen

from deskbridge_gladly.sandbox.calls import OPEN_MARK, Table

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__operation_id__"


@frozen
class Served:
    """One operation that the sandbox serves.

    Attributes:
        operation_id: The vendor's name of the operation.
        method: The HTTP method.
        path: The path below `/api/v1`, with its parameters in braces.
    """

    operation_id: str
    method: str
    path: str


def operation(operation_id: str) -> Callable[[F], F]:
    """Say which of the vendor's operations a handler answers; the handler itself stays what it is."""

    def mark(handler: F) -> F:
        setattr(handler, MARK, operation_id)
        return handler

    return mark


def open_to_all(handler: F) -> F:
    """Let a handler answer without credentials; the rate is that of all others."""
    setattr(handler, OPEN_MARK, True)
    return handler


def served(tables: Iterable[Table]) -> Iterator[Served]:
    """List the operations of tables of routes, in their order.

    Raises:
        LookupError: A route does not say which operation it answers.
    """
    for table in tables:
        for path, methods in table.items():
            for method, handler in methods.items():
                operation_id = getattr(handler, MARK, None)
                if operation_id is None:
                    msg = f"{method} {path} names no operation"
                    raise LookupError(msg)
                yield Served(operation_id, method, path)
