"""A table is read as it streams, whatever wrote it; what is wrong with it is said with the row."""

import csv
import io
import os
import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_bulk.problems import SheetError
from deskbridge_bulk.sheets import BadRow, Reading, SheetRow, check_columns, open_sheet

TEXT = "name,task\nMüller,“done”\nŽižka,a;b\n"


def rows_of(path: Path, reading: Reading | None = None, wanted: tuple[str, ...] = ()) -> list[SheetRow | BadRow]:
    with open_sheet(path, reading, wanted=wanted) as sheet:
        return list(sheet)


def cells_of(path: Path, reading: Reading | None = None) -> list[dict[str, str]]:
    return [dict(one.cells) for one in rows_of(path, reading) if isinstance(one, SheetRow)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize(
    "encoded",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.removesuffix("\n").encode(),
        TEXT.replace("\n", "\n\n\r\n").encode(),
    ],
)
def test_encodings_and_line_ends_are_recognised(path: Path, encoded: bytes) -> None:
    path.write_bytes(encoded)
    assert cells_of(path) == [{"name": "Müller", "task": "“done”"}, {"name": "Žižka", "task": "a;b"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised_by_the_header(path: Path, delimiter: str) -> None:
    path.write_text(f'name{delimiter}task\nA,B;C{delimiter}"x{delimiter}y"\n')
    expected = [{"name": "A,B;C", "task": f"x{delimiter}y"}]
    if delimiter in {",", ";"}:
        path.write_text(f'name{delimiter}task\nA B C{delimiter}"x{delimiter}y"\n')
        expected = [{"name": "A B C", "task": f"x{delimiter}y"}]
    assert cells_of(path) == expected


@pytest.mark.parametrize("first", ["sep=|\n", '"sep=|"\r\n', "SEP=|\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_that_excel_names_in_a_line_of_its_own_is_taken(path: Path, first: str, encoding: str) -> None:
    path.write_bytes(f"{first}name;x|task\nA;B|C\n".encode(encoding))
    with open_sheet(path) as sheet:
        assert (sheet.columns, sheet.about) == (("name;x", "task"), 1)
        assert [(one.number, one.line) for one in sheet] == [(1, 3)]
    assert cells_of(path) == [{"name;x": "A;B", "task": "C"}]
    assert cells_of(path, Reading(delimiter=";")) == [{"name": "A", "x|task": "B|C"}]


def test_wanted_columns_decide_where_the_header_is_of_two_minds(path: Path) -> None:
    path.write_text("name;task, or part, or more\nx;y\n")
    assert [one.cells["name"] for one in rows_of(path, wanted=("name",)) if isinstance(one, SheetRow)] == ["x"]


@pytest.mark.parametrize(
    ("encoded", "said"),
    [
        ("name,task\nЖизнь,мир\n".encode("cp1251"), "line 2"),
        ("name,task\nこんにちは,x\n".encode("shift_jis"), "line 2"),
        ("name,task\nMüller,Ünal\n".encode() + b"broken\xff,x\n", "line 3: broken"),
        (b"\xef\xbb\xbfname,task\nx\xff,y\n", "line 2"),
        (b"\xff\xfen\x00a\x00,\x00b\x00\n\x00x", "middle of a character"),
    ],
)
def test_a_file_of_another_encoding_is_refused_with_its_first_offending_row(
    path: Path, encoded: bytes, said: str
) -> None:
    path.write_bytes(encoded)
    with pytest.raises(SheetError, match=said):
        rows_of(path)


def test_an_encoding_that_was_given_is_taken_at_its_word(path: Path) -> None:
    path.write_bytes("name,task\nЖизнь,мир\n".encode("cp1251"))
    assert cells_of(path, Reading(encoding="cp1251")) == [{"name": "Жизнь", "task": "мир"}]
    with pytest.raises(SheetError, match="not utf-8"):
        rows_of(path, Reading(encoding="utf-8"))
    for name in ("nonsense", "base64", "rot13", "undefined", "unicode_escape", "utf-7"):
        with pytest.raises(SheetError, match="no text encoding"):
            rows_of(path, Reading(encoding=name))


def test_a_wrong_delimiter_shows_the_first_row(path: Path) -> None:
    path.write_text("name;task\na;b\n")
    with open_sheet(path, Reading(delimiter=",")) as sheet, pytest.raises(SheetError, match="name;task"):
        check_columns(sheet, required=["name"])
    path.write_text("name;task\na,b\nc,d\n")
    with pytest.raises(SheetError, match="line 2, does not fit: it has 1 cells where the header has 2: a,b"):
        rows_of(path)


def test_a_bad_row_is_told_with_its_number_and_line_and_the_others_go_on(path: Path) -> None:
    path.write_text('a,b\n1,2\n\n"x"y,2\n3,4,5\n"multi\nline",6\n7,\0\n8,9\n')
    read = rows_of(path)
    assert [(one.number, one.line) for one in read] == [(1, 2), (2, 4), (3, 5), (4, 6), (5, 8), (6, 9)]
    assert [isinstance(one, BadRow) for one in read] == [False, True, True, False, True, False]
    assert "3 cells where the header has 2: 3,4,5" in str(read[2])


def test_a_quote_that_is_never_closed_ends_the_reading(path: Path) -> None:
    path.write_text('a,b\n1,2\n"open,3\n4,5\n')
    first, last = rows_of(path)
    assert isinstance(first, SheetRow)
    assert isinstance(last, BadRow)
    assert (last.number, last.line) == (2, 3)
    assert "never closed; nothing from here on" in last.problem


def test_a_quote_that_is_never_closed_is_what_a_cell_of_many_lines_may_be(path: Path) -> None:
    path.write_text('a,b\n1,2\n"open,3\n' + "4,5\n" * 50_000)
    last = rows_of(path)[-1]
    assert isinstance(last, BadRow)
    assert "longer than 131,072 characters; nothing from here on was read. Is a quote not closed?" in last.problem


def test_an_endless_line_is_refused_without_holding_it(path: Path) -> None:
    path.write_bytes(b"a,b\n1,2\n" + b"x" * 3_000_000 + b"\n1,2\n")
    last = rows_of(path)[-1]
    assert isinstance(last, BadRow)
    assert "longer than" in last.problem


def test_a_long_cell_is_a_bad_row(path: Path) -> None:
    path.write_bytes(b"a,b\n1,2\n" + b"x" * 200_000 + b",1\n3,4\n")
    assert [isinstance(one, BadRow) for one in rows_of(path)] == [False, True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (b"a,b,a\n1,2,3\n", "'a' twice"),
        (b"," * 200_000 + b"\n", "empty"),
        (b"a" + b",b" * 2_000 + b"\n", "columns"),
        (b'"a,b\n1,2\n', "never closed"),
    ],
)
def test_a_header_that_is_none_is_refused(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(SheetError, match=said):
        rows_of(path)


def test_a_header_without_end_are_refused(path: Path) -> None:
    path.write_bytes(b",".join(b"%d" % number for number in range(200_000)) + b"\n")
    with pytest.raises(SheetError, match=r"longer than|columns"):
        rows_of(path)


def test_a_column_without_a_name_may_only_be_empty(path: Path) -> None:
    path.write_text("a,\n1,\n2,3\n")
    first, second = rows_of(path)
    assert isinstance(first, SheetRow)
    assert dict(first.cells) == {"a": "1"}
    assert isinstance(second, BadRow)


def test_missing_and_unknown_columns_are_named(path: Path) -> None:
    path.write_text("e-mail,name,custom:x\na,b,c\n")
    with open_sheet(path) as sheet:
        with pytest.raises(SheetError, match=r"column email is missing. Is it 'e-mail'\?"):
            check_columns(sheet, required=["email"])
        with pytest.raises(SheetError, match=r"'name'.*Columns: e-mail, custom:\.\.\."):
            check_columns(sheet, required=[], known=["e-mail"], prefixes=["custom:"])
        with pytest.raises(SheetError, match=r"'e-mail', so remove or rename it\. Is it 'email'\? Columns: email"):
            check_columns(sheet, required=[], known=["email", "name"], prefixes=["custom:"])


def test_letters_that_only_look_like_those_of_a_column_are_told(path: Path) -> None:
    path.write_text("n\u0430me,x\na,b\n", encoding="utf-8")
    with open_sheet(path) as sheet:
        for wanted in ({"required": ["name"]}, {"required": [], "known": ["name", "x"]}):
            with pytest.raises(SheetError, match=r"Is it '.*'\? The letters are 'n\\u0430me'"):
                check_columns(sheet, **wanted)


def test_a_long_name_of_a_column_is_told_in_short(path: Path) -> None:
    path.write_text(f"a,{'x' * 100_000}\n1,2\n")
    with open_sheet(path) as sheet, pytest.raises(SheetError) as wrong:
        check_columns(sheet, required=["a"], known=["a"])
    assert len(str(wrong.value)) < 1_000


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SheetError, match="can't be read"):
            rows_of(path)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=2, max_size=2),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=50, deadline=None)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("sheets") / "table.csv"
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", "b"], *table])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    expected = [{"a": a.strip(), "b": b.strip()} for a, b in table]
    assert cells_of(path, Reading(delimiter=",")) == expected


def test_many_rows_need_no_memory(path: Path) -> None:
    with path.open("w") as file:
        file.write("a,b\n")
        file.writelines("some text,some other text\n" for _ in range(40_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_sheet(path) as sheet:
        assert sum(1 for _ in sheet) == sheet.about == 40_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_last_row_without_an_end_of_line_counts(path: Path, encoding: str, end: str) -> None:
    path.write_bytes(f"email\r\na@b.example\r\nc@d.example{end}".encode(encoding))
    with open_sheet(path) as sheet:
        assert (sheet.about, len(list(sheet))) == (2, 2)


def test_what_can_not_be_read_twice_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(SheetError, match="write it into a file first"), open_sheet(path):
            pass


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1252", "is read as Windows-1252"),
        ("mac_roman", "line 3: b@example.org;MŸller"),
        ("utf-8", ""),
        ("utf-16", ""),
    ],
)
def test_an_encoding_that_is_a_guess_is_said_with_the_first_row_that_shows_it(terminal, encoding, said):
    table = terminal.folder / "table.csv"
    table.write_bytes("email;name\na@example.org;Ann\nb@example.org;Müller\n".encode(encoding))
    ran = terminal.run("customers", "update", table, "--desk", "memory", "--dry-run", "--json")
    assert said in ran.err
    assert (ran.err == "") == (said == "")
