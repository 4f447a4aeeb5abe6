from __future__ import annotations

import hashlib
import os

import pytest

from deskbridge.errors import InvalidRequestError, MalformedAnswerError, NotFoundError
from deskbridge.transport import BasicAuth, Options

pytestmark = pytest.mark.usefixtures("no_backoff")

BODY = hashlib.sha256(b"recording").digest() * 5000


def ranged(server, *cuts, etag='"v1"', body=BODY):
    """Serve ranges; the n-th answer is broken off after `cuts[n]` bytes, those after them are whole."""

    def act(connection, request):
        matches = request.headers.get("if-range") == etag
        start = int(request.headers["range"].removeprefix("bytes=").rstrip("-")) if matches else 0
        headers = {"Accept-Ranges": "bytes", "ETag": etag, "Content-Type": "audio/mpeg"}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        number = len(server.requests) - 1
        part = body[start:][: cuts[number]] if number < len(cuts) else body[start:]
        server.answer(part, status=206 if start else 200, headers=headers, length=len(body) - start)(
            connection, request
        )

    server.script(act)


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_download_lands_whole_under_its_name(server, connect, tmp_path):
    ranged(server)
    target = tmp_path / "call.mp3"
    result = connect().download("recordings.get", "/recordings/1", target)
    assert (result.path, result.size_bytes, result.content_type) == (target, len(BODY), "audio/mpeg")
    assert target.read_bytes() == BODY
    assert files(tmp_path) == ["call.mp3"]


def test_a_broken_download_goes_on_where_it_broke(server, connect, tmp_path):
    ranged(server, 1000, 500)
    target = tmp_path / "call.mp3"
    connect().download("recordings.get", "/recordings/1", target)
    assert target.read_bytes() == BODY
    assert [request.headers.get("range") for request in server.requests] == [None, "bytes=1000-", "bytes=1500-"]


def test_an_abandoned_download_is_continued_by_the_next_process(server, connect, tmp_path):
    target = tmp_path / "call.mp3"
    ranged(server, 1000)
    with pytest.raises(MalformedAnswerError, match="cut"):
        connect(options=Options(attempts=1)).download("recordings.get", "/recordings/1", target)
    assert files(tmp_path) == ["call.mp3.part", "call.mp3.part.tag"]
    connect().download("recordings.get", "/recordings/1", target)
    assert server.requests[-1].headers["range"] == "bytes=1000-"
    assert target.read_bytes() == BODY
    assert files(tmp_path) == ["call.mp3"]


def test_what_changed_in_between_is_read_from_its_beginning(server, connect, tmp_path):
    target = tmp_path / "call.mp3"
    ranged(server, 1000)
    with pytest.raises(MalformedAnswerError):
        connect(options=Options(attempts=1)).download("x", "/recordings/1", target)
    ranged(server, etag='"v2"', body=BODY[::-1])
    connect().download("x", "/recordings/1", target)
    assert target.read_bytes() == BODY[::-1]


def test_a_server_without_ranges_is_read_from_its_beginning(server, connect, tmp_path):
    server.script(server.answer(BODY[:1000], length=len(BODY)), server.answer(BODY))
    connect().download("x", "/recordings/1", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY
    assert "range" not in server.requests[1].headers


def test_a_part_that_is_whole_already_is_taken_as_it_is(server, connect, tmp_path):
    (tmp_path / "a.part").write_bytes(BODY)
    (tmp_path / "a.part.tag").write_text('"v1"')
    server.script(server.answer(b"", status=416, headers={"Content-Range": f"bytes */{len(BODY)}"}))
    assert connect().download("x", "/recordings/1", tmp_path / "a").size_bytes == len(BODY)


def test_a_part_that_is_larger_than_the_whole_is_thrown_away(server, connect, tmp_path):
    (tmp_path / "a.part").write_bytes(BODY * 2)
    (tmp_path / "a.part.tag").write_text('"v1"')
    refused = server.answer(b"", status=416, headers={"Content-Range": f"bytes */{len(BODY)}"})
    server.script(refused, server.answer(BODY))
    connect().download("x", "/recordings/1", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY


def test_a_part_without_proof_is_not_continued(server, connect, tmp_path):
    once = connect(options=Options(attempts=1))
    ranged(server, 1000)
    with pytest.raises(MalformedAnswerError):
        once.download("x", "/recordings/1", tmp_path / "a")
    server.script(server.answer(BODY[::-1][:500], length=len(BODY)))
    with pytest.raises(MalformedAnswerError):
        once.download("x", "/recordings/1", tmp_path / "a")
    server.script(server.answer(BODY))
    once.download("x", "/recordings/1", tmp_path / "a")
    assert "range" not in server.requests[-1].headers
    assert (tmp_path / "a").read_bytes() == BODY


def test_nothing_appears_for_an_error(server, connect, tmp_path):
    server.script(server.answer(status=404))
    with pytest.raises(NotFoundError):
        connect().download("x", "/recordings/1", tmp_path / "a")
    assert files(tmp_path) == []


def test_an_existing_file_stays_until_the_new_one_is_whole(server, connect, tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    server.script(server.answer(BODY[:1000], length=len(BODY)))
    with pytest.raises(MalformedAnswerError):
        connect(options=Options(attempts=2)).download("x", "/recordings/1", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_our_own_origin_gets_the_credentials_and_another_gets_none(server, connect, tmp_path):
    other = type(server)()
    try:
        client = connect(auth=BasicAuth("u", "p"))
        client.download("x", f"{server.url}/recordings/1", tmp_path / "a")
        client.download("x", f"{other.url}/recordings/1?sig=1", tmp_path / "b")
    finally:
        other.close()
    assert "authorization" in server.requests[0].headers
    assert "authorization" not in other.requests[0].headers
    assert other.requests[0].target == "/recordings/1?sig=1"


def test_another_host_that_asks_for_credentials_gets_none(server, connect, tmp_path):
    other = type(server)()
    other.script(other.answer(status=401))
    try:
        with pytest.raises(Exception, match="credentials were not accepted"):
            connect(auth=BasicAuth("u", "p")).download("x", f"{other.url}/1", tmp_path / "b")
    finally:
        other.close()
    assert [request.headers.get("authorization") for request in other.requests] == [None]


def test_a_file_that_can_not_be_written_is_said(server, connect, tmp_path):
    with pytest.raises(InvalidRequestError, match="can't be written: No such file"):
        connect().download("x", "/recordings/1", tmp_path / "missing" / "a")


def test_links_that_wait_where_the_parts_go_are_not_followed(server, connect, tmp_path):
    for name in ("a.part", "a.part.tag", "b.part"):
        (tmp_path / f"{name}.precious").write_bytes(b"precious")
        (tmp_path / name).symlink_to(tmp_path / f"{name}.precious")
    (tmp_path / "b.part.tag").write_text('"v1"')
    ranged(server)
    for name in ("a", "b"):
        connect().download("x", "/recordings/1", tmp_path / name)
        assert (tmp_path / name).read_bytes() == BODY
        assert not (tmp_path / name).is_symlink()
    assert [path.read_bytes() for path in tmp_path.glob("*.precious")] == [b"precious"] * 3


def test_a_pipe_or_a_device_is_not_replaced_by_a_file(server, connect, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidRequestError, match=r"is a pipe or a device\. Choose a place for a file"):
        connect().download("x", "/recordings/1", tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    assert server.requests == []
