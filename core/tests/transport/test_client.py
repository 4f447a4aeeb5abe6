from __future__ import annotations

import gzip
import logging

import pytest

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    ForeignOriginError,
    InvalidRequestError,
    MalformedAnswerError,
    MergedError,
    NotFoundError,
    PermissionDeniedError,
    SettingError,
    TransportError,
    UnavailableError,
    ValidationError,
    VendorError,
)
from deskbridge.transport import BasicAuth, Client, NoAuth, Options, pool


def test_get_joins_the_path_and_reads_json(server, connect):
    server.script(server.answer(b'{"id": "1"}'))
    response = connect().get("things.get", "/things/1", query={"a": "b c", "ids": ["1", "2"]})
    assert response.json() == {"id": "1"}
    assert response.headers["content-TYPE"] == "application/json"
    assert (response.operation, response.vendor, response.status) == ("things.get", "acme", 200)
    assert server.requests[0].target == "/api/things/1?a=b%20c&ids=1&ids=2"


@pytest.mark.parametrize("verb", ["post", "put", "patch"])
def test_each_verb_sends_its_method_and_a_json_body(server, connect, verb):
    getattr(connect(), verb)("things.write", "/things", body={"ä": [1, None]})
    assert server.requests[0].method == verb.upper()
    assert server.requests[0].body == '{"ä":[1,null]}'.encode()
    assert server.requests[0].headers["content-type"] == "application/json"


def test_delete_sends_no_body(server, connect):
    connect().delete("things.delete", "/things/1", query={"really": "yes"})
    assert (server.requests[0].method, server.requests[0].target) == ("DELETE", "/api/things/1?really=yes")
    assert "content-type" not in server.requests[0].headers


def test_no_body_is_sent_unless_one_is_given_and_null_is_one(server, connect):
    client = connect()
    client.post("things.act", "/things")
    client.post("things.act", "/things", body=None)
    assert [request.body for request in server.requests] == [b"", b"null"]


def test_one_connection_serves_one_call_after_another(server, connect):
    client = connect()
    for _ in range(3):
        client.get("things.get", "/things")
    with client.stream("things.get", "GET", "/things") as stream:
        list(stream.lines())
    client.get("things.get", "/things")
    assert server.connections == 1


def test_an_accepted_status_is_an_answer(server, connect):
    server.script(server.answer(b"{}", status=404))
    assert connect().get("things.get", "/things", accept_status=[404]).status == 404


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ValidationError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (410, NotFoundError),
        (418, VendorError),
        (422, ValidationError),
        (501, UnavailableError),
    ],
)
def test_a_status_becomes_its_error(server, connect, status, kind):
    server.script(server.answer(b"{}", status=status, headers={"X-Request": "r-7"}))
    with pytest.raises(VendorError) as caught:
        connect(request_id_header="X-Request").get("things.get", "/things")
    error = caught.value
    assert (type(error), error.status, error.request_id) == (kind, status, "r-7")
    assert (error.vendor, error.operation) == ("acme", "things.get")


def test_the_plugins_table_is_asked_first(server, connect):
    server.script(server.answer(b'{"to": "2"}', status=301, headers={"Location": "/things/2"}))

    def read_error(response):
        return MergedError("merged", old_id="1", new_id=response.json()["to"])

    with pytest.raises(MergedError) as caught:
        connect(read_error=read_error).get("things.get", "/things/1")
    assert (caught.value.new_id, caught.value.status, caught.value.vendor) == ("2", 301, "acme")


def test_a_proxys_page_in_place_of_an_error_body_leaves_the_status_to_decide(server, connect):
    server.script(server.answer(b"<html>no such page", status=404))

    def read_error(response):
        return ValidationError(response.json()["message"])

    with pytest.raises(NotFoundError):
        connect(read_error=read_error).get("things.get", "/things")


def test_a_redirect_to_another_host_is_not_followed(server, connect):
    server.script(server.answer(status=302, headers={"Location": "https://evil.example/"}))
    with pytest.raises(ForeignOriginError, match=r"evil\.example"):
        connect().get("things.get", "/things")


