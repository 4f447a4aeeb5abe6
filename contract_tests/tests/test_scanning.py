"""A recording that comes from anybody: what may not stand in it is found, and what is hostile in it is refused."""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from vcr.request import Request

from deskbridge.errors import ConfigurationError
from deskbridge_contract_tests.recording import Provenance, Recording
from deskbridge_contract_tests.recording import folder as folder_module
from deskbridge_contract_tests.recording.folder import Answer
from deskbridge_contract_tests.recording.page import ORIGIN, About
from deskbridge_contract_tests.recording.scanning import findings

SECRET = "my+own/secret"


def about(provenance: Provenance = Provenance.LIVE) -> About:
    return About(
        vendor="acme",
        provenance=provenance,
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        settings={"base_url": f"{ORIGIN}/api", "docs": "plain"},
        origin_settings=("base_url",),
    )


def saved(folder: Path, *answers: Answer, target: str = "/x", of: About | None = None) -> Recording:
    recording = Recording(folder, of or about())
    recording.begin("one")
    for answer in answers:
        recording.keep(Request("GET", f"{ORIGIN}{target}", b"", {}), answer)
    recording.save()
    return Recording.read(folder)


def body(content: str) -> Answer:
    return Answer(200, (), content.encode())


def test_what_may_not_stand_in_a_recording_is_found_by_file_and_exchange(tmp_path: Path) -> None:
    shown = ["Bearer abcdefghijklmnop", "grace@navy.mil", "+442079460958", '"access_token": "x1y2"', SECRET]
    allowed = ["ada@example.com", "+12025550143", '"access_token": "hidden-0a1b2c"', "Bearer of news"]
    found = list(findings(saved(tmp_path, *map(body, [*shown, *allowed])), secrets=[SECRET]))
    assert [one.rpartition(": ")[0] for one in found] == [f"one.yaml:{number}" for number in range(1, 6)]
    assert not any("grace" in one or "secret-" in one for one in found)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, (("X-Key", SECRET),), b""),
        Answer(200, (("Location", f"/y?k={quote(SECRET, safe='')}"),), b""),
        Answer(200, (), json.dumps({"text": "word " * 30 + f"Bearer {SECRET} " + "word " * 30}).encode()),
        Answer(200, (), base64.b64encode(SECRET.encode())),
        Answer(200, (), gzip.compress(SECRET.encode())),
        Answer(200, (), b"\xff\xfe" + SECRET.encode()),
    ],
)
def test_a_secret_is_found_in_headers_in_other_spellings_and_in_what_is_no_text(tmp_path: Path, answer: Answer) -> None:
    assert any("one.yaml:1" in one for one in findings(saved(tmp_path, answer), secrets=[SECRET]))


def test_a_secret_is_found_in_an_address_and_in_the_settings(tmp_path: Path) -> None:
    recording = saved(tmp_path, body(""), target=f"/x?key={quote(SECRET, safe='')}")
    assert list(findings(recording, secrets=[SECRET, "plain"])) == [
        "recording.json: a known secret",
        "one.yaml:1: a known secret",
    ]


def test_what_was_published_may_show_people_and_no_secret_whatever_the_page_says(tmp_path: Path) -> None:
    recording = Recording(tmp_path, about())
    recording.begin("one")
    for content in (b"grace@navy.mil", b"Bearer abcdefghijklmnop"):
        recording.keep(Request("GET", f"{ORIGIN}/x", b"", {}), Answer(200, (), content), source="a page")
    recording.keep(Request("GET", f"{ORIGIN}/x", b"", {}), body("grace@navy.mil"))
    assert list(findings(recording)) == ["one.yaml:2: credentials of a header", "one.yaml:3: an e-mail address"]
    told = "exchanges of several origins, as of 2026-03-01: 2 published by the vendor, 1 recorded live"
    assert recording.told() == told


def test_people_of_a_sandbox_are_nobody(tmp_path: Path) -> None:
    assert list(findings(saved(tmp_path, body("grace@navy.mil"), of=about(Provenance.SANDBOX)))) == []


