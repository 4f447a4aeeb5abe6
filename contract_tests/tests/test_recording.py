"""What stands between a desk and the other side keeps what was said, and says it again to the byte."""

import importlib
import os
import random
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import urllib3
import yaml
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st
from vcr.request import Request as Kept

from deskbridge.errors import ConfigurationError
from deskbridge.sandbox import RunningSandbox, running
from deskbridge_contract_tests.making import unique
from deskbridge_contract_tests.recording import Provenance, Recording
from deskbridge_contract_tests.recording.altering import NEW, add_everywhere
from deskbridge_contract_tests.recording.between import Between, OtherSide, Playing, Upstream
from deskbridge_contract_tests.recording.folder import Answer, file_name
from deskbridge_contract_tests.recording.hiding import Stand
from deskbridge_contract_tests.recording.page import ORIGIN, About
from deskbridge_contract_tests.recording.stillness import held_still

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKEN = "t0ken-of-the-other-side"


def about(provenance: Provenance = Provenance.SANDBOX) -> About:
    return About(
        vendor="acme",
        provenance=provenance,
        recorded_at=NOON,
        settings={"base_url": ORIGIN},
        origin_settings=("base_url",),
    )


@define
class Other:
    """An other side that tells its address, hands out a token and knows it again."""

    asked: list[str] = field(factory=list)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.asked.append(f"{method} {target} {body!r}")
        if target == "/token":
            return Answer(200, (("Content-Type", "application/json"),), f'{{"access_token": "{TOKEN}"}}'.encode())
        if target == "/whole":
            known = headers.get("authorization") == f"Bearer {TOKEN}"
            return Answer(200, (("Location", f"{ORIGIN}/next"),), str(known).encode())
        return Answer(200, (("Content-Type", "application/octet-stream"),), bytes(range(256)))


def serving(other: OtherSide) -> AbstractContextManager[RunningSandbox]:
    return running(Between("acme", other, {"base_url": ORIGIN}, ("base_url",)))


@contextmanager
def recorded(folder: Path, test: str, stand: Stand | None = None) -> Iterator[tuple[RunningSandbox, Other]]:
    other = Other()
    with serving(other) as there:
        recording = Recording(folder, about())
        recording.begin(test)
        upstream = Upstream(there.url, stand or Stand(), recording)
        with serving(upstream) as here:
            yield here, other
        recording.save()


@contextmanager
def played(folder: Path, test: str) -> Iterator[tuple[RunningSandbox, Playing]]:
    playing = Playing(Recording.read(folder), test)
    with serving(playing) as here:
        yield here, playing


