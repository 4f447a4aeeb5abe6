"""How the sandbox says no."""

from __future__ import annotations


class RefusedError(Exception):
    """A request that is answered with an error status.

    Most errors are `{"message": ...}`; what the web framework says itself (unknown route, wrong verb) is
    `{"Message": ...}`. Both casings are attested by the official JavaScript client, which reads either.
    """

    def __init__(self, status: int, message: str, *, key: str = "message") -> None:
        super().__init__(message)
        self.status = status
        self.body = {key: message}


def invalid(message: str) -> RefusedError:
    """Make the answer to input that breaks a rule: 400."""
    return RefusedError(400, message)


def unknown(message: str) -> RefusedError:
    """Make the answer to an id that isn't there, or isn't there for this department: 404 (inferred)."""
    return RefusedError(404, message)
