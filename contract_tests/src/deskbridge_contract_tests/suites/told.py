"""What every error tells: whose it is, what was asked, whether it may be asked again; and never a secret."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator

from attrs import frozen

from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DeskbridgeError,
    MalformedAnswerError,
    PermissionDeniedError,
    RateLimitedError,
    UnavailableError,
    VendorError,
)
from deskbridge_contract_tests.harness import Harness

_MAY_BE_REPEATED: dict[type[DeskbridgeError], bool] = {
    RateLimitedError: True,
    UnavailableError: True,
    AmbiguousWriteError: False,
    AuthenticationError: False,
    MalformedAnswerError: False,
    PermissionDeniedError: False,
}


@frozen
class Outcome:
    """What a call came to: a value, or an error of ours. Any other exception is not caught."""

    value: object = None
    error: DeskbridgeError | None = None


def outcome_of(call: Callable[[], object]) -> Outcome:
    """Make a call and return what it came to."""
    try:
        return Outcome(value=call())
    except DeskbridgeError as error:
        return Outcome(error=error)


def check_told(harness: Harness, error: DeskbridgeError, *, status: int | None = None) -> None:
    """Assert that an error has what its user needs, and nothing that is nobody's business.

    Args:
        harness: What was driven.
        error: What was raised.
        status: The HTTP status that caused it, None where there was no answer.
    """
    name = type(error).__name__
    assert harness.desk.vendor == error.vendor, f"{name} does not name its vendor"
    assert error.operation, f"{name} does not name its operation"
    assert error.text.strip(), f"{name} says nothing"
    if status is not None and isinstance(error, VendorError | AmbiguousWriteError):
        assert status == error.status, f"{name} does not tell the status that the vendor answered with"
    for kind, expected in _MAY_BE_REPEATED.items():
        if isinstance(error, kind):
            assert expected is error.retryable, f"{name}.retryable says that the call may be repeated, or may not"
    if isinstance(error, AmbiguousWriteError):
        assert error.__cause__ is not None, "AmbiguousWriteError does not say what broke: chain the cause"
    none_shown(harness, texts_of(error), f"{name}, its causes or its traceback")


def texts_of(error: DeskbridgeError) -> list[str]:
    """Return everything that an error shows when it is printed, logged or looked at in a debugger."""
    chain = list(_chain(error))
    return [
        *(f"{one} {one!r} {one.args!r}" for one in chain),
        *(str(vars(one)) for one in chain),
        "".join(traceback.format_exception(error)),
    ]


def none_shown(harness: Harness, shown: list[str], where: str) -> None:
    """Assert that none of a desk's secrets is among texts."""
    for secret in harness.secrets:
        assert not any(secret in text for text in shown), f"a secret is shown in {where}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that led to it, each once: a chain may lead back to where it began."""
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [one.__cause__, one.__context__]
