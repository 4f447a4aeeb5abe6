"""What a vendor's export files and reports are, declared as data.

A desk gives out files and tables in the vendor's own words (see `deskbridge.protocols.Exports` and `Reports`). What a
program has to know to turn them into tables of its own, without knowing the vendor, stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from deskbridge.records import Record

WORK_SESSIONS = "work-sessions"
"""The name under which the columns of `Reports.work_sessions` are declared."""


@frozen
class Column:
    """A column of the table that an export file becomes.

    Attributes:
        name: Its header.
        path: The keys that lead to its value, from the line inwards.
        only: The kind of lines that has it, as `ExportFile.tag` leads to it; "" for all.
    """

    name: str
    path: tuple[str, ...]
    only: str = ""


@frozen(kw_only=True)
class Spread:
    """Lists of a line whose entries get a row each, one list after the other; a line without entries gets one row.

    Attributes:
        word_column: The column that says which list it is.
        value_column: The column with the entry.
        lists: For each list the word, and the line's key.
    """

    word_column: str
    value_column: str
    lists: Mapping[str, str]


@frozen(kw_only=True)
class ExportFile:
    """One of the files that a vendor's export jobs write: JSON, a line an object.

    Attributes:
        name: As the jobs name it.
        columns: The table that it becomes, in the vendor's own words.
        kind: The kind of record that a line is.
        record: Reads a line as one; raises `MalformedAnswerError` for what is none.
        tag: The keys that lead to the word for a line's kind; () where all lines are of one. A line without that word
            is broken.
        spread: What makes several rows of a line.
        key: The key of what tells a line from every other; where several files have the same, it is the same thing.

    Raises:
        ValueError: Two columns have one name, a path is empty, or a column is for one kind of lines only and nothing
            tells the kinds apart.
    """

    name: str
    columns: tuple[Column, ...]
    kind: type[Record]
    record: Callable[[bytes], Record]
    tag: tuple[str, ...] = ()
    spread: Spread | None = None
    key: str = "id"

    def __attrs_post_init__(self) -> None:
        spread = (self.spread.word_column, self.spread.value_column) if self.spread else ()
        names = [*(one.name for one in self.columns), *spread]
        wrong = {
            "two columns have one name": len(set(names)) < len(names),
            "a column's path is empty": not all(one.path for one in self.columns),
            "a column is for one kind of lines only, and no tag tells kinds": not self.tag
            and any(one.only for one in self.columns),
        }
        if told := [reason for reason, found in wrong.items() if found]:
            msg = f"{self.name}: {'; '.join(told)}"
            raise ValueError(msg)


@frozen(kw_only=True)
class ReportKind:
    """A report that can be asked for.

    Attributes:
        name: As `ReportQuery.name` has it; `WORK_SESSIONS` for the columns of `Reports.work_sessions`.
        about: What it tells, in a few words; "" if the vendor does not say.
        filters: The names of the filters that it takes.
        sums: The columns whose numbers add up to something.
    """

    name: str
    about: str = ""
    filters: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


@frozen(kw_only=True)
class Outputs:
    """All that a vendor declares of them.

    Attributes:
        files: Its export files.
        reports: Its reports, those that are known; a vendor may have more.
    """

    files: tuple[ExportFile, ...] = ()
    reports: tuple[ReportKind, ...] = ()
