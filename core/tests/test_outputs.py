"""What vendors declare of their files is checked where it is declared."""

from __future__ import annotations

from typing import Any

import pytest

from deskbridge.outputs import Column, ExportFile, Outputs, Spread
from deskbridge.plugins import plugins
from deskbridge.records import Topic

NAME = Column("name", ("name",))


def file(**changes: Any) -> ExportFile:
    given: dict[str, Any] = {"name": "topics.jsonl", "columns": (NAME,), "kind": Topic, "record": lambda _: None}
    return ExportFile(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"columns": (NAME, NAME)}, "two columns have one name"),
        ({"spread": Spread(word_column="kind", value_column="name", lists={})}, "two columns have one name"),
        ({"columns": (Column("name", ()),)}, "path is empty"),
        ({"columns": (Column("name", ("name",), only="SMS"),)}, "no tag tells kinds"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        file(**changes)


def test_a_column_is_for_one_kind_of_lines_where_a_tag_tells_kinds() -> None:
    declared = file(columns=(NAME, Column("text", ("content", "text"), only="SMS")), tag=("content", "type"))
    assert [column.name for column in declared.columns if column.only == "SMS"] == ["text"]


def test_a_vendor_that_declares_nothing_has_no_files_and_no_reports() -> None:
    assert plugins().vendor("memory").outputs() == Outputs(files=(), reports=())
