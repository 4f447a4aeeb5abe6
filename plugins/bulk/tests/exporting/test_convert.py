"""Export files become tables, the same as the vendor's own script makes where it is right."""

from __future__ import annotations

import csv
import gc
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskbridge_bulk.exporting.sources import Known, grouped, known_files
from deskbridge_bulk.problems import BulkError

Run = Callable[..., Any]
Start = Callable[..., Any]
DATA = Path(__file__).parent / "data"
KINDS = ["conversation_items", "customers", "topics", "agents"]
ITEMS = "conversation_items.jsonl"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder with the published lines."""
    folder = tmp_path / "published"
    folder.mkdir()
    for name in KINDS:
        shutil.copy(DATA / f"{name}.jsonl", folder)
    return folder


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as read:
        return list(csv.reader(read))


def items(*changes: dict[str, Any]) -> str:
    usual = {"id": "i", "customerId": "c", "timestamp": "2026-01-01T00:00:00.000Z"}
    content = {"type": "SMS", "from": "1", "to": "2", "content": "Hello"}
    return "".join(
        json.dumps({**usual, **one, "content": {**content, **one.get("content", {})}}) + "\n" for one in changes
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_the_vendors_scripts_with_the_headers_that_its_list_forgets(
    published: Path, deskbridge: Run, kind: str
) -> None:
    ran = deskbridge("export", "convert", published / f"{kind}.jsonl", "--raw")
    assert ran.code == 0
    header, *rows = table(published / f"{kind}.csv")
    expected_header, *expected = table(DATA / f"{kind}.csv")
    if kind == "conversation_items":
        expected_header += ["instagram_content", "whatsapp_content"]
    assert header == expected_header
    assert rows == expected


def test_what_no_column_is_for_is_told_by_its_kind(published: Path, deskbridge: Run) -> None:
    ran = deskbridge("export", "convert", published / ITEMS)
    assert "1 lines are TWITTER, whose contents no column is for" in ran.err


def test_no_cell_can_be_executed_by_a_spreadsheet(tmp_path: Path, deskbridge: Run) -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", ' "=1', "\uff1d1", "'=1", "a,=1", 'a"\n=1']
    (tmp_path / ITEMS).write_text(items(*({"id": one, "content": {"content": one}} for one in hostile)))
    deskbridge("export", "convert", ITEMS)
    header, *rows = table(tmp_path / "conversation_items.csv")
    texts = [row[header.index("sms_content")] for row in rows]
    assert texts == [f"'{one}" for one in hostile[:9]] + hostile[9:]
    assert [row[0] for row in rows] == texts
    deskbridge("export", "convert", ITEMS, "--raw")
    assert [row[0] for row in table(tmp_path / "conversation_items.csv")[1:]] == hostile


def test_a_broken_line_is_told_by_its_number_and_the_others_go_on(tmp_path: Path, deskbridge: Run) -> None:
    whole = items({"id": "1"}, {"id": "2"})
    broken = [b"{", b"[1]", b"\xff", b'{"id":"x"}', b'{"id":"x","content":{}}', b"", b"[" * 100_000, b"{},{}"]
    (tmp_path / ITEMS).write_bytes(b"\xef\xbb\xbf" + whole.encode() + b"\r\n".join(broken) + b"\n" + whole.encode())
    ran = deskbridge("export", "convert", ITEMS, "--json")
    assert ran.code == 1
    assert [line["row"] for line in ran.lines[:-2]] == [3, 4, 5, 6, 7, 9, 10]
    assert {line["status"] for line in ran.lines[:-2]} == {"failed"}
    assert ran.lines[-1] == {"summary": True, "rows": 4, "doubles": 0, "broken": 7}
    assert "no JSON object but a list" in ran.lines[1]["error"]
    assert "lacks content.type" in ran.lines[3]["error"]
    shown = deskbridge("export", "convert", ITEMS)
    assert shown.code == 1
    assert f"{ITEMS}, line 3: it is no JSON" in shown.err


@pytest.mark.parametrize("more", [[], ["--neutral"], ["--neutral", "--to", "jsonl"], ["--to", "parquet"]])
def test_a_text_cut_in_the_middle_of_an_emoji_is_no_broken_line(
    tmp_path: Path, deskbridge: Run, more: list[str]
) -> None:
    cut = items({"id": "1", "content": {"content": "It's me \ud83d"}}, {"id": "2", "content": {"content": "\ude00!"}})
    assert "\\ud83d" in cut
    (tmp_path / ITEMS).write_text(cut + items({"id": "3", "content": {"content": "\U0001f600 \\ud83d"}}))
    ran = deskbridge("export", "convert", ITEMS, "--out", "made", "--json", *more)
    assert (ran.code, ran.lines[-1]["rows"], ran.lines[-1]["broken"]) == (0, 3, 0)
    if "parquet" not in more:
        made = next((tmp_path / "made").iterdir()).read_text(encoding="utf-8")
        assert all(text in made for text in ("It's me \ufffd", "\ufffd!", "\U0001f600 \\"))


def test_a_file_that_was_not_fetched_to_its_end_is_told_to_be_missing(published: Path, deskbridge: Run) -> None:
    (published / "customers.jsonl").rename(published / "customers.jsonl.part")
    ran = deskbridge("export", "convert", "published", "--json")
    assert (ran.code, ran.lines[-1]["broken"]) == (1, 0)
    assert "published/customers.jsonl.part is not whole and was left out" in ran.err


def test_an_endless_line_is_left_out_and_the_rest_is_read(
    tmp_path: Path, deskbridge: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbridge_bulk.exporting import lines

    monkeypatch.setattr(lines, "BLOCK_BYTES", 512)
    monkeypatch.setattr(lines, "MOST_LINE_BYTES", 2048)
    many = items(*({"id": str(number)} for number in range(20)))
    (tmp_path / ITEMS).write_text(many + "x" * 10_000 + "\n" + many + "y" * 10_000)
    ran = deskbridge("export", "convert", ITEMS, "--json")
    assert [line["row"] for line in ran.lines if line.get("status") == "failed"] == [21, 42]
    assert ran.lines[-1]["rows"] == 40


def test_a_folder_of_jobs_merges_without_doubles_and_the_latest_wins(tmp_path: Path, deskbridge: Run) -> None:
    jobs = {"b-old": "2026-01-01T00:00:00Z", "a-new": "2026-01-02T00:00:00Z"}
    for name, ended in jobs.items():
        folder = tmp_path / "jobs" / name
        folder.mkdir(parents=True)
        (folder / "job.json").write_text(json.dumps({"ends_at": ended, "updated_at": None}))
        same = [{"id": str(number), "content": {"content": f"{name} {number}"}} for number in range(3)]
        (folder / ITEMS).write_text(items(*same, {"id": name}))
    ran = deskbridge("export", "convert", "jobs", "--json", "--out", "made")
    assert ran.lines[-1] == {"summary": True, "rows": 5, "doubles": 3, "broken": 0}
    header, *rows = table(tmp_path / "made" / "conversation_items.csv")
    assert [row[0] for row in rows] == ["b-old", "0", "1", "2", "a-new"]
    assert [row[header.index("sms_content")] for row in rows[1:4]] == ["a-new 0", "a-new 1", "a-new 2"]


def test_of_two_jobs_of_one_period_the_one_done_last_wins(tmp_path: Path, deskbridge: Run) -> None:
    for name, done in {"a-again": "2026-01-02T09:00:00Z", "b-first": "2026-01-02T05:00:00Z"}.items():
        folder = tmp_path / "jobs" / name
        folder.mkdir(parents=True)
        (folder / "job.json").write_text(json.dumps({"ends_at": "2026-01-02T00:00:00Z", "updated_at": done}))
        (folder / "agents.jsonl").write_text(json.dumps({"id": "1", "name": name}) + "\n")
    deskbridge("export", "convert", "jobs")
    assert [row[1] for row in table(tmp_path / "jobs" / "agents.csv")[1:]] == ["a-again"]


def test_many_doubles_in_many_files_leave_each_id_once(tmp_path: Path, deskbridge: Run) -> None:
    for place in range(3):
        (tmp_path / f"{place}-{ITEMS}").write_text(
            items(*({"id": str(number % 700), "content": {"content": str(place)}} for number in range(1_000)))
        )
    deskbridge("export", "convert", *sorted(tmp_path.glob(f"*-{ITEMS}")), "--to", "jsonl", "--out", "made")
    rows = [json.loads(line) for line in (tmp_path / "made" / ITEMS).read_text().splitlines()]
    assert sorted(int(one["id"]) for one in rows) == list(range(700))
    assert {one["sms_content"] for one in rows} == {"2"}


def test_neutral_columns_are_the_same_words_for_every_helpdesk(published: Path, deskbridge: Run) -> None:
    ran = deskbridge("export", "convert", published, "--neutral", "--out", "made")
    assert ran.code == 0
    header, *rows = table(published.parent / "made" / "conversation_items.csv")
    first = dict(zip(header, rows[0], strict=True))
    assert first["kind"] == "message"
    assert first["direction"] == "inbound"
    assert (first["channel"], first["author_kind"], first["text"]) == ("chat", "customer", "54321")
    assert first["created_at"] == "2021-09-27T21:12:34.635000Z"
    assert len(rows) == 24
    customers = table(published.parent / "made" / "customers.csv")
    assert dict(zip(*customers[:2], strict=True))["emails"] == "martha.williams@gmail.com"


def test_neutral_times_are_all_of_one_form(tmp_path: Path, deskbridge: Run) -> None:
    (tmp_path / ITEMS).write_text(items({"timestamp": "2026-01-01T00:00:00Z"}, {"timestamp": "2026-01-01T00:00:00.5Z"}))
    deskbridge("export", "convert", ITEMS, "--neutral")
    header, *rows = table(tmp_path / "conversation_items.csv")
    times = [row[header.index("created_at")] for row in rows]
    assert times == ["2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.500000Z"]


@pytest.mark.parametrize("to", ["csv", "jsonl", "parquet"])
def test_a_time_outside_of_the_calendar_breaks_its_line_only(tmp_path: Path, deskbridge: Run, to: str) -> None:
    times = ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]
    (tmp_path / ITEMS).write_text(items(*({"timestamp": one} for one in times)))
    ran = deskbridge("export", "convert", ITEMS, "--neutral", "--to", to, "--out", "made", "--json")
    assert (ran.code, ran.lines[-1]["rows"], ran.lines[-1]["broken"]) == (1, 2, 2)


def test_neutral_json_lines_keep_what_has_parts(published: Path, deskbridge: Run) -> None:
    deskbridge("export", "convert", published / ITEMS, "--neutral", "--to", "jsonl", "--out", "made")
    lines = [json.loads(line) for line in (published.parent / "made" / ITEMS).read_text().splitlines()]
    (call,) = [one for one in lines if one["id"] == "QN1nURRuRne_eAEhW45UMA"]
    assert call["kind"] == "call"
    assert call["details"]["recording_seconds"] == 11


@pytest.mark.parametrize("neutral", [False, True])
def test_parquet_says_the_same(published: Path, deskbridge: Run, *, neutral: bool) -> None:
    from pyarrow import parquet

    more = ["--neutral", "--raw"] if neutral else ["--raw"]
    deskbridge("export", "convert", published, "--to", "parquet", *more)
    deskbridge("export", "convert", published, "--to", "csv", *more)
    for kind in KINDS:
        read = parquet.read_table(published / f"{kind}.parquet")
        header, *rows = table(published / f"{kind}.csv")
        assert read.column_names == header
        texts = [at for at, field in enumerate(read.schema) if str(field.type) == "string"]
        columns = [read.column(at).to_pylist() for at in texts]
        told = [list(row) for row in zip(*columns, strict=True)]
        if not neutral:
            assert [[one or "" for one in row] for row in told] == [[row[at] for at in texts] for row in rows]
        assert [row[0] for row in told] == [row[0] for row in rows]
    if neutral:
        items = parquet.read_table(published / "conversation_items.parquet")
        assert str(items.schema.field("created_at").type) == "timestamp[us, tz=UTC]"


def test_without_the_library_parquet_says_how_to_get_it(
    published: Path, deskbridge: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    ran = deskbridge("export", "convert", published / ITEMS, "--to", "parquet")
    assert ran.code == 2
    assert "deskbridge-bulk[parquet]" in ran.err
    assert not list(published.glob("*.part"))
    assert not list(published.glob("*.parquet"))


def test_a_conversion_to_parquet_that_fails_says_why_and_no_more(
    published: Path, deskbridge: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbridge_bulk.exporting import converting, lines

    def broken(path: Path) -> Any:
        yield from lines.blocks(path)
        msg = "the disk went away"
        raise BulkError(msg)

    monkeypatch.setattr(converting, "blocks", broken)
    ran = deskbridge("export", "convert", published / ITEMS, "--to", "parquet")
    gc.collect()
    assert (ran.code, ran.err) == (2, "deskbridge: the disk went away\n")


def test_a_file_of_another_name_is_converted_where_it_is_said_what_it_is(tmp_path: Path, deskbridge: Run) -> None:
    (tmp_path / "march.jsonl").write_text(items({"id": "1"}))
    ran = deskbridge("export", "convert", "march.jsonl")
    assert ran.code == 2
    assert "say by --kind" in ran.err
    assert deskbridge("export", "convert", "march.jsonl", "--kind", "conversation_items").code == 0
    assert [row[0] for row in table(tmp_path / "march.csv")] == ["id", "1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "there is no file nowhere.jsonl"),
        (["."], "there is no file to convert; known are agents.jsonl"),
        (["published/topics.jsonl", "--to", "jsonl"], "would replace a file that it is made of"),
        (
            ["published", "--to", "jsonl", "--out", "published/tables"],
            "would be taken for an export file the next time",
        ),
        (["published/topics.jsonl", "--vendor", "memory"], "no installed vendor declares any"),
        (["published/topics.jsonl", "--vendor", "nobody"], "no plugin named 'nobody'"),
        (["published/topics.jsonl", "--out", "published/topics.jsonl"], "is a file"),
    ],
)
def test_what_cant_start_is_one_clear_line_and_2(
    published: Path, deskbridge: Run, arguments: list[str], said: str
) -> None:
    if arguments == ["."]:
        shutil.rmtree(published)
    ran = deskbridge("export", "convert", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_customer_with_empty_lists_keeps_a_row(tmp_path: Path, deskbridge: Run) -> None:
    # The vendor's script loses those.
    (tmp_path / "customers.jsonl").write_text('{"id":"c","emailAddresses":[],"phoneNumbers":[]}\n')
    deskbridge("export", "convert", "customers.jsonl")
    assert table(tmp_path / "customers.csv")[1:] == [["c", "", "", "", "", "", ""]]


def test_what_was_fetched_is_converted_and_says_what_the_desk_says(
    start: Start, deskbridge: Run, tmp_path: Path
) -> None:
    served = start("synthetic:60")
    deskbridge("export", "fetch", "--desk", "support", "--job", "all", "--out", "jobs")
    ran = deskbridge("export", "convert", "jobs", "--neutral", "--to", "jsonl", "--out", "made", "--json")
    assert ran.code == 0
    held = served.sandbox.store
    agents = [json.loads(line) for line in (tmp_path / "made" / "agents.jsonl").read_text().splitlines()]
    assert agents
    assert {one["id"] for one in agents} <= set(held.agents)
    ids = [json.loads(line)["id"] for line in (tmp_path / "made" / ITEMS).read_text().splitlines()]
    assert len(ids) == len(set(ids))
    assert ran.lines[-1]["doubles"] > 0


def test_a_file_that_two_vendors_may_have_needs_to_be_told_whose_it_is(published: Path) -> None:
    known = known_files("gladly")
    rival = [Known("rival", one.file) for one in known]
    with pytest.raises(BulkError, match="may be a file of gladly and rival; say whose it is by --vendor"):
        grouped([published], [*known, *rival], None)


def test_another_program_than_ours_may_have_written_the_job_file(published: Path) -> None:
    (published / "job.json").write_text('{"ends_at": 7}')
    assert len(grouped([published], known_files("gladly"), None)) == 4


def test_a_pipe_where_a_job_tells_of_itself_holds_nobody_up(published: Path) -> None:
    os.mkfifo(published / "job.json")
    (job := published / "job").mkdir()
    (job / "job.json").write_text('{"ends_at": "2026-01-01T00:00:00Z"}')
    paths = [Path(shutil.copy(published / "topics.jsonl", job)), published / "topics.jsonl"]
    (group,) = grouped(paths, known_files(None), None)
    assert group.paths == (paths[1], paths[0])