def test_what_is_not_a_recording_is_never_replaced_by_one(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {}")
    for act in (Recording(tmp_path, about()).save, lambda: Recording.check_free(tmp_path)):
        with pytest.raises(ConfigurationError, match="left as it is"):
            act()
    assert [path.name for path in tmp_path.iterdir()] == ["compose.yaml"]
    with pytest.raises(ConfigurationError, match="another folder"):
        Recording.check_free(tmp_path / "compose.yaml")


def _cassette(response: str) -> str:
    request = "interactions:\n- request: {method: GET, uri: x, body: null, headers: {}}\n"
    return f"{request}  response: {{{response}}}\nversion: 1"


def test_a_cassette_of_which_each_exchange_says_where_it_comes_from_is_read(tmp_path: Path) -> None:
    saved(tmp_path)
    said = "status: {code: 200}, headers: {}, body: {string: y}, provenance: published by the vendor, source: a page"
    (tmp_path / "one.yaml").write_text(_cassette(said))
    (kept,) = Recording.read(tmp_path).kept()
    assert (kept.provenance, kept.source) == (Provenance.PUBLISHED, "a page")


@pytest.mark.parametrize(
    "text",
    [
        "interactions: [1",
        "[]",
        "- request: 1",
        "interactions: 5\nversion: 1",
        "interactions:\n- {request: 1, response: 2}",
        "interactions: !!python/object/apply:os.getcwd []",
        "interactions:\n- request: {method: GET, uri: x, body: null, headers: {}}\n  response: {status: 1}",
        _cassette("status: {code: 200}, headers: {}, body: {string: y}"),
        _cassette("status: {code: 200}, headers: {}, body: {string: y}, provenance: invented"),
        _cassette("status: {code: 200}, headers: {}, body: {string: y}, provenance: published by the vendor"),
        _cassette(
            "status: {code: 200}, headers: {}, body: {string: y}, provenance: published by the vendor, source: ''"
        ),
        _cassette("status: {code: x}, headers: {}, body: {string: y}, provenance: recorded live on 2026-03-01"),
        (
            "interactions:\n- request: {method: GET, uri: x, body: null, headers: {}}\n"
            "  response: {status: {code: x}, headers: {}, body: {string: y}}"
        ),
        (
            "interactions:\n- request: {method: GET, uri: x, body: null, headers: {}}\n"
            "  response: {status: {code: 200}, headers: {A: [5]}, body: {string: y}}"
        ),
        (
            "interactions:\n- request: {method: GET, uri: [x], body: null, headers: {}}\n"
            "  response: {status: {code: 200}, headers: {}, body: {string: y}}"
        ),
        "\x00",
        "[" * 5_000,
    ],
)
def test_a_cassette_that_can_not_be_read_is_named(tmp_path: Path, text: str) -> None:
    saved(tmp_path)
    (tmp_path / "one.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"one\.yaml is no cassette"):
        Recording.read(tmp_path)


def test_a_cassette_larger_than_any_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, body("x" * 2_000))
    monkeypatch.setattr(folder_module, "_LARGEST_BYTES", 1_000)
    with pytest.raises(ConfigurationError, match="no cassette"):
        Recording.read(tmp_path)


def _to_another(page: dict[str, object]) -> None:
    page["settings"] = {"base_url": "https://somebody.example/api"}


def _to_no_place(page: dict[str, object]) -> None:
    page["settings"] = {}


def _to_a_lookalike(page: dict[str, object]) -> None:
    page["settings"] = {"base_url": f"{ORIGIN}.somebody.example"}


def _to_another_beside(page: dict[str, object]) -> None:
    page["settings"] = {"base_url": ORIGIN, "docs": "https://somebody.example"}


@pytest.mark.parametrize("change", [_to_another, _to_no_place, _to_a_lookalike, _to_another_beside])
def test_a_page_that_leads_to_somebody_else_is_not_played(
    tmp_path: Path, change: Callable[[dict[str, object]], None]
) -> None:
    saved(tmp_path)
    page = orjson.loads((tmp_path / "recording.json").read_bytes())
    change(page)
    (tmp_path / "recording.json").write_bytes(orjson.dumps(page))
    with pytest.raises(ConfigurationError, match="somebody else"):
        Recording.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("vendor", 5),
        ("settings", {"base_url": 5}),
        ("settings", [1]),
        ("origin_settings", 5),
        ("origin_settings", [5]),
        ("recorded_at", "2026-03-01T00:00:00"),
        ("recorded_at", "0001-01-01T00:00:00+00:00"),
        ("recorded_at", 5),
        ("known", [1]),
        ("provenance", "invented"),
    ],
)
def test_a_page_of_other_types_is_no_recording(tmp_path: Path, name: str, value: object) -> None:
    saved(tmp_path)
    page = orjson.loads((tmp_path / "recording.json").read_bytes())
    (tmp_path / "recording.json").write_bytes(orjson.dumps({**page, name: value}))
    with pytest.raises(ConfigurationError, match="deskbridge record"):
        Recording.read(tmp_path)
