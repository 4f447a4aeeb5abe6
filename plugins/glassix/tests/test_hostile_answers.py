import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import deskbridge
from deskbridge.errors import MalformedAnswerError
from deskbridge_glassix.errors import message_of


def test_an_error_page_made_to_keep_a_reader_busy_is_read_at_once():
    begun = time.monotonic()
    for body in (b"<script " * 200_000, b"<title" * 200_000, b"<" * 1_000_000):
        assert len(message_of(body)) <= 300
    assert time.monotonic() - begun < 2


class _Endless(BaseHTTPRequestHandler):
    """Gives a token, and pages that always lead to another page with the same ticket."""

    protocol_version = "HTTP/1.1"
    pages = 0

    def log_message(self, *_):
        pass

    def _send(self, body):
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._send({"access_token": "t0ken", "token_type": "bearer", "expires_in": 10800})

    def do_GET(self):
        type(self).pages += 1
        link = f"http://{self.headers['Host']}/api/v1.2/tickets/list?page={self.pages}"
        self._send({"tickets": [{"id": 1}], "paging": {"next": link}})


def test_pages_that_never_end_are_left_after_a_few():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = {"base_url": f"http://127.0.0.1:{server.server_port}", "api_key": "k", "user_name": "u@example.com"}
    with (
        deskbridge.connect("glassix", api_secret="endless", **settings) as desk,
        pytest.raises(MalformedAnswerError, match="has no end"),
    ):
        list(desk.tickets.all(active_since=datetime.now(UTC) - timedelta(days=2)))
    server.shutdown()
    server.server_close()
    assert _Endless.pages < 50
