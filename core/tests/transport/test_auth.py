from __future__ import annotations

import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from deskbridge.errors import AuthenticationError, PermissionDeniedError
from deskbridge.transport import BasicAuth, Token, TokenAuth

START = datetime(2024, 1, 1, tzinfo=UTC)


class Issuer:
    def __init__(self, life_seconds: float = 10_800, *, same: bool = False) -> None:
        self.moment = START
        self.issued = 0
        self.life = timedelta(seconds=life_seconds)
        self.same = same

    def now(self) -> datetime:
        return self.moment

    def fetch(self) -> Token:
        time.sleep(0.02)
        self.issued += 1
        return Token(value="t0ken" if self.same else f"t0ken-{self.issued}", expires_at=self.moment + self.life)

    def auth(self) -> TokenAuth:
        return TokenAuth(self.fetch, clock=self.now)


def accepts(server, *tokens):
    def act(connection, request):
        known = request.headers.get("authorization") in {f"Bearer {token}" for token in tokens}
        server.answer(status=200 if known else 401)(connection, request)

    server.script(act)


def test_basic_credentials_are_utf8(server, connect):
    connect(auth=BasicAuth("jo@example.com", "päss")).get("x", "/")
    sent = server.requests[0].headers["authorization"]
    assert sent == "Basic " + b64encode("jo@example.com:päss".encode()).decode()


def test_a_401_to_a_password_is_final(server, connect):
    server.script(server.answer(status=401))
    with pytest.raises(AuthenticationError, match="credentials"):
        connect(auth=BasicAuth("u", "p")).get("x", "/")
    assert len(server.requests) == 1


def test_a_call_without_credentials_sends_none(server, connect):
    connect(auth=BasicAuth("u", "p")).get("x", "/", authenticated=False)
    assert "authorization" not in server.requests[0].headers


def test_a_token_is_fetched_once_for_all_threads():
    issuer = Issuer()
    auth = issuer.auth()
    with ThreadPoolExecutor(8) as threads:
        sent = {tuple(headers.items()) for headers in threads.map(lambda _: auth.headers(), range(16))}
    assert issuer.issued == 1
    assert sent == {(("Authorization", "Bearer t0ken-1"),)}


def test_a_token_is_renewed_five_minutes_before_its_end():
    issuer = Issuer()
    auth = issuer.auth()
    auth.headers()
    issuer.moment = START + issuer.life - timedelta(seconds=301)
    auth.headers()
    assert issuer.issued == 1
    issuer.moment += timedelta(seconds=2)
    auth.headers()
    assert issuer.issued == 2


def test_a_token_that_lives_shorter_than_that_is_used_for_half_its_life():
    issuer = Issuer(life_seconds=60)
    auth = issuer.auth()
    auth.headers()
    issuer.moment += timedelta(seconds=29)
    auth.headers()
    assert issuer.issued == 1


def test_a_token_that_is_dead_on_arrival_is_fetched_anew_for_each_call():
    issuer = Issuer(life_seconds=-5)
    auth = issuer.auth()
    auth.headers()
    auth.headers()
    assert issuer.issued == 2


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_rejected_token_is_renewed_and_the_call_repeated_once(server, connect, verb):
    issuer = Issuer()
    accepts(server, "t0ken-2")
    assert getattr(connect(auth=issuer.auth()), verb)("x", "/").status == 200
    assert (issuer.issued, len(server.requests)) == (2, 2)


def test_a_second_rejection_is_final(server, connect):
    issuer = Issuer()
    accepts(server)
    with pytest.raises(AuthenticationError):
        connect(auth=issuer.auth()).get("x", "/")
    assert (issuer.issued, len(server.requests)) == (2, 2)


def test_a_call_renews_its_token_once_in_all_of_its_tries(server, connect, no_backoff):
    issuer = Issuer()
    server.script(server.answer(status=401), server.answer(status=503), server.answer(status=401))
    with pytest.raises(AuthenticationError):
        connect(auth=issuer.auth()).get("x", "/")
    assert (issuer.issued, len(server.requests)) == (2, 3)


def test_the_same_token_again_is_not_worth_a_try(server, connect):
    issuer = Issuer(same=True)
    accepts(server)
    with pytest.raises(AuthenticationError):
        connect(auth=issuer.auth()).get("x", "/")
    assert len(server.requests) == 1


def test_threads_whose_token_was_rejected_together_fetch_one_new_one(server, connect):
    issuer = Issuer()
    together = threading.Barrier(4, timeout=2)

    def act(connection, request):
        old = request.headers["authorization"] == "Bearer t0ken-1"
        if old:
            together.wait()
        server.answer(status=401 if old else 200)(connection, request)

    server.script(act)
    client = connect(auth=issuer.auth())
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.get("x", "/").status, range(4)))
    assert answers == [200] * 4
    assert issuer.issued == 2


def test_what_fetching_raises_reaches_the_call(server, connect):
    def fetch():
        raise PermissionDeniedError("no more tokens", operation="token.create")

    with pytest.raises(PermissionDeniedError) as caught:
        connect(auth=TokenAuth(fetch)).get("x", "/")
    assert (caught.value.vendor, caught.value.operation) == ("acme", "token.create")


def test_no_repr_shows_a_secret():
    token = Token(value="s3cret", expires_at=START)
    auth = TokenAuth(lambda: token)
    auth.headers()
    basic = BasicAuth("jo@example.com", "s3cret")
    shown = repr([token, auth, basic]) + str(token) + str(auth) + str(basic)
    assert "s3cret" not in shown
    assert "jo@" not in shown


def test_a_refused_token_for_which_no_new_one_is_to_be_had_costs_no_connection(server, connect):
    tokens = iter([Token(value="t0ken", expires_at=datetime(2999, 1, 1, tzinfo=UTC))])

    def fetch():
        if (token := next(tokens, None)) is None:
            raise PermissionDeniedError("no more tokens")
        return token

    client = connect(auth=TokenAuth(fetch))
    server.script(server.answer(status=401), server.answer())
    with pytest.raises(PermissionDeniedError, match="no more tokens"):
        client.get("x", "/")
    assert client.get("x", "/").status == 200
    assert len(server.requests) == server.connections == 2
