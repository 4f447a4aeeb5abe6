"""Compiled rows say the same as a slow, obvious reading of the declaration, and merging leaves the last of each."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_bulk.exporting.doubles import Superseded, superseded
from deskbridge_bulk.exporting.lines import Block, Broken
from deskbridge_bulk.exporting.neutral import Records
from deskbridge_bulk.exporting.shaping import Shape, harmless, text
from deskbridge_bulk.exporting.sources import known_files
from deskbridge_bulk.exporting.writing import Target, quoting, writing
from deskbridge_bulk.problems import BulkError

FILES = {one.file.name: one.file for one in known_files("gladly")}
ITEMS = FILES["conversation_items.jsonl"]
KINDS = sorted({one.only for one in ITEMS.columns} | {"NEW_KIND"})
KEYS = sorted({key for one in ITEMS.columns for key in one.path} - {"content", "type"})

scalars = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8) | st.sampled_from(["=1", ",\n"])
)
values = (
    scalars | st.lists(st.text(max_size=4), max_size=2) | st.dictionaries(st.sampled_from(KEYS), scalars, max_size=2)
)
contents = st.builds(
    lambda kind, rest: {**rest, "type": kind},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(KEYS), values, max_size=4),
)
items = st.builds(
    lambda envelope, content: {**envelope, "content": content},
    st.dictionaries(st.sampled_from(["id", "customerId", "timestamp", "initiator", "responder"]), values),
    contents,
)


def obvious(body: dict[str, Any]) -> list[str]:
    cells = []
    for column in ITEMS.columns:
        value: Any = body
        for key in column.path:
            value = value.get(key) if isinstance(value, dict) else None
        fits = column.only in ("", body["content"]["type"])
        cells.append(harmless(value) if fits else "")
    return cells


def refuse(number: int, problem: str) -> None:
    raise AssertionError(number, problem)


@settings(max_examples=30, deadline=None)
@given(st.lists(items, min_size=1, max_size=4))
def test_compiled_lines_of_csv_are_what_an_obvious_reading_gives(bodies: list[dict[str, Any]]) -> None:
    block = Block(1, b"".join(json.dumps(one).encode() + b"\n" for one in bodies))
    lines = Shape(ITEMS, harmless, quoting()).rows(block, None, refuse)
    read = list(csv.reader(io.StringIO("\r\n".join(map(str, lines)), newline="")))
    assert read == [obvious(one) for one in bodies]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=30), st.integers(0, 30))
def test_of_each_key_only_the_last_line_is_left(keys: list[int], cut: int) -> None:
    with TemporaryDirectory() as name:
        paths = [Path(name) / "1", Path(name) / "2"]
        for path, part in zip(paths, (keys[:cut], keys[cut:]), strict=True):
            path.write_text("".join(f'{{"id":{key}}}\n' for key in part))
        found = superseded(paths, "id")
    left = [place for place in range(len(keys)) if place not in found]
    assert left == [place for place, key in enumerate(keys) if key not in keys[place + 1 :]]
    assert found.count == len(keys) - len(left)


def test_parts_that_are_written_out_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from deskbridge_bulk.exporting import doubles

    monkeypatch.setattr(doubles, "_BUFFER_BYTES", 64)
    path = tmp_path / "many"
    path.write_text("".join(f'{{"id":"{number % 1_000}"}}\n' for number in range(2_500)))
    opened, usual = [], doubles.tempfile.TemporaryFile
    monkeypatch.setattr(doubles.tempfile, "TemporaryFile", lambda: opened.append(1) or usual())
    found = superseded([path], "id")
    assert [place for place in range(2_500) if place in found] == list(range(1_500))
    # A process may have 256 files open on Mac OS.
    assert len(opened) == 1


def test_no_room_for_temporary_files_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from deskbridge_bulk.exporting import doubles

    (tmp_path / "one").write_text("{}")
    monkeypatch.setattr(doubles.tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(BulkError, match="set TMPDIR"):
        superseded([tmp_path / "one"], "id")


def test_marks_cost_a_bit_a_line() -> None:
    marks = Superseded()
    for place in (0, 7, 8, 1_000_000):
        marks.add(place)
    assert [place for place in (0, 1, 7, 8, 9, 1_000_000, 2_000_000) if place in marks] == [0, 7, 8, 1_000_000]


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_one_answer_a_line(content: bytes) -> None:
    block = Block(1, content or b"\n")
    bodies = block.bodies()
    assert len(bodies) == block.count == len(block.lines)
    assert all(one is None or isinstance(one, dict | Broken) for one in bodies)


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "true"), (11, "11"), (1.5, "1.5"), (["a", 1], "a,1"), ({"a": "b"}, '{"a":"b"}'), ("", "")],
)
def test_values_are_texts_as_the_vendors_script_writes_them(value: object, cell: str) -> None:
    assert text(value) == cell


@settings(max_examples=40, deadline=None)
@given(st.lists(items, min_size=1, max_size=3))
def test_a_line_of_any_shape_is_a_neutral_row_or_told_as_broken(bodies: list[dict[str, Any]]) -> None:
    told: list[int] = []
    block = Block(1, b"".join(json.dumps(one).encode() + b"\n" for one in bodies))
    records = Records(ITEMS)
    rows = records.rows(block, None, lambda number, _: told.append(number))
    assert len(rows) + len(told) == len(bodies)
    assert all(len(row) == len(records.fields) for row in rows)
    for target in (Target.CSV, Target.JSONL, Target.PARQUET):
        with TemporaryDirectory() as name, writing(Path(name) / "out", records.fields, target, raw=False) as writer:
            writer.write(rows)
