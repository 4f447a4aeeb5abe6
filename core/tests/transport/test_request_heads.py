"""Where a request goes, and what its head says: nothing that anybody hands in makes another request of it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from deskbridge.errors import InvalidRequestError, SettingError
from deskbridge.transport import Client, NoAuth
from deskbridge.transport.origin import parse_address
from deskbridge.transport.outgoing import checked_headers
from deskbridge.transport.pool import Pool


@pytest.mark.parametrize("name", ["Content-Length", "content-length", "Transfer-Encoding", "TRANSFER-ENCODING"])
def test_nobody_but_us_says_where_a_body_ends(server, connect, name):
    with pytest.raises(InvalidRequestError, match=f"the header {name} says where a body ends"):
        connect().post("x.create", "x", body={}, headers={name: "1"})
    assert server.connections == 0


@pytest.mark.parametrize("value", [None, 1, b"bytes", "a\n", "a\r\nB: c", "a\x00", "\u2028", "\ud800"])
def test_a_value_that_is_no_header_is_refused_and_never_shown(server, connect, value):
    with pytest.raises(InvalidRequestError, match="the value of the header X") as caught:
        connect().get("x", "x", headers={"X": value})
    assert (caught.value.__cause__, server.connections) == (None, 0)


@pytest.mark.parametrize("name", ["", "X:", "X Y", "X\n", "\x00", "é", b"X", 1, None])
def test_a_name_that_is_no_header_is_refused(server, connect, name):
    with pytest.raises(InvalidRequestError, match="a header has a name"):
        connect().get("x", "x", headers={name: "a"})
    assert server.connections == 0


def test_of_names_that_differ_in_case_the_last_is_sent(server, connect):
    assert checked_headers({"A": "1", "B": "2", "a": "3"}) == {"a": "3", "B": "2"}
    connect().post("x.create", "x", body={}, headers={"content-type": "text/x", "accept-encoding": "identity"})
    (request,) = server.requests
    assert request.head.lower().count(b"content-type:") == request.head.lower().count(b"accept-encoding:") == 1
    assert request.headers["content-type"] == "text/x"


@pytest.mark.parametrize("given", [{"path": "a\ud800"}, {"path": "a", "query": {"q": "b\ud800"}}])
def test_half_a_letter_in_an_address_is_refused(connect, given):
    with pytest.raises(InvalidRequestError, match="half a letter") as caught:
        connect("http://127.0.0.1:1").get("x", **given)
    assert caught.value.__context__ is None


def test_half_a_letter_in_a_base_address_is_a_wrong_setting():
    with pytest.raises(SettingError):
        Client("http://127.0.0.1:1/\ud800", vendor="acme", auth=NoAuth())


def test_a_proxy_of_the_environment_is_not_used(server, connect, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert connect().get("x", "x").json() == {}


@pytest.mark.parametrize("host", ["[::1]", "desk.localhost", "DESK.localhost.", "localhost"])
def test_a_host_is_told_with_its_port(server, connect, host):
    other = None
    if host == "[::1]":
        with suppress(OSError):
            other = type(server)(host="::1")
        if other is None:
            pytest.skip("this machine has no IPv6")
    port = (other or server).port
    try:
        assert connect(f"http://{host}:{port}").get("x", "x").json() == {}
        (request,) = (other or server).requests
    finally:
        if other:
            other.close()
    assert request.headers["host"] == f"{host.lower().rstrip('.')}:{port}"


@pytest.mark.parametrize(
    "host", ["a%41", "api%2eacme.example", "evil.example%2f.localhost", 'a"b', "a,b", "a{b", "a'b"]
)
def test_a_host_that_is_no_name_is_refused(host):
    with pytest.raises(SettingError):
        Client(f"https://{host}/", vendor="acme", auth=NoAuth())


@pytest.mark.parametrize(
    ("host", "told"), [("[::1]", "[::1]"), ("[fe80::1%25eth0]", "[fe80::1]"), ("a_b.example", "a_b.example")]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("port", [80, 443, 8080])
def test_the_port_of_a_host_is_told_where_it_is_not_the_usual_one(host, told, scheme, port):
    pool = Pool(parse_address(f"{scheme}://{host}:{port}/").origin, timeout_seconds=1, ca_file=None)
    connection = pool._pool._get_conn()
    connection.putrequest("GET", "/", skip_accept_encoding=True)
    usual = {"http": 80, "https": 443}[scheme]
    assert connection._buffer[1:] == [f"Host: {told}{'' if port == usual else f':{port}'}".encode()]
    pool.close()


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_a_host_that_nobody_can_be_asked_for_is_refused(connect, host):
    with pytest.raises(InvalidRequestError, match="is not an address that can be asked"):
        connect(f"https://{host}").post("x.create", "x", body={})
