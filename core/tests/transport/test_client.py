from __future__ import annotations

import pytest

from deskbridge.errors import MalformedAnswerError


def test_get_joins_the_path_and_reads_json(server, connect):
    server.script(server.answer(b'{"id": "1"}'))
    response = connect().get("things.get", "/things/1", query={"a": "b c", "ids": ["1", "2"]})
    assert response.json() == {"id": "1"}
    assert response.headers["content-TYPE"] == "application/json"
    assert server.requests[0].target == "/api/things/1?a=b%20c&ids=1&ids=2"


def test_an_empty_answer_is_not_json(server, connect):
    server.script(server.answer(b""))
    with pytest.raises(MalformedAnswerError, match="empty"):
        connect().get("things.get", "/things").json()