def ask(url: str, method: str = "GET", body: bytes = b"", **headers: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request(method, url, body=body or None, headers=headers, redirect=False, retries=False)


def test_what_was_answered_is_answered_again_to_the_byte(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, other):
        first = [ask(f"{here.url}/any?a=1&b=%C3%A9"), ask(f"{here.url}/any?a=1&b=%C3%A9", "POST", b"\xff\x00")]
    assert other.asked == ["GET /any?a=1&b=%C3%A9 b''", "POST /any?a=1&b=%C3%A9 b'\\xff\\x00'"]
    with played(tmp_path, "one") as (here, playing):
        again = [ask(f"{here.url}/any?a=1&b=%C3%A9"), ask(f"{here.url}/any?a=1&b=%C3%A9", "POST", b"\xff\x00")]
    assert [one.data for one in again] == [one.data for one in first] == [bytes(range(256))] * 2
    assert [one.headers["content-type"] for one in again] == ["application/octet-stream"] * 2
    assert playing.missed == []


def test_an_address_of_the_other_side_becomes_the_servers_own_and_is_not_kept(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, _):
        assert ask(f"{here.url}/whole").headers["location"] == f"{here.url}/next"
        port = here.url.rpartition(":")[2]
    assert port not in "".join(path.read_text() for path in tmp_path.iterdir())
    with played(tmp_path, "one") as (here, _):
        assert ask(f"{here.url}/whole").headers["location"] == f"{here.url}/next"
        assert here.settings == {"base_url": here.url}


def test_a_token_is_hidden_from_the_recording_and_known_again_by_the_other_side(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, _):
        token = ask(f"{here.url}/token").json()["access_token"]
        assert ask(f"{here.url}/whole", authorization=f"Bearer {token}").data == b"True"
    assert token != TOKEN
    assert all(TOKEN not in path.read_text() for path in tmp_path.iterdir())


def test_every_exchange_says_where_it_comes_from_and_keeps_no_header_of_the_request(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, _):
        ask(f"{here.url}/any", authorization="Basic c2VjcmV0")
    (kept,) = yaml.safe_load((tmp_path / "one.yaml").read_text())["interactions"]
    assert kept["response"]["provenance"] == "recorded from the sandbox"
    assert kept["request"]["headers"] == {}


def test_a_request_that_nobody_recorded_is_told(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, _):
        ask(f"{here.url}/any")
    with played(tmp_path, "one") as (here, playing):
        ask(f"{here.url}/any")
        answers = [ask(f"{here.url}/any"), ask(f"{here.url}/other?secret=1"), ask(f"{here.url}/any", "POST", b"x")]
    assert [one.status for one in answers] == [501, 501, 501]
    assert playing.missed == ["GET /any", "GET /other", "POST /any"]


def test_what_another_test_asked_for_first_is_played_too(tmp_path: Path) -> None:
    with recorded(tmp_path, "one") as (here, _):
        ask(f"{here.url}/token")
    with played(tmp_path, "two") as (here, _):
        assert ask(f"{here.url}/token").status == 200


def test_equal_requests_are_answered_in_their_order_and_again_after_rewinding() -> None:
    recording = Recording(Path("unused"), about(Provenance.LIVE))
    recording.begin("one")
    for body in (b"first", b"second"):
        recording.keep(Kept("GET", f"{ORIGIN}/x", b"", {}), Answer(200, (), body))
    for _ in range(2):
        recording.rewind("one")
        answers = [recording.play("one", Kept("GET", f"{ORIGIN}/x", b"", {})) for _ in range(3)]
        assert [one.body if one else None for one in answers] == [b"first", b"second", None]


def test_a_live_exchange_says_when(tmp_path: Path) -> None:
    recording = Recording(tmp_path, about(Provenance.LIVE))
    recording.keep(Kept("GET", f"{ORIGIN}/x", b"", {}), Answer(200, (), b""))  # no test has begun: it belongs to none
    recording.begin("one")
    recording.keep(Kept("GET", f"{ORIGIN}/x", b"", {}), Answer(200, (), b""))
    recording.save()
    (kept,) = yaml.safe_load((tmp_path / "one.yaml").read_text())["interactions"]
    assert kept["response"]["provenance"] == "recorded live on 2026-03-01"


def test_saving_replaces_what_the_folder_held(tmp_path: Path) -> None:
    Recording(tmp_path, about()).save()
    (tmp_path / "stale.yaml").write_text("interactions: []")
    Recording(tmp_path, about()).save()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["recording.json"]


def test_saving_writes_through_no_link(tmp_path: Path) -> None:
    (folder := tmp_path / "recording").mkdir()
    for name in ("recording.json", "one.yaml"):
        (tmp_path / name).write_text("somebody's own")
        (folder / name).symlink_to(tmp_path / name)
    recording = Recording(folder, about())
    recording.begin("one")
    recording.keep(Kept("GET", f"{ORIGIN}/x", b"", {}), Answer(200, (), b""))
    recording.save()
    assert {(tmp_path / name).read_text() for name in ("recording.json", "one.yaml")} == {"somebody's own"}
    assert len(list(Recording.read(folder).kept())) == 1


CASSETTE = """
interactions:
- request: {{method: GET, uri: "http://recorded.invalid/x", body: null, headers: {{}}}}
  response:
    provenance: recorded from the sandbox
    status: {{code: {status}, message: ""}}
    headers: {headers}
    body: {{string: !!binary eA==}}
version: 1
"""


def test_a_cassette_in_plain_words_is_read(tmp_path: Path) -> None:
    Recording(tmp_path, about()).save()
    (tmp_path / "one.yaml").write_text(CASSETTE.format(status=200, headers='{X-A: ["1"]}'))
    (kept,) = Recording.read(tmp_path).kept()
    assert kept.answer == Answer(200, (("X-A", "1"),), b"x")


@pytest.mark.parametrize(
    "cassette",
    [
        CASSETTE.format(status=99_999, headers="{}"),
        CASSETTE.format(status=100, headers="{}"),
        CASSETTE.format(status='"200"', headers="{}"),
        CASSETTE.format(status=200, headers="{X-A: 1}"),
        CASSETTE.format(status=200, headers="{X-A: ab}"),
        CASSETTE.format(status=200, headers='{X-A: ["a\\r\\nX-B: c"]}'),
        CASSETTE.format(status=200, headers='{"X-A: b\\r\\nX-C": [d]}'),
        "interactions: !!python/object/apply:os.mkdir [pwned]",
    ],
)
def test_a_cassette_that_somebody_edited_is_refused_whole(
    tmp_path: Path, cassette: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Recording(tmp_path, about()).save()
    (tmp_path / "one.yaml").write_text(cassette)
    with pytest.raises(ConfigurationError, match="no cassette that can be read"):
        Recording.read(tmp_path)
    assert not (tmp_path / "pwned").exists()


def test_how_an_answer_travels_is_said_by_the_server_and_not_by_the_cassette(tmp_path: Path) -> None:
    recording = Recording(tmp_path, about())
    recording.begin("one")
    travels = (("Content-Length", "99999"), ("Transfer-Encoding", "chunked"), ("X-A", "1"))
    recording.keep(Kept("GET", f"{ORIGIN}/x", b"", {}), Answer(200, travels, b"whole"))
    recording.rewind("one")
    playing = Playing(recording)
    playing.test = "one"
    with serving(playing) as server:
        answer = urllib3.request("GET", f"{server.url}/x", retries=False, timeout=5)
    assert (answer.data, answer.headers["X-A"], answer.headers["Content-Length"]) == (b"whole", "1", "5")


@pytest.mark.parametrize("page", [None, "", "[]", '{"vendor": "acme"}', '{"provenance": "invented"}'])
def test_a_folder_without_a_recording_is_an_error_that_says_how_to_make_one(tmp_path: Path, page: str | None) -> None:
    if page is not None:
        (tmp_path / "recording.json").write_text(page)
    with pytest.raises(ConfigurationError, match="deskbridge record"):
        Recording.read(tmp_path)


def test_names_of_tests_become_names_of_files_that_differ() -> None:
    tests = ["test_a", "test_a[x]", "test_a[X/..]", "test_a" * 40, "test_a" * 41]
    names = [file_name(one) for one in tests]
    assert len({name.lower() for name in names}) == len(tests)
    assert all(len(name) < 100 and "/" not in name and "[" not in name for name in names)


def test_the_wall_clock_and_ids_are_the_same_in_two_runs() -> None:
    def made() -> tuple[object, ...]:
        with held_still(NOON, "one"):
            return datetime.now(UTC), uuid.uuid4(), unique("name"), os.urandom(4), random.SystemRandom().random()

    assert made() == made()
    assert made()[0] == NOON
    assert uuid.uuid4() != uuid.uuid4()
    assert datetime.now(UTC) > NOON


def test_an_added_field_stands_in_every_object_and_changes_nothing_else() -> None:
    altered = orjson.loads(add_everywhere(b'{"a": [{"b": 1}, 2], "c": null}'))
    assert altered["a"][0].keys() == {"b", NEW}
    assert altered.keys() == {"a", "c", NEW}
    assert [NEW in orjson.loads(line) for line in add_everywhere(b'{"a": 1}\n\n{"b": 2}\n').splitlines()] == [True] * 2
    assert add_everywhere(b"<html>") == b"<html>"


def drawn() -> list[str]:
    texts: list[str] = []

    @settings(derandomize=True, database=None, deadline=None, max_examples=300)
    @given(st.text(max_size=30))
    def draw(text: str) -> None:
        texts.append(text)

    draw()
    return texts


def test_what_hypothesis_draws_in_a_recorded_test_does_not_hang_on_what_was_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"a word of code {number}" for number in range(100)]
    (tmp_path / "wordy.py").write_text(f"WORDS = {words}")
    monkeypatch.syspath_prepend(tmp_path)
    with held_still(NOON, "one"):
        before = drawn()
        monkeypatch.setitem(sys.modules, "wordy", importlib.import_module("wordy"))
        assert before == drawn()
    assert before != drawn(), "hypothesis draws no words of the source code any more; let stillness.py be simpler"
