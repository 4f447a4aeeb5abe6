"""Access tokens: what they are for, how long they live, and how often one may ask."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from attrs import frozen

from deskbridge.sandbox import Clock
from deskbridge_glassix.sandbox.refusal import RefusedError
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.world import Department

LIFETIME = timedelta(hours=3)
EXPIRES_IN = 10_799.9375
"""Seconds, with a fraction: the C# client's integer broke on one."""


@frozen(kw_only=True)
class Session:
    """Whom a token speaks for: one user in one department."""

    department: Department
    user: Wire
    until: datetime


class Tokens:
    """Issued tokens. An expired one is refused by the sandbox's clock, as a wrong one is."""

    def __init__(self, clock: Clock) -> None:
        self.calls = 0
        self._clock = clock
        self._held: dict[str, Session] = {}

    def issue(self, department: Department, user: Wire) -> Wire:
        """Make a token; earlier ones stay good."""
        now = self._clock.now()
        self._held = {token: one for token, one in self._held.items() if one.until > now}
        token = secrets.token_urlsafe(32)
        self._held[token] = Session(department=department, user=user, until=now + LIFETIME)
        return {"access_token": token, "token_type": "bearer", "expires_in": EXPIRES_IN}

    def session(self, authorization: str) -> Session:
        """Return whom an `Authorization` header speaks for.

        Raises:
            RefusedError: 401, it is missing, wrong or expired.
        """
        scheme, _, token = authorization.partition(" ")
        found = self._held.get(token.strip())
        if scheme.lower() != "bearer" or found is None or found.until <= self._clock.now():
            raise RefusedError(401, "Authorization has been denied for this request.")
        return found
