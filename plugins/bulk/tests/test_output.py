"""Rows go out as a table, JSON lines or CSV, and command neither a terminal nor a spreadsheet."""

import csv
import io
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_bulk.cleaning import json_safe, neutral, shown, shown_lines
from deskbridge_bulk.output import CsvSink, Form, Output, json_line, print_table, write_rows
from deskbridge_bulk.problems import BulkError

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202eevil\u2066\x00\r\nnext"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_no_character_that_it_would_obey() -> None:
    out = Terminal()
    print_table(["name"], [{"name": HOSTILE}], out)
    assert not {"\x1b]", "\x07", "\x9b", "\u202e", "\u2066", "\x00"} & set(out.getvalue())
    assert "\x1b]" not in out.getvalue()
    assert "\\x1b]0;owned" in out.getvalue()


def test_more_columns_than_there_is_room_for_are_lines_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out, columns = io.StringIO(), [f"column_{number}" for number in range(19)]
    rows = [dict.fromkeys(columns, "9bc24dc4691c94d93e0d895a"), {"column_1": HOSTILE, "column_2": None}]
    print_table(columns, rows, out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert lines[:2] == [["column_0", "9bc24dc4691c94d93e0d895a"], ["column_1", "9bc24dc4691c94d93e0d895a"]]
    assert len(lines) == 19 + 1 + 1 + 1
    assert lines[-2][0] == "column_1"
    assert not {"\x1b", "\x9b", "\u202e"} & set(out.getvalue())


@pytest.mark.parametrize(("length", "whole"), [(22, True), (36, True), (60, False)])
def test_an_id_is_in_one_piece_where_there_is_room_and_never_cut(
    monkeypatch: pytest.MonkeyPatch, length: int, *, whole: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out, one = io.StringIO(), "7" * length
    print_table(["id", "status", "subject", "customer_id"], [{"id": one, "subject": "kites " * 20}], out)
    assert (one in out.getvalue(), out.getvalue().count("7")) == (whole, length)
    assert max(map(len, out.getvalue().splitlines())) <= 80


def test_times_in_csv_are_all_of_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    times = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 5000, tzinfo=UTC)]
    write_rows([{"at": one} for one in times], ["at"], Output(form=Form.CSV))
    assert capsys.readouterr().out.split() == [
        "at",
        "2026-01-01T00:00:00.000000+00:00",
        "2026-01-01T00:00:00.005000+00:00",
    ]


def test_markup_of_others_is_text() -> None:
    out = io.StringIO()
    print_table(["name"], [{"name": "[bold]x[/nonsense]"}], out)
    assert "[bold]x[/nonsense]" in out.getvalue()


def test_lines_keep_their_breaks_and_nothing_else_of_control() -> None:
    assert shown_lines("a\r\nb\tc\x1b[2J") == "a\nb\tc\\x1b[2J"
    assert shown("a\nb") == "a\\nb"


@given(st.text())
@settings(max_examples=60)
def test_json_is_read_back_whole_and_commands_nothing(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert json_safe(line) == line
    assert "\n" not in line


def test_half_a_character_is_still_json() -> None:
    assert json.loads(json_line({"text": "\ud83d", "number": 2**80})) == {"text": "\ud83d", "number": 2**80}


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        " =1",
        '"=1',
        "'=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "\u00a0=1",
        "\u200b=1",
        "\u201c=1",
        "\x00=1",
        "\u2060=1",
        "\ufe661",
        "\ufe621",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "1-1", "person@example.org", "'quoted'", "(555) 1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert neutral(cell) == cell


def written(rows: list[dict[str, object]], *, raw: bool = False) -> str:
    out = io.StringIO()
    sink = CsvSink(["a", "b"], out, Output(form=Form.CSV, raw=raw))
    for row in rows:
        sink.add(row)
    return out.getvalue()


def test_numbers_are_no_formulas_and_texts_are() -> None:
    assert written([{"a": -5, "b": "-5"}]) == "a,b\r\n-5,'-5\r\n"
    assert written([{"a": -5, "b": "-5"}], raw=True) == "a,b\r\n-5,-5\r\n"


def test_a_first_cell_stays_one_by_another_delimiter_too() -> None:
    assert written([{"a": "x;=1+1", "b": None}]) == 'a,b\r\n"x;=1+1",""\r\n'


def test_values_of_every_kind_have_a_text() -> None:
    rows = [{"a": datetime(2024, 1, 2, tzinfo=UTC), "b": True}, {"a": ["x", 1], "b": {"k": None}}]
    assert list(csv.reader(io.StringIO(written(rows)))) == [
        ["a", "b"],
        ["2024-01-02T00:00:00.000000+00:00", "true"],
        ['["x",1]', '{"k":null}'],
    ]


def test_json_lines_end_with_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_rows([{"a": 1, "more": 2}], ["a", "b"], Output(form=Form.JSON), summary={"rows": 1}) == 1
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"a": 1, "b": None, "more": 2},
        {"summary": True, "rows": 1},
    ]


def test_a_file_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with pytest.raises(ZeroDivisionError):
        write_rows(({"a": 1 / number} for number in (1, 0)), ["a"], Output(form=Form.CSV, path=path))
    assert list(tmp_path.iterdir()) == []
    write_rows([{"a": "x"}], ["a"], Output(form=Form.CSV, path=path))
    assert path.read_bytes() == b"a\r\nx\r\n"


def test_a_pipe_or_a_device_gets_the_rows_and_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for name in ("pipe", "link"):
        with ThreadPoolExecutor(1) as other:
            read = other.submit((tmp_path / "pipe").read_bytes)
            write_rows([{"a": "x"}], ["a"], Output(form=Form.CSV, path=tmp_path / name))
            assert read.result(5) == b"a\r\nx\r\n"
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]


def test_who_reads_a_pipe_gets_each_row_when_it_is_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    first_is_read = threading.Event()

    def rows() -> Iterator[dict[str, object]]:
        yield {"a": 1}
        yield {"a": first_is_read.wait(5)}

    def read() -> list[str]:
        with (tmp_path / "pipe").open() as pipe:
            first = pipe.readline()
            first_is_read.set()
            return [first, *pipe]

    with ThreadPoolExecutor(1) as other:
        lines = other.submit(read)
        write_rows(rows(), ["a"], Output(form=Form.JSON, path=tmp_path / "pipe"))
        assert lines.result(5) == ['{"a":1}\n', '{"a":true}\n']


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    with pytest.raises(BulkError, match="is a link, which would be replaced; name the file itself"):
        write_rows([{"a": "x"}], ["a"], Output(form=Form.CSV, path=tmp_path / "link"))
    assert ((tmp_path / "precious").read_text(), (tmp_path / "link").is_symlink()) == ("precious", True)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BulkError, match="--out"):
        write_rows([], ["a"], Output(path=tmp_path / "none" / "out.csv"))


def test_a_long_table_is_written_page_by_page(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(({"a": number} for number in range(1200)), ["a"], Output())
    assert capsys.readouterr().out.count("1199") == 1
