from __future__ import annotations

import traceback
from datetime import UTC, datetime

import pytest

from deskbridge.errors import DeskbridgeError, SettingError, VendorError
from deskbridge.transport import BasicAuth, Client, NoAuth, Options, Response, Token, TokenAuth
from deskbridge.transport.redaction import redact_headers, redact_text, redact_url


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mail jo.doe+x@example.co.uk now", "jo.doe+x@example.co.uk"),
        ("mail jörg@exämple.de now", "jörg"),
        ("find email=jo%40example.com&x", "jo%40example.com"),
        ("call +972 50-123-4567 now", "50-123-4567"),
        ("call +15551234567 now", "15551234567"),
        ("call 972501234567 now", "972501234567"),
        ("call (555) 123-4567 now", "123-4567"),
        ("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("sent bearer abc.def-ghi", "abc.def-ghi"),
        ('{"apiSecret": "s3 \\" cret", "a": 1}', '\\" cret'),
        ('{"access_token":"s3cret', "s3cret"),
        ('{"password": "s3cret"}', "s3cret"),
        ('{"firstName": "Joanna"}', "Joanna"),
        ("failed with api_key=s3cret&x=1", "s3cret"),
        ("https://user:s3cret@example.com/", "s3cret"),
        ("jwt eyJhbGciOi.eyJzdWIi.sig-nature", "eyJzdWIi"),
    ],
)
def test_secrets_and_personal_data_are_hidden_in_text(text, hidden):
    assert hidden not in redact_text(text)
    assert "***" in redact_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 404 at 2024-01-15T10:20:30Z",
        "id 7f9c24e8-3b12-4fef-91f4-45a1c2d3e4f5",
        "host 192.168.100.200:8080",
        "limit 10 of 100000 requests",
        "ticket 1234567",
        "Unicode: שלום 你好 😀",
    ],
)
def test_what_helps_to_find_an_error_stays(text):
    assert redact_text(text) == text


def test_control_characters_do_not_reach_a_terminal():
    assert redact_text("a\r\n\x1b[31mb\x00c\ud800d") == "a [31mb c d"


def test_given_secrets_are_hidden_wherever_they_stand():
    assert redact_text("token abcd1234 and abcd", secrets=["abcd", "abcd1234", ""]) == "token *** and ***"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?page=2&status=open", "https://a.example/x?page=2&status=open"),
        ("https://u:p@a.example:8/x", "https://***@a.example:8/x"),
        ("/x?email=jo%40example.com&phoneNumber=%2B15551234567", "/x?email=***&phoneNumber=***"),
        ("/x?after=jo%40example.com", "/x?after=***"),
        ("/x?X-Amz-Signature=abc&api_key=d", "/x?X-Amz-Signature=***&api_key=***"),
        ("/customers/jo%40example.com/x", "/customers/***/x"),
        ("/x#fragment", "/x"),
        ("https://[broken", "***"),
    ],
)
def test_urls_keep_their_shape_and_lose_what_is_personal(url, expected):
    assert redact_url(url) == expected


def test_headers_keep_their_names():
    shown = redact_headers(
        {
            "Authorization": "Basic x",
            "X-Api-Key": "x",
            "Set-Cookie": "a=b",
            "X-Acme-Signature": "x",
            "Location": "/x?token=s3cret",
            "Agent-User": "jo@example.com",
            "Content-Type": "text/html",
        }
    )
    assert shown == {
        "Authorization": "***",
        "X-Api-Key": "***",
        "Set-Cookie": "***",
        "X-Acme-Signature": "***",
        "Location": "/x?token=***",
        "Agent-User": "***",
        "Content-Type": "text/html",
    }


SECRET = "s3cr3t-t0ken-value"
BODIES = [
    f"<html>Bearer {SECRET} jo@example.com".encode(),
    f"you sent {SECRET} for jo@example.com".encode(),
    f'{{"message": "bad token {SECRET} of jo@example.com"}}'.encode(),
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", [200, 400, 401, 302, 500])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_error_repeats_what_a_careless_vendor_echoes(server, connect, no_backoff, body, status, verb):
    if status == 200 and body.startswith(b"{"):
        body = body[:-1]
    server.script(server.answer(body, status=status, headers={"Location": f"https://x.example/?token={SECRET}"}))
    auth = TokenAuth(lambda: Token(value=SECRET, expires_at=datetime(2999, 1, 1, tzinfo=UTC)))
    client = connect(
        auth=auth, options=Options(attempts=1), read_error=lambda response: VendorError(response.content.decode())
    )
    with pytest.raises(DeskbridgeError) as caught:
        getattr(client, verb)("things.find", "/things", query={"email": "jo@example.com"}).json()
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(client)
    assert SECRET not in shown.replace(f'SECRET = "{SECRET}"', "")
    assert "jo@example.com" not in shown.replace('query={"email": "jo@example.com"}', "")


@pytest.mark.parametrize(
    "said",
    [
        b"jo@example.com is no line of HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\njo@example.com\r\n",
    ],
    ids=["head", "body"],
)
def test_nothing_of_an_answer_that_is_none_stands_behind_its_error(server, connect, no_backoff, said):
    server.script(server.raw(said))
    with pytest.raises(DeskbridgeError) as caught:
        connect(options=Options(attempts=1)).get("things.find", "/things")
    behind, left = [], [caught.value]
    while left:
        behind += [one for one in left if one is not None]
        left = [one for error in left if error is not None for one in (error.__cause__, error.__context__)]
    assert "jo@example.com" not in "".join(f"{one!r} {one.args!r} {vars(one)}" for one in behind)


def test_a_response_shows_no_body_and_no_personal_url():
    response = Response(
        status=200, headers={"A": "b"}, content=b"jo@example.com", url="/x?email=jo%40example.com", secrets=(SECRET,)
    )
    assert repr(response) == "Response(status=200, content=<14 bytes>, url=/x?email=***, operation='', vendor='')"


def test_a_client_shows_no_credentials():
    with Client("https://acme.example/api", vendor="acme", auth=BasicAuth("jo@example.com", SECRET)) as client:
        assert repr(client) == "Client(acme, https://acme.example)"
        assert SECRET not in repr(client._engine)


@pytest.mark.parametrize(
    "given",
    [
        {"quota_share": 0},
        {"quota_share": 1.5},
        {"timeout_seconds": 0},
        {"deadline_seconds": -1},
        {"attempts": 0},
        {"timeout_seconds": float("nan")},
    ],
)
def test_options_out_of_range_name_their_field(given):
    with pytest.raises(SettingError) as caught:
        Options(**given)
    assert caught.value.field == next(iter(given))


def test_the_user_agent_names_us_and_our_version(server, connect):
    connect(auth=NoAuth()).get("x", "/")
    assert server.requests[0].headers["user-agent"].startswith("deskbridge/")
