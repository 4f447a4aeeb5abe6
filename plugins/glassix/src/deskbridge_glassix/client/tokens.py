"""Access tokens: one an account for the whole process, however many desks share it.

The vendor throttles the token endpoint and asks its callers to keep the token for its three hours. Source:
docs.glassix.com, Access Token.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Lock, local

from deskbridge.errors import MalformedAnswerError
from deskbridge.operations import operation
from deskbridge.transport import Client, Response, Token, TokenAuth
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import read
from deskbridge_glassix.settings import GlassixSettings
from deskbridge_glassix.wire.token import TokenAnswer, TokenRequest

_DOCUMENTED_SECONDS = 3 * 60 * 60.0
_EARLY_SECONDS = 300
_LONGEST_SECONDS = 366 * 24 * 60 * 60.0
_TOKEN = re.compile(r"[\x21-\x7e]+")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TokenApi:
    """The token endpoint."""

    def __init__(self, http: Client, settings: GlassixSettings) -> None:
        self._http = http
        self._settings = settings

    @operation("token_get")
    def get(self) -> Token:
        """Ask for a new token, valid for three hours and for this user in this department only.

        Raises:
            AuthenticationError: The key, the secret or the user is wrong.
            MalformedAnswerError: The answer has no token in it, or says that it lives for no time or above a year.
        """
        asked_at = _utc_now()
        request = TokenRequest(
            api_key=self._settings.api_key,
            api_secret=self._settings.api_secret.reveal(),
            user_name=self._settings.user_name,
        )
        response = self._http.post(
            "token.get",
            "/token/get",
            body=unstructure(request),
            idempotent=True,
            authenticated=False,
            secrets=(request.api_secret,),
        )
        answer = _answer(response)
        seconds = _DOCUMENTED_SECONDS if answer.expires_in is None else answer.expires_in
        if not 0 < seconds <= _LONGEST_SECONDS:
            raise response.malformed("the token's expires_in is not above 0 and at most a year. Check base_url.")
        return Token(value=answer.access_token, expires_at=asked_at + timedelta(seconds=seconds))


def _answer(response: Response) -> TokenAnswer:
    with suppress(MalformedAnswerError):
        answer = read(response, TokenAnswer)
        if _TOKEN.fullmatch(answer.access_token):
            return answer
    # Not chained, and nothing of the answer shown: it may hold the new token in a form that nobody knows.
    raise response.malformed(
        "the answer to the request for a token has none in it. Check base_url, and whether a proxy or a maintenance "
        "page answers in the vendor's place."
    )


class _Asking(local):
    """How the desk that this thread works for asks for a new token."""

    fetch: Callable[[], Token] | None = None


class _Account:
    """An account's token; a new one is asked for by the desk that needs it first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.asking = _Asking()
        self.auth = TokenAuth(self._ask, early_seconds=_EARLY_SECONDS, clock=clock)

    def _ask(self) -> Token:
        if self.asking.fetch is None:
            msg = "a token was asked for before a desk was there to fetch it"
            raise AssertionError(msg)
        return self.asking.fetch()


class SharedToken:
    """A desk's credentials: the token of its account, asked for through the desk's own connection.

    Args:
        settings: Which account.
        fetch: Asks the vendor for a new token.
        clock: The time of day, in UTC; that of the account's first desk counts.
    """

    def __init__(
        self, settings: GlassixSettings, fetch: Callable[[], Token], *, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._account = _account(settings, clock)
        self._fetch = fetch
        self._secret = settings.api_secret

    def __repr__(self) -> str:
        return "SharedToken(***)"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The token, once there is one, and the secret that it is asked for with."""
        return (self._secret.reveal(), *self._account.auth.secrets)

    def headers(self) -> Mapping[str, str]:
        """Return the header to send; of all threads and desks that need a new token, one asks for it."""
        self._account.asking.fetch = self._fetch
        return self._account.auth.headers()

    def refresh(self, rejected: Mapping[str, str]) -> bool:
        """After a 401: get a new token, unless somebody did since."""
        self._account.asking.fetch = self._fetch
        return self._account.auth.refresh(rejected)


_accounts: dict[tuple[str, str, str, str], _Account] = {}
_accounts_lock = Lock()


def _account(settings: GlassixSettings, clock: Callable[[], datetime]) -> _Account:
    # The secret is part of it: who has another secret must not get in by somebody else's token.
    digest = hashlib.sha256(settings.api_secret.reveal().encode()).hexdigest()
    name = (settings.api_url.lower(), settings.api_key.lower(), settings.user_name.lower(), digest)
    with _accounts_lock:
        return _accounts.setdefault(name, _Account(clock))
