"""The rate limits. That there are any is documented, and 429 as their answer; every number here is inferred."""

from __future__ import annotations

from datetime import timedelta

from deskbridge.sandbox import FixedWindow, SandboxOptions
from deskbridge_glassix.sandbox.call import Operation
from deskbridge_glassix.sandbox.refusal import RefusedError

TOKEN_PATH = "token/get"  # noqa: S105  a path
REQUESTS_A_SECOND = 50
TOKENS_A_MINUTE = 10


class Limits:
    """Fifty requests a second and ten tokens a minute for the workspace, if limits are on."""

    def __init__(self, options: SandboxOptions) -> None:
        """Start with empty windows.

        Args:
            options: Their clock, and whether there are any.
        """
        self._on = options.rate_limit == "vendor"
        self._requests = FixedWindow(options.clock, limit=REQUESTS_A_SECOND)
        self._tokens = FixedWindow(options.clock, limit=TOKENS_A_MINUTE, window=timedelta(minutes=1))

    def check(self, operation: Operation) -> None:
        """Count a request.

        Raises:
            RefusedError: 429, without any header that says how long to wait: none is attested.
        """
        window = self._tokens if operation.path == TOKEN_PATH else self._requests
        if self._on and not window.take():
            raise RefusedError(429, "Too many requests")
