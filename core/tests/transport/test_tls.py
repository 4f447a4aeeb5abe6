from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime

import pytest
import trustme

from deskbridge.errors import SettingError, TlsError
from deskbridge.transport import Options


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def secure(server, authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    other = type(server)(context)
    yield other
    other.close()


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure, connect):
    began = time.monotonic()
    with pytest.raises(TlsError, match="certificate") as caught:
        connect(secure.url).get("x", "/")
    assert time.monotonic() - began < 2
    assert (secure.requests, secure.connections) == ([], 1)
    assert not caught.value.retryable


def test_an_authority_of_ones_own_is_trusted_when_named(secure, connect, authority, tmp_path):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    assert connect(secure.url, options=Options(ca_file=str(bundle))).get("x", "/").json() == {}


def test_a_certificate_for_another_name_is_refused(secure, connect, authority, tmp_path):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with pytest.raises(TlsError, match=r"demo\.localhost"):
        connect(f"https://demo.localhost:{secure.port}", options=Options(ca_file=str(bundle))).get("x", "/")


def test_a_certificate_that_has_expired_is_refused_and_nothing_was_sent(server, connect, authority, tmp_path):
    bundle, context = tmp_path / "ca.pem", ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(str(bundle))
    authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    other = type(server)(context)
    with pytest.raises(TlsError, match="expired"):
        connect(other.url, options=Options(ca_file=str(bundle))).post("x.create", "/", body={})
    assert (other.requests, other.connections) == ([], 1)
    other.close()


def test_a_server_without_tls_is_a_tls_error(server, connect):
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with pytest.raises(TlsError):
        connect(f"https://127.0.0.1:{server.port}").post("x", "/")
    assert server.connections == 1


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_bundle_that_can_not_be_read_is_a_wrong_setting(connect, tmp_path, content):
    bundle = tmp_path / "ca.pem"
    if content:
        bundle.write_text(content)
    with pytest.raises(SettingError) as caught:
        connect("https://127.0.0.1:1", options=Options(ca_file=str(bundle)))
    assert caught.value.field == "ca_file"
