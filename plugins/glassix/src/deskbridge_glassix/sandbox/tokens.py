"""Access tokens: what they are for, how long they live, and how often one may ask."""

from __future__ import annotations

import secrets
from datetime import datetime

from attrs import frozen

from deskbridge.sandbox import Clock
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.refusal import RefusedError
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.switches import Switches

_FRACTION = 0.0625
"""By how much the told life is shorter, so that it has a fraction: the C# client's integer broke on one."""


@frozen(kw_only=True)
class Session:
    """Whom a token speaks for: one user in one department."""

    department: Department
    user: Wire
    until: datetime

    @property
    def is_gone(self) -> bool:
        """Whether the user was deleted, which ends their tokens (inferred)."""
        return self.department.users.get(self.user["UserName"].lower()) is not self.user


class Tokens:
    """Issued tokens. An expired one is refused by the sandbox's clock, as a wrong one is."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self.calls = 0
        self._clock = clock
        self._switches = switches
        self._held: dict[str, Session] = {}

    def issue(self, department: Department, user: Wire) -> Wire:
        """Make a token; earlier ones stay good."""
        now = self._clock.now()
        self._held = {token: one for token, one in self._held.items() if one.until > now}
        token = secrets.token_urlsafe(32)
        self._held[token] = Session(department=department, user=user, until=now + self._switches.token_lifetime)
        return {"access_token": token, "token_type": "bearer", "expires_in": self._expires_in()}

    def _expires_in(self) -> float:
        seconds = self._switches.token_seconds
        return int(seconds) if self._switches.whole_expires_in else max(0.0, seconds - _FRACTION)

    def end(self) -> int:
        """End all tokens, as if their time had come, and return how many there were."""
        ended = len(self._held)
        self._held.clear()
        return ended

    def session(self, authorization: str) -> Session:
        """Return whom an `Authorization` header speaks for.

        Raises:
            RefusedError: 401, it is missing, wrong or expired.
        """
        scheme, _, token = authorization.partition(" ")
        found = self._held.get(token.strip())
        if scheme.lower() != "bearer" or found is None or found.until <= self._clock.now() or found.is_gone:
            raise RefusedError(401, "Authorization has been denied for this request.")
        return found
