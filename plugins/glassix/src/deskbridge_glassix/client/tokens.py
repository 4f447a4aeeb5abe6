"""Access tokens: one an account for the whole process, however many desks share it.

The vendor throttles the token endpoint and asks its callers to keep the token for its three hours. Source:
docs.glassix.com, Access Token.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

from deskbridge.errors import DeskbridgeError
from deskbridge.transport import Client, Token, TokenAuth
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import read
from deskbridge_glassix.settings import GlassixSettings
from deskbridge_glassix.wire.token import TokenAnswer, TokenRequest

_DOCUMENTED_SECONDS = 3 * 60 * 60.0
_EARLY_SECONDS = 300


class TokenApi:
    """The token endpoint."""

    def __init__(self, http: Client, settings: GlassixSettings) -> None:
        self._http = http
        self._settings = settings

    def get(self) -> Token:
        """Ask for a new token, valid for three hours and for this user in this department only.

        Raises:
            AuthenticationError: The key, the secret or the user is wrong.
        """
        asked_at = datetime.now(UTC)
        request = TokenRequest(
            api_key=self._settings.api_key,
            api_secret=self._settings.api_secret.reveal(),
            user_name=self._settings.user_name,
        )
        try:
            response = self._http.post(
                "token.get", "/token/get", body=unstructure(request), idempotent=True, authenticated=False
            )
        except DeskbridgeError as error:
            # The secret goes in the body here, so the transport does not know it for one.
            error.args = (error.text.replace(request.api_secret, "***"), *error.args[1:])
            raise
        answer = read(response, TokenAnswer)
        seconds = _DOCUMENTED_SECONDS if answer.expires_in is None else answer.expires_in
        return Token(value=answer.access_token, expires_at=asked_at + timedelta(seconds=seconds))


class _Account:
    """An account's token, and who is to ask for a new one: the desk that needs it first."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.fetch: Callable[[], Token] = _nobody
        self.auth = TokenAuth(self._ask, early_seconds=_EARLY_SECONDS)

    def _ask(self) -> Token:
        return self.fetch()


class SharedToken:
    """A desk's credentials: the token of its account, asked for through the desk's own connection.

    Args:
        settings: Which account.
        fetch: Asks the vendor for a new token.
    """

    def __init__(self, settings: GlassixSettings, fetch: Callable[[], Token]) -> None:
        self._account = _account(settings)
        self._fetch = fetch

    def __repr__(self) -> str:
        return "SharedToken(***)"

    def headers(self) -> Mapping[str, str]:
        """Return the header to send; of all threads and desks that need a new token, one asks for it."""
        with self._account.lock:
            self._account.fetch = self._fetch
            return self._account.auth.headers()

    def refresh(self, rejected: Mapping[str, str]) -> bool:
        """After a 401: get a new token, unless somebody did since."""
        with self._account.lock:
            self._account.fetch = self._fetch
            return self._account.auth.refresh(rejected)


_accounts: dict[tuple[str, str, str, str], _Account] = {}
_accounts_lock = Lock()


def _account(settings: GlassixSettings) -> _Account:
    # The secret is part of it: who has another secret must not get in by somebody else's token.
    digest = hashlib.sha256(settings.api_secret.reveal().encode()).hexdigest()
    name = (settings.api_url.lower(), settings.api_key.lower(), settings.user_name.lower(), digest)
    with _accounts_lock:
        return _accounts.setdefault(name, _Account())


def _nobody() -> Token:
    msg = "a token was asked for before a desk was there to fetch it"
    raise AssertionError(msg)