def test_a_redirect_on_the_same_host_is_not_followed_either(server, connect):
    server.script(server.answer(status=302, headers={"Location": "/elsewhere"}))
    with pytest.raises(TransportError, match="not followed"):
        connect().get("things.get", "/things")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<html><title>Sorry</title>", "an HTML or XML page"),
        (b"OK, jo@example.com", r"beginning 'OK, \*\*\*'"),
        (b'{"a": ', "not JSON"),
    ],
)
def test_an_answer_that_is_not_json_says_what_it_is(server, connect, body, said):
    server.script(server.answer(body, headers={"Content-Type": "text/html"}))
    with pytest.raises(MalformedAnswerError, match=said) as caught:
        connect().get("things.get", "/things").json()
    assert "text/html" in str(caught.value) or not body
    assert caught.value.operation == "things.get"


def test_a_compressed_answer_is_decompressed(server, connect):
    server.script(server.answer(gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"}))
    assert connect().get("things.get", "/things").json() == {"a": 1}


def test_a_broken_compression_is_a_malformed_answer(server, connect, no_backoff):
    server.script(server.answer(b"not gzip at all", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(MalformedAnswerError, match="compression"):
        connect().get("things.get", "/things")


def test_an_answer_above_the_cap_is_dropped_even_when_it_came_compressed(server, connect, monkeypatch):
    monkeypatch.setattr(pool, "MAX_BODY_BYTES", 100_000)
    server.script(server.answer(gzip.compress(b"0" * 10_000_000), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(MalformedAnswerError, match="dropped"):
        connect().get("things.get", "/things")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"path": "/things", "headers": {"X-A": "a\r\nX-B: b"}},
        {"path": "/things", "headers": {"X-A\r\n": "a"}},
        {"path": "/things", "headers": {"X-A": "\u0416"}},
        {"path": "/things\r\nX: y"},
        {"path": "/things/\x00"},
        {"path": "/things/../admin"},
        {"path": "/things/%2e%2e/admin"},
        {"path": "/things\\admin"},
        {"path": "/things", "query": {"a": 1}},
        {"path": "/things", "method": "GET /"},
        {"path": "/things", "body": object()},
    ],
)
def test_what_can_not_be_said_safely_is_refused_before_it_is_sent(server, connect, given):
    given = {"method": "POST", **given}
    with pytest.raises(InvalidRequestError) as caught:
        connect().request("things.act", **given)
    assert (caught.value.vendor, caught.value.operation) == ("acme", "things.act")
    assert server.requests == []


def test_a_credential_with_a_line_break_is_refused_without_being_shown(server, connect):
    class Pasted(NoAuth):
        def headers(self):
            return {"Authorization": "Bearer s3cret\n"}

    with pytest.raises(InvalidRequestError) as caught:
        connect(auth=Pasted()).get("things.get", "/things")
    assert "s3cret" not in str(caught.value)
    assert "Authorization" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/",
        "example.test/api",
        "http://example.test/api",
        "https://user:pw-1234@example.test/",
        "https://example.test/?a=b",
        "https://example.test/#a",
        "https://",
        "https://example.test:notaport/",
        "https://exa mple.test/",
        "https://example.test\\@evil.example/",
    ],
)
def test_a_base_url_that_can_not_be_trusted_is_refused(url):
    with pytest.raises(SettingError) as caught:
        Client(url, vendor="acme", auth=NoAuth())
    assert caught.value.field == "base_url"
    assert "pw-1234" not in str(caught.value)


def test_plain_http_to_another_machine_needs_to_be_allowed():
    with Client("http://sandbox:8080", vendor="acme", auth=NoAuth(), options=Options(allow_plain_http=True)) as client:
        assert repr(client) == "Client(acme, http://sandbox:8080)"


def test_a_host_on_its_usual_port_is_named_without_it(server, connect, monkeypatch):
    monkeypatch.setattr("deskbridge.transport.pool.sockets._Telling.default_port", server.port)
    connect().post("things.create", "/things", body={"id": "1"})
    assert server.requests[0].headers["host"] == "127.0.0.1"
    assert server.requests[0].body == b'{"id":"1"}'


def test_a_name_under_localhost_is_this_machine_and_stays_in_the_host_header(server, connect):
    connect(f"http://demo.localhost:{server.port}").get("things.get", "/things")
    assert server.requests[0].headers["host"] == f"demo.localhost:{server.port}"


def test_a_link_on_the_same_origin_is_followed_as_it_is(server, connect):
    connect().get("things.next", f"{server.url}/other/page?cursor=a%2Fb")
    assert server.requests[0].target == "/other/page?cursor=a%2Fb"


@pytest.mark.parametrize(
    "link", ["https://127.0.0.1:{port}/x", "http://localhost:{port}/x", "http://127.0.0.1:1/x", "//evil.example/x"]
)
def test_a_link_to_another_origin_is_refused_before_a_request(server, connect, link):
    with pytest.raises(ForeignOriginError):
        connect(auth=BasicAuth("u", "p")).get("things.next", link.format(port=server.port))
    assert server.requests == []


def test_a_closed_client_says_so(connect):
    client = connect()
    client.close()
    with pytest.raises(InvalidRequestError, match="closed"):
        client.get("things.get", "/things")


def test_no_proxy_is_taken_from_the_environment(server, connect, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert connect().get("things.get", "/things").status == 200


def test_observers_get_each_exchange_redacted(server, connect, no_backoff):
    seen = []
    server.script(server.answer(status=503), server.answer(headers={"Set-Cookie": "a=b", "X-Request": "r-1"}))
    client = connect(
        auth=BasicAuth("jo@example.com", "s3cret-pw"),
        options=Options(observe=seen.append),
        request_id_header="X-Request",
    )
    client.get("things.find", "/things", query={"email": "jo@example.com", "page": "2"})
    assert [(exchange.attempt, exchange.status) for exchange in seen] == [(1, 503), (2, 200)]
    assert seen[1].url == f"{server.url}/api/things?email=***&page=2"
    assert seen[1].request_id == "r-1"
    assert seen[1].request_headers["Authorization"] == "***"
    assert seen[1].response_headers["set-cookie"] == "***"
    assert seen[1].started_at.utcoffset().total_seconds() == 0


def test_an_observer_that_fails_does_not_touch_the_call(server, connect, caplog):
    def observe(exchange):
        raise RuntimeError("full disk")

    assert connect(options=Options(observe=observe)).get("things.get", "/things").status == 200
    assert "an observer of exchanges failed" in caplog.text


def test_no_log_line_of_ours_or_of_a_library_holds_a_secret_or_a_name(server, connect, caplog):
    caplog.set_level(logging.DEBUG)
    server.script(server.answer(status=503, headers={"Retry-After": "0"}), server.answer())
    client = connect(auth=BasicAuth("jo@example.com", "s3cret-pw"))
    client.get("things.find", "/things/jo%40example.com", query={"email": "jo@example.com", "token": "t0ken-value"})
    assert "things.find GET" in caplog.text
    for leak in ("jo@example", "jo%40example", "s3cret", "t0ken-value", client._engine.auth.headers()["Authorization"]):
        assert leak not in caplog.text


@pytest.mark.parametrize(
    ("path", "target"),
    [("100%", "/api/100%25"), ("%2f", "/api/%2F"), ("a%zz%41", "/api/a%25zz%41"), ("é[1]|", "/api/%C3%A9%5B1%5D%7C")],
)
def test_what_a_path_can_not_hold_is_percent_encoded(server, connect, path, target):
    with connect() as client:
        client.get("things.get", path)
    assert server.requests[0].target == target


@pytest.mark.parametrize(("method", "lengths"), [("POST", ["0"]), ("PUT", ["0"]), ("GET", []), ("DELETE", [])])
def test_a_request_without_a_body_says_so_where_one_is_expected(server, connect, method, lengths):
    with connect() as client:
        client.request("things.do", method, "things")
    (request,) = server.requests
    assert [value for name, value in request.headers.items() if name.lower() == "content-length"] == lengths
    assert [name for name, _ in request.headers.items() if name.lower() == "host"] in (["Host"], ["host"])
