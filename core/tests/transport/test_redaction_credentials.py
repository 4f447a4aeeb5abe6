from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256

import pytest

from deskbridge.transport import redact_text

SCHEMES = ["Basic", "Bearer", "Token", "ApiKey", "api_key", "bearer", "TOKEN", "Token:", "token ="]
CREDENTIALS = [
    "s3cr3t",
    "dXNlcjpwYXNz",
    b64encode(b"jo@example.com:password").decode(),
    b64encode(b"\xff\xfe\xfd\xfc\xfb").decode(),
    urlsafe_b64encode(sha256(b"1").digest()).decode(),
    sha256(b"2").hexdigest(),
    sha256(b"3").hexdigest()[:8],
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "7f9c24e8-3b12-4fef-91f4-45a1c2d3e4f5",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcDefGhi",
    "XYzabcde",
    "abcdef==",
    "sk_live_4bcdef",
    "abc.def-ghi",
    "abc/def+gh1",
]
SENTENCES = [
    "Check that the token belongs to that user",
    "the token expired yesterday",
    "a token request was refused. Token refused.",
    "no token, or the wrong Token was sent",
    "basic authentication is switched off",
    "Basic Authentication is required",
    "bearer authorization is needed",
    "the api_key parameter is missing",
    "Send a Bearer credential. Then repeat.",
    "the token's owner is unknown",
    "TOKEN EXPIRED",
    "token well-known",
    "ask for a token again",
    "the token and/or the password",
    "a token whose expires_at is past, a token user_name",
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("credential", CREDENTIALS)
@pytest.mark.parametrize("after", ["", " for that user", ".", '"}', "\r\n"])
def test_what_looks_like_a_credential_after_its_scheme_is_hidden(scheme, credential, after):
    shown = redact_text(f"you sent {scheme} {credential}{after}")
    assert credential not in shown
    assert credential.rstrip("=") not in shown
    assert "***" in shown


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_after_the_name_of_a_scheme_stay(sentence):
    assert redact_text(sentence) == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_redacted_twice_stays_the_same(sentence):
    once = redact_text(f"{sentence}: Bearer dXNlcjpwYXNz, Token ***")
    assert redact_text(once) == once == f"{sentence}: Bearer ***, Token ***"
