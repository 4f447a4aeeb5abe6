from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from deskbridge.errors import (
    AmbiguousWriteError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
)
from deskbridge.records import Attachment, MessageId
from deskbridge_glassix.desk import GlassixDesk

Connect = Callable[..., GlassixDesk]
MESSAGE = MessageId("13783:1082248")
CONTENT = bytes(range(256)) * 40


@define
class Store:
    """Another host, where files lie under links that may be dead."""

    url: str
    statuses: dict[str, int] = field(factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(factory=list)

    def link(self, name: str) -> str:
        return f"{self.url}/{name}?X-Amz-Expires=10800&X-Amz-Signature={name}"

    def file(self, name: str) -> Attachment:
        return Attachment(name="a.png", id="5", url=self.link(name) if name else "")


@pytest.fixture
def store() -> Iterator[Store]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            store.asked.append((self.path, dict(self.headers)))
            status = store.statuses.get(self.path[1:].partition("?")[0], 200)
            content = CONTENT if status == 200 else b"<Error><Code>AccessDenied</Code></Error>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store = Store(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield store
    server.shutdown()
    server.server_close()
    thread.join()


def ticket(*links: str | None, ident: int = 5) -> tuple[int, Any]:
    files = [{"id": ident, "originalFileName": "a.png", "uri": one} for one in links]
    transactions = [{"id": 1, "attachments": [{"id": 5, "uri": "https://other.example/"}]}]
    return 200, {"id": 13783, "transactions": [*transactions, {"id": 1082248, "attachments": files}]}


def test_a_file_comes_from_its_link_at_another_host_which_gets_no_credentials(
    canned: Any, connect: Connect, store: Store, tmp_path: Path
) -> None:
    saved = connect().files.save(MESSAGE, store.file("alive"), tmp_path / "saved")
    assert saved.read_bytes() == CONTENT
    assert canned.asked == []
    ((_, headers),) = store.asked
    assert "authorization" not in {name.lower() for name in headers}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_dead_link_is_replaced_by_a_fresh_one_for_which_the_ticket_is_read_once(
    canned: Any, connect: Connect, store: Store, tmp_path: Path, status: int
) -> None:
    store.statuses["dead"] = status
    canned.says = [ticket(store.link("fresh"))]
    saved = connect().files.save(MESSAGE, store.file("dead"), tmp_path / "saved")
    assert saved.read_bytes() == CONTENT
    assert [path for _, path, _ in canned.asked] == ["/api/v1.2/tickets/get/13783"]
    assert list(tmp_path.iterdir()) == [saved]


def test_a_file_without_a_link_is_found_by_its_id(canned: Any, connect: Connect, store: Store, tmp_path: Path) -> None:
    canned.says = [ticket(store.link("fresh"))]
    assert connect().files.save(MESSAGE, store.file(""), tmp_path / "saved").read_bytes() == CONTENT


@pytest.mark.parametrize("held", [ticket(), ticket(None), ticket(""), ticket("https://x.example/", ident=6)])
def test_a_file_that_the_ticket_no_longer_shows_is_not_found(
    canned: Any, connect: Connect, store: Store, tmp_path: Path, held: tuple[int, Any]
) -> None:
    store.statuses["dead"] = 403
    canned.says = [held]
    with pytest.raises(NotFoundError):
        connect().files.save(MESSAGE, store.file("dead"), tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_fresh_link_is_dead_too_is_not_found(
    canned: Any, connect: Connect, store: Store, tmp_path: Path
) -> None:
    store.statuses["dead"] = 403
    canned.says = [ticket(store.link("dead"))]
    with pytest.raises(NotFoundError):
        connect().files.save(MESSAGE, store.file("dead"), tmp_path / "saved")
    assert len(store.asked) == 2


def test_a_host_that_fails_is_not_a_dead_link(canned: Any, connect: Connect, store: Store, tmp_path: Path) -> None:
    store.statuses["failing"] = 503
    with pytest.raises(UnavailableError):
        connect(attempts=1).files.save(MESSAGE, store.file("failing"), tmp_path / "saved")
    assert canned.asked == []


@pytest.mark.parametrize("message_id", ["1082248", "x:1082248", "13783:", "../:1", "13783:7"])
def test_a_dead_link_of_a_message_that_is_none_is_not_found(
    canned: Any, connect: Connect, store: Store, tmp_path: Path, message_id: str
) -> None:
    store.statuses["dead"] = 403
    canned.says = [ticket(store.link("fresh"))]
    with pytest.raises(NotFoundError):
        connect().files.save(MessageId(message_id), store.file("dead"), tmp_path / "saved")


@pytest.mark.parametrize(
    ("answer", "ident", "url"),
    [
        ({"uri": "https://s3.example/1"}, "", "https://s3.example/1"),
        ([{"fileIdentifier": "abc", "Uri": "https://s3.example/1"}], "abc", "https://s3.example/1"),
        ({"files": [{"fileIdentifier": "abc"}]}, "abc", ""),
        (["https://s3.example/1"], "", "https://s3.example/1"),
        ("abc", "abc", ""),
    ],
)
def test_an_uploaded_file_is_referred_to_by_what_can_be_found_in_the_answer(
    canned: Any, connect: Connect, tmp_path: Path, answer: Any, ident: str, url: str
) -> None:
    source = tmp_path / "grüße.png"
    source.write_bytes(CONTENT)
    canned.says = [(200, answer)]
    made = connect().files.upload(source)
    assert made == Attachment(name="grüße.png", content_type="image/png", size_bytes=len(CONTENT), id=ident, url=url)


@pytest.mark.parametrize("answer", [{}, [], {"message": "ok"}, b"", b"<html>", 7, None])
def test_an_upload_whose_answer_names_no_file_has_an_unknown_outcome(
    canned: Any, connect: Connect, tmp_path: Path, answer: Any
) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(b"x")
    canned.says = [(200, answer)]
    with pytest.raises(AmbiguousWriteError):
        connect().files.upload(source)
    assert len(canned.asked) == 1


def test_what_can_not_be_read_is_not_uploaded(canned: Any, connect: Connect, tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "missing", tmp_path / "a\0b"):
        with pytest.raises(InvalidRequestError):
            connect().files.upload(source)
    assert canned.asked == []
