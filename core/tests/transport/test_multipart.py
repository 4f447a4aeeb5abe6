from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.errors import InvalidRequestError
from deskbridge.transport import Client, Content, UploadedFile, multipart

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co", "Zs"]), min_size=1)


def parts(content: Content) -> list[tuple[str, bytes]]:
    """Take a form apart: each part's head and content."""
    boundary = content.content_type.partition("boundary=")[2].encode()
    pieces = content.content.split(b"--" + boundary)
    assert (pieces[0], pieces[-1]) == (b"", b"--\r\n")
    found = []
    for piece in pieces[1:-1]:
        head, _, body = piece.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        found.append((head.decode(), body))
    return found


def test_files_are_sent_in_their_order_with_name_and_type() -> None:
    made = multipart([
        ("0", UploadedFile(name="a.png", content=b"\x89PNG\r\n\r\n", content_type="image/png")),
        ("1", UploadedFile(name="קבלה.pdf", content=b"")),
    ])  # fmt: skip
    assert parts(made) == [
        ('Content-Disposition: form-data; name="0"; filename="a.png"\r\nContent-Type: image/png', b"\x89PNG\r\n\r\n"),
        (
            'Content-Disposition: form-data; name="1"; filename="קבלה.pdf"\r\nContent-Type: application/octet-stream',
            b"",
        ),
    ]


@settings(deadline=None)
@given(name=NAMES)
def test_no_name_of_a_file_breaks_out_of_its_place(name: str) -> None:
    try:
        [(head, body)] = parts(multipart([("0", UploadedFile(name=name, content=b"x"))]))
    except InvalidRequestError:
        return
    first, second = head.split("\r\n")
    assert re.fullmatch(r'Content-Disposition: form-data; name="0"; filename="[^"]*"', first)
    assert (second, body) == ("Content-Type: application/octet-stream", b"x")


@pytest.mark.parametrize("name", ["../../etc/a b.txt", "C:\\temp\\a b.txt", "/a b.txt", "..\\x/a b.txt"])
def test_of_a_path_only_the_last_part_is_sent(name: str) -> None:
    [(head, _)] = parts(multipart([("0", UploadedFile(name=name, content=b""))]))
    assert 'filename="a b.txt"' in head


def test_a_quote_in_a_name_is_encoded() -> None:
    [(head, _)] = parts(multipart([("0", UploadedFile(name='a"; name="1.txt', content=b""))]))
    assert 'filename="a%22; name=%221.txt"' in head


@pytest.mark.parametrize("name", ["", "/", "..", "a\r\nX: y", "a\0", "\ud800", "a\u2028b", "x/.."])
def test_a_name_that_can_not_be_sent_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequestError, match="name"):
        multipart([("0", UploadedFile(name=name, content=b""))])


@pytest.mark.parametrize("content_type", ["", "png", "image/png\r\nX: y", "image/š"])
def test_a_content_type_that_can_not_be_sent_is_refused(content_type: str) -> None:
    with pytest.raises(InvalidRequestError, match="content type"):
        multipart([("0", UploadedFile(name="a", content=b"", content_type=content_type))])


def test_a_form_without_files_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="no file"):
        multipart([])


def test_a_file_is_not_shown() -> None:
    file = UploadedFile(name="a", content=b"s3cr3t")
    assert "s3cr3t" not in repr(file) + repr(multipart([("0", file)]))


def test_content_goes_over_the_wire_as_it_is_and_json_beside_it(server: Any, connect: Callable[..., Client]) -> None:
    client = connect()
    client.post("files.upload", "/files", body=Content(content=b"\0\xff", content_type="application/x-thing"))
    client.post("files.note", "/files", body={"a": 1})
    assert [(one.headers["content-type"], one.body) for one in server.requests] == [
        ("application/x-thing", b"\0\xff"),
        ("application/json", b'{"a":1}'),
    ]
