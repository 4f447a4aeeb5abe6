"""The head of an answer is understood as the standard library understands it, and a request leaves in one piece."""

from __future__ import annotations

import http.client
import socket
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from deskbridge.transport.exchange import Headers
from deskbridge.transport.pool.bounded import BoundedResponse, headers_of

BODY = b'{"id": "1"}'
NAMES = st.sampled_from(
    [
        b"Content-Length",
        b"content-length",
        b"Content-Type",
        b"Connection",
        b"Keep-Alive",
        b"Transfer-Encoding",
        b"X-Id",
        b"X Y",
        b"",
        b" Folded",
    ]
)
VALUES = st.sampled_from(
    [b"11", b" 11", b"\t11 ", b"+11", b"-1", b"1,1", b"", b"close", b"keep-alive", b"chunked", b"caf\xe9", b"a\x00b"]
)
HEADS = st.builds(
    lambda status, lines, end: b"".join([status, end, *(line + end for line in lines), end]),
    st.sampled_from(
        [
            b"HTTP/1.1 200 OK",
            b"HTTP/1.1 201",
            b"HTTP/1.1 404 Not  Found ",
            b"HTTP/1.1 206 Partial Content",
            b"HTTP/1.0 200 OK",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
            b"HTTP/2 200",
            b"ICY 200",
        ]
    ),
    st.lists(st.builds(lambda name, value: name + b":" + value, NAMES, VALUES), max_size=5),
    st.sampled_from([b"\r\n", b"\r\n", b"\n"]),
)
PLAIN_NAMES = st.sampled_from([b"Content-Type", b"X-Id", b"x-id", b"Link", b"Set-Cookie"])
PLAIN_VALUES = st.sampled_from([b"11", b"  11", b"\t11 \t", b"", b"a, b", b'"x"; y=\t1', b":"])
PLAIN_LINES = st.builds(lambda name, value: name + b":" + value, PLAIN_NAMES, PLAIN_VALUES)
PLAIN_HEADS = st.builds(
    lambda status, before, length, after: b"\r\n".join([status, *before, length, *after, b"", b""]),
    st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.1 201", b"HTTP/1.1 404 Not  Found ", b"HTTP/1.1 503 "]),
    st.lists(PLAIN_LINES, max_size=4),
    st.sampled_from([b"Content-Length: 11", b"content-length:11", b"CONTENT-LENGTH:\t 0"]),
    st.lists(PLAIN_LINES, max_size=4),
)
FOLDED_HEADS = st.builds(
    lambda first, fold, second: (
        b"HTTP/1.1 200 OK\r\nX-Id: " + first + fold + second + b"\r\nContent-Length: 11\r\n\r\n"
    ),
    st.sampled_from([b"a", b"a ", b"a \t", b""]),
    st.sampled_from([b"\r\n ", b"\r\n\t ", b"\n ", b"\r\n \r\n "]),
    st.sampled_from([b"b", b"b\r\n c", b""]),
)


def understood(kind, data, method="POST"):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        response = kind(ours, method=method)
        try:
            response.begin()
            headers = dict(Headers(HTTPHeaderDict(list(response.headers.items()))))
            facts = (response.status, response.reason, response.version, headers)
            read = (response.chunked, response.length, response.will_close)
            return facts, read, response.read()
        except (http.client.HTTPException, ValueError) as wrong:
            return type(wrong)
        finally:
            response.close()


@given(HEADS, st.sampled_from(["GET", "POST", "HEAD"]))
@settings(max_examples=150)
def test_a_head_is_understood_as_the_standard_library_does(head, method):
    data = head + BODY
    assert understood(http.client.HTTPResponse, data, method) == understood(BoundedResponse, data, method)


@given(PLAIN_HEADS)
@settings(max_examples=150)
def test_a_plain_head_is_understood_alike_and_without_the_standard_library(head):
    data = head + BODY
    expected = understood(http.client.HTTPResponse, data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(http.client, "parse_headers", None)
        assert understood(BoundedResponse, data) == expected


@contextmanager
def answered(data):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        yield ours


def headers_by_urllib3(data):
    with answered(data) as ours:
        connection = HTTPConnection("localhost")
        connection.sock = ours
        connection.request("POST", "/", preload_content=False)
        return dict(Headers(connection.getresponse().headers))


def headers_by_us(data):
    with answered(data) as ours, closing(BoundedResponse(ours, method="POST")) as response:
        response.begin()
        made = HTTPResponse(body=response, headers=headers_of(response), status=response.status, preload_content=False)
        return dict(Headers(made.headers))


def outcome(read, data):
    try:
        return read(data)
    except (http.client.HTTPException, HTTPError, ValueError):
        return "refused"


@given(st.one_of(HEADS, PLAIN_HEADS, FOLDED_HEADS))
@settings(max_examples=200)
def test_headers_are_what_urllib3_makes_of_them(head):
    assert outcome(headers_by_us, head + BODY) == outcome(headers_by_urllib3, head + BODY)


@pytest.mark.parametrize("status", [b"200 OK", b"201 Created", b"404 Not Found", b"503 Later"])
def test_a_plain_head_needs_no_parser_for_mail(monkeypatch, status):
    monkeypatch.setattr(http.client, "parse_headers", None)
    data = b"HTTP/1.1 " + status + b"\r\nX-Id: 1\r\nContent-Length: 11\r\n\r\n" + BODY
    (_, _, _, headers), _, body = understood(BoundedResponse, data)
    assert (headers, body) == ({"x-id": "1", "content-length": "11"}, BODY)


def test_a_header_that_came_more_than_once_is_joined():
    headers = Headers(HTTPHeaderDict([("Link", "<a>"), ("LINK", "<b>"), ("X", "1")]))
    assert dict(headers) == {"link": "<a>, <b>", "x": "1"}


@pytest.mark.parametrize("size_bytes", [0, 10, 100_000])
def test_a_request_arrives_whole_whether_it_leaves_in_one_piece_or_two(server, connect, size_bytes):
    with connect() as client:
        client.post("x.create", "x", body="x" * size_bytes)
        client.get("x.get", "x")
    sent, read = server.requests
    assert sent.body == b'"' + b"x" * size_bytes + b'"'
    assert (read.method, read.body) == ("GET", b"")


def test_head_and_body_of_a_request_leave_together(server, connect, monkeypatch):
    pieces = []
    real = http.client.HTTPConnection.send

    def send(connection, data):
        pieces.append(bytes(data))
        real(connection, data)

    monkeypatch.setattr(http.client.HTTPConnection, "send", send)
    with connect() as client:
        client.post("x.create", "x", body={"a": 1})
    (piece,) = pieces
    assert piece.endswith(b'\r\n\r\n{"a":1}')
