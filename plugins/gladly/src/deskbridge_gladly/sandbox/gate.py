"""Guards the door: credentials, the rate, and the headers that tell it."""

from __future__ import annotations

import base64
import hmac
from typing import Literal

from starlette.responses import Response

from deskbridge.sandbox import Clock, FixedWindow
from deskbridge_gladly.sandbox.calls import Refused, problem
from deskbridge_gladly.sandbox.switches import Switches

REQUESTS_PER_SECOND = 10
UNLIMITED = 1_000_000


class Gate:
    """Checks the credentials and the rate, and prints the rate on every answer."""

    def __init__(
        self,
        clock: Clock,
        switches: Switches,
        *,
        username: str,
        api_token: str,
        rate_limit: Literal["off", "vendor"],
    ) -> None:
        self.switches = switches
        self._clock = clock
        self._expected = base64.b64encode(f"{username}:{api_token}".encode())
        self.is_limited = rate_limit == "vendor"
        self._windows: dict[str, FixedWindow] = {}

    def refuse(self, method: str, authorization: str, *, is_open: bool = False) -> Refused | None:
        """Return why a request may not pass; what has no valid credentials costs no budget (inferred)."""
        scheme, _, given = authorization.partition(" ")
        matches = hmac.compare_digest(given.strip().encode("latin-1", "replace"), self._expected)
        if not is_open and (scheme.lower() != "basic" or not matches):
            return Refused(401, problem("unauthorized", "authentication is missing or invalid"))
        if self.is_limited and not self._window(method).take():
            return self.too_many()
        return None

    def too_many(self) -> Refused:
        """Make the 429; it has no Retry-After unless the switch asks for one."""
        refused = Refused(429, problem("rate_limited", "too many requests"))
        if self.switches.retry_after_seconds:
            refused.headers["Retry-After"] = f"{self.switches.retry_after_seconds:g}"
        return refused

    def print_rate(self, method: str, response: Response) -> None:
        """Add the two rate headers; without a limit they advertise one that nobody reaches."""
        window = self._window(method) if self.is_limited else None
        response.headers["Ratelimit-Limit-Second"] = str(window.limit if window else UNLIMITED)
        response.headers["Ratelimit-Remaining-Second"] = str(window.remaining if window else UNLIMITED)

    def _window(self, method: str) -> FixedWindow:
        # The facts don't say whether methods share the 10 a second; one bucket is the documented advice.
        name = method if self.switches.rate_per_method else ""
        if name not in self._windows:
            self._windows[name] = FixedWindow(self._clock, limit=REQUESTS_PER_SECOND)
        return self._windows[name]
