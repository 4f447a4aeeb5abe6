"""Credentials: what goes into the headers, and when it is renewed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from attrs import field, frozen

from deskbridge.transport.clock import held, utc_now

_BUSY = "asking for a token"


class Auth(Protocol):
    """Credentials of one account, used by many threads at once.

    One that also has an attribute `secrets`, a sequence of texts, has them hidden wherever an answer repeats them; what
    `headers` returns is hidden anyway.
    """

    def headers(self) -> Mapping[str, str]:
        """Return the headers to send now, renewed first if they are about to expire."""
        ...

    def refresh(self, rejected: Mapping[str, str]) -> bool:
        """After a 401 answer to these headers: whether one more try with new ones is worth it."""
        ...


def secrets_of(auth: Auth) -> tuple[str, ...]:
    """Return what an answer must not make us show, none if the credentials don't tell."""
    return tuple(getattr(auth, "secrets", ()))


class NoAuth:
    """No credentials."""

    def headers(self) -> Mapping[str, str]:
        """Return nothing."""
        return {}

    def refresh(self, rejected: Mapping[str, str]) -> bool:  # noqa: ARG002 - the protocol's parameter
        """Return False: there is nothing to renew."""
        return False


class BasicAuth:
    """A user name and a password or API token (RFC 7617, in UTF-8)."""

    __slots__ = ("_header", "secrets")

    def __init__(self, username: str, password: str) -> None:
        encoded = b64encode(f"{username}:{password}".encode()).decode()
        self._header = f"Basic {encoded}"
        self.secrets: tuple[str, ...] = (password, encoded)

    def __repr__(self) -> str:
        return "BasicAuth(***)"

    def headers(self) -> Mapping[str, str]:
        """Return the Authorization header."""
        return {"Authorization": self._header}

    def refresh(self, rejected: Mapping[str, str]) -> bool:  # noqa: ARG002 - the protocol's parameter
        """Return False: a password does not change by itself."""
        return False


@frozen(kw_only=True)
class Token:
    """A bearer token.

    Attributes:
        value: The token itself, never shown.
        expires_at: When it stops being accepted, in UTC.
    """

    value: str = field(repr=False)
    expires_at: datetime


class TokenAuth:
    """A bearer token that is fetched when needed: early, once for all threads, and once more on a 401.

    Args:
        fetch: Asks the vendor for a new token. What it raises reaches the call that needed the token.
        early_seconds: How long before its end a token is renewed; at most half of its life.
        clock: The time of day, in UTC.
    """

    __slots__ = ("_clock", "_early", "_fetch", "_lock", "_renew_at", "_token")

    def __init__(
        self,
        fetch: Callable[[], Token],
        *,
        early_seconds: float = 300,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._fetch = fetch
        self._early = timedelta(seconds=early_seconds)
        self._clock = clock
        self._lock = Lock()
        self._token: Token | None = None
        self._renew_at: datetime | None = None

    def __repr__(self) -> str:
        return "TokenAuth(***)"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The token, once there is one."""
        token = self._token
        return () if token is None else (token.value,)

    def headers(self) -> Mapping[str, str]:
        """Return the Authorization header; threads that need a new token wait for the one that fetches it.

        Raises:
            DeadlineExceededError: The deadline of the call passed while another thread fetched it.
        """
        with held(self._lock, _BUSY):
            token = self._token
            if token is None or self._renew_at is None or self._clock() >= self._renew_at:
                token = self._renew()
            return _bearer(token)

    def refresh(self, rejected: Mapping[str, str]) -> bool:
        """Fetch a new token, unless another thread did since the rejected one was sent.

        Returns:
            False if the vendor gives out the very token that it rejected.

        Raises:
            DeadlineExceededError: The deadline of the call passed while another thread fetched one.
        """
        with held(self._lock, _BUSY):
            sent = rejected.get("Authorization")
            if self._token is not None and _bearer(self._token)["Authorization"] != sent:
                return True
            return _bearer(self._renew())["Authorization"] != sent

    def _renew(self) -> Token:
        began = self._clock()
        token = self._fetch()
        # A token that lives for a minute must not be renewed before each request.
        early = min(self._early, max(token.expires_at - began, timedelta()) / 2)
        self._token, self._renew_at = token, token.expires_at - early
        return token


def _bearer(token: Token) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.value}"}
