"""What a vendor published becomes a recording, each exchange with its source, and is played like any other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from deskbridge.errors import ConfigurationError
from deskbridge.plugins import plugins
from deskbridge_contract_tests import PublishedContract
from deskbridge_contract_tests.recording import Provenance, Recording, played, publishing, record_published
from deskbridge_contract_tests.recording.page import ORIGIN
from deskbridge_contract_tests.recording.scanning import findings

VENDOR = next(one.name for one in plugins().vendors() if one.sandbox is not None)
SOURCE = "the vendor's manual, Get a person"
PERSON = {"id": "p-1", "name": "Grace Hopper", "email": "grace@navy.mil", "next": "https://{you}.vendor.example/x"}


def exchange(**fields: Any) -> dict[str, Any]:
    made = {"name": "a person", "method": "GET", "path": "/people/1", "status": 200, "body": PERSON, "source": SOURCE}
    return {name: value for name, value in {**made, **fields}.items() if value is not ...}


def described(folder: Path, *exchanges: Mapping[str, Any], **fields: Any) -> Path:
    page = {"vendor": VENDOR, "read_on": "2026-03-01", "settings": {"base_url": ORIGIN}, "exchanges": list(exchanges)}
    path = folder / "published.json"
    path.write_bytes(orjson.dumps({**page, **fields}))
    return path


def recorded(folder: Path, *exchanges: Mapping[str, Any], **fields: Any) -> Recording:
    return record_published(VENDOR, described(folder, *exchanges, **fields), folder / "kept")


def test_each_exchange_is_published_and_says_where(tmp_path: Path) -> None:
    recording = recorded(tmp_path, exchange(), exchange(name="another", source="its blog"))
    assert [(one.file, one.provenance, one.source) for one in recording.kept()] == [
        ("a-person-" + next((tmp_path / "kept").glob("a-person-*")).stem[-8:] + ".yaml", Provenance.PUBLISHED, SOURCE),
        ("another.yaml", Provenance.PUBLISHED, "its blog"),
    ]
    (kept,) = yaml.safe_load((tmp_path / "kept" / "another.yaml").read_text())["interactions"]
    assert (kept["response"]["provenance"], kept["response"]["source"]) == ("published by the vendor", "its blog")
    assert recording.told() == "what was published by the vendor, as of 2026-03-01"


def test_its_people_are_invented_and_stay(tmp_path: Path) -> None:
    recording = recorded(tmp_path, exchange(), address="https://{you}.vendor.example")
    (kept,) = recording.kept()
    assert orjson.loads(kept.answer.body) == {**PERSON, "next": f"{ORIGIN}/x"}
    assert kept.answer.headers == (("Content-Type", "application/json"),)
    assert list(findings(recording)) == []


def test_what_is_called_a_secret_is_hidden_however_short(tmp_path: Path) -> None:
    body = {"access_token": "TOKEN", "api_key": "", "signature": "abcdefghij", "url": "/f?signature=abcdefghij", "n": 1}
    (kept,) = recorded(
        tmp_path, exchange(body=body, headers={"Content-Type": "text/json", "X-Token": "abcdefg"})
    ).kept()
    told = orjson.loads(kept.answer.body)
    assert told["access_token"].startswith("hidden-")
    assert told["api_key"] == ""
    assert told["url"] == f"/f?signature={told['signature']}"
    assert b"abcdefg" not in kept.answer.body
    assert kept.answer.headers[1][1].startswith("hidden-")


def test_a_secret_that_nothing_calls_one_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="may not be kept: .*credentials of a header"):
        recorded(tmp_path, exchange(body={"example": "Basic c2VjcmV0OnNlY3JldA=="}))
    assert not (tmp_path / "kept").exists()


def test_a_body_comes_from_a_file_beside_it_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "person.json").write_bytes(orjson.dumps({"bodies": [{"id": 1}, {"id": 2}]}))
    bodies = ["examples/person.json#/bodies/1", "examples/person.json#/bodies", "examples/person.json"]
    recording = recorded(
        tmp_path, *(exchange(name=f"n{place}", body=..., body_of=one) for place, one in enumerate(bodies))
    )
    assert [orjson.loads(one.answer.body) for one in recording.kept()] == [
        {"id": 2},
        [{"id": 1}, {"id": 2}],
        {"bodies": [{"id": 1}, {"id": 2}]},
    ]


def test_a_text_goes_as_it_is_and_nothing_as_nothing(tmp_path: Path) -> None:
    csv = exchange(name="csv", body="a,b\n1,2\n", headers={"Content-Type": "text/csv"})
    nothing = exchange(name="nothing", method="POST", sent={"a": 1}, status=204, body=..., headers={})
    found = {one.file: one for one in recorded(tmp_path, csv, nothing).kept()}
    assert found["csv.yaml"].answer.body == b"a,b\n1,2\n"
    assert (found["nothing.yaml"].request.body, found["nothing.yaml"].answer.body) == (b'{"a":1}', b"")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": ...}, "there is no 'source'"),
        ({"source": " "}, "needs a source"),
        ({"status": 42}, "needs a source"),
        ({"path": "people"}, "needs a source"),
        ({"method": 5}, "a text was expected"),
        ({"bodies": 1}, "no 'bodies' in an exchange"),
        ({"body_of": "x.json"}, "both a body and a body_of"),
        ({"body": ..., "body_of": "../x.json"}, "outside of the description's folder"),
        ({"body": ..., "body_of": "/etc/passwd"}, "outside of the description's folder"),
        ({"body": ..., "body_of": "missing.json"}, "No such file"),
        ({"body": ..., "body_of": "published.json#/exchanges/7"}, "there is no list index"),
        ({"headers": {"Content-Type": "text/html"}}, "a text was expected"),
    ],
)
def test_a_wrong_exchange_is_told_by_its_number(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(ConfigurationError, match=r"published\.json: exchange 2 is wrong: ") as caught:
        recorded(tmp_path, exchange(), exchange(**change))
    assert why in str(caught.value)
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"settings": {"base_url": "https://somebody.example"}},
        {"settings": {}},
        {"settings": {"base_url": 5}},
        {"read_on": "soon"},
        {"read_on": "1066-10-14"},
        {"exchanges": {}},
        {"vendor": 5},
        {"vendor": "somebody"},
    ],
)
def test_a_description_of_something_else_is_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"published\.json"):
        recorded(tmp_path, exchange(), **fields)


def test_a_description_larger_than_any_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_LARGEST_BYTES", 100)
    with pytest.raises(ConfigurationError, match="larger than any description"):
        recorded(tmp_path, exchange())


def test_an_example_is_given_as_often_as_it_is_asked_for(tmp_path: Path) -> None:
    recording = recorded(tmp_path, exchange(name="one"), exchange(name="one", body={"id": "second"}))
    request = next(iter(recording.kept())).request
    bodies = [recording.play("one", request) for _ in range(4)]
    assert [b"second" in one.body for one in bodies if one] == [False, True, True, True]


def test_it_is_played_over_a_socket_by_the_vendors_own_client(tmp_path: Path) -> None:
    record_published(VENDOR, Path(__file__).parents[2] / f"plugins/{VENDOR}/tests/published.json", tmp_path)
    with played(VENDOR, tmp_path) as harness:
        assert harness.findings is not None
        assert harness.findings() == []


def deskbridge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deskbridge", "record", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_keeps_what_was_published(tmp_path: Path) -> None:
    described(tmp_path, exchange())
    ended = deskbridge(tmp_path, VENDOR, "--published", "published.json", "--out", "kept")
    assert (ended.returncode, ended.stdout) == (
        0,
        "kept: 1 exchanges, what was published by the vendor, as of 2026-03-01.\n",
    )
    assert len(list((tmp_path / "kept").glob("*.yaml"))) == 1


def test_nothing_is_run_for_what_was_published(tmp_path: Path) -> None:
    described(tmp_path, exchange())
    ended = deskbridge(tmp_path, VENDOR, "--published", "published.json", "--out", "kept", "--desk", "mine")
    assert ended.returncode == 2
    assert "nothing is run" in ended.stderr


def contract(folder: Path, *exchanges: Mapping[str, Any]) -> PublishedContract:
    """Give what plays a recording of these, with its description in the folder."""
    recorded(folder, *exchanges)
    given = {"vendor": VENDOR, "recording": folder / "kept", "description": folder / "published.json"}
    return type("Contract", (PublishedContract,), given)()


def test_a_recording_that_its_description_does_not_make_is_told(tmp_path: Path) -> None:
    kept = contract(tmp_path, exchange())
    kept.test_the_recording_is_what_its_description_makes(tmp_path / "again")
    described(tmp_path, exchange(body={**PERSON, "id": "p-2"}))
    with pytest.raises(AssertionError, match="make it anew: deskbridge record"):
        kept.test_the_recording_is_what_its_description_makes(tmp_path / "changed")


def test_an_example_from_elsewhere_is_told(tmp_path: Path) -> None:
    for number, source in enumerate((SOURCE, "its blog")):
        example = {"provenance": f"published by the vendor: {source}", **PERSON}
        (tmp_path / f"{number}.json").write_bytes(orjson.dumps(example))
    (tmp_path / "unsaid.json").write_bytes(orjson.dumps(PERSON))
    files = [exchange(name=name, body=..., body_of=f"{name}.json") for name in ("0", "unsaid", "1")]
    contract(tmp_path, exchange(), *files[:2]).test_an_exchange_names_the_source_that_its_examples_file_names()
    with pytest.raises(AssertionError, match="its blog"):
        contract(tmp_path, exchange(), *files).test_an_exchange_names_the_source_that_its_examples_file_names()
