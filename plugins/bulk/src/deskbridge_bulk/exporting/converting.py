"""Export files as tables: one file a kind, read and written as streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from attrs import define, field, frozen

from deskbridge_bulk.exporting.doubles import Superseded, superseded
from deskbridge_bulk.exporting.lines import Block, blocks
from deskbridge_bulk.exporting.neutral import Records
from deskbridge_bulk.exporting.shaping import Shape
from deskbridge_bulk.exporting.sources import Group
from deskbridge_bulk.exporting.tables import Table
from deskbridge_bulk.exporting.writing import Target, Writer, cell_of, quoting, writing
from deskbridge_bulk.problems import BulkError

Tell = Callable[[Path, int, str], None]
"""Takes a file, the number of a line of it that can't be read, and what is wrong."""
Read = Callable[[int], None]
"""Takes how many bytes more were read."""


@frozen(kw_only=True)
class Conversion:
    """How to convert.

    Attributes:
        target: To what.
        neutral: Whether to neutral columns, and not to the vendor's own.
        raw: Whether cells of CSV that begin like a formula stay as they are.
    """

    target: Target
    neutral: bool = False
    raw: bool = False


@define(kw_only=True)
class Converted:
    """What became of the files of a kind.

    Attributes:
        path: The table.
        rows: How many rows it has.
        doubles: How many lines were left out because the same thing comes again later.
        broken: How many lines could not be read.
        unplaced: Of which kind of line, that no column is for, how many came: of these only the columns of all kinds
            are filled.
    """

    path: Path
    rows: int = 0
    doubles: int = 0
    broken: int = 0
    unplaced: Mapping[str, int] = field(factory=dict)


def places(groups: Sequence[Group], target: Target, folder: Path, *, within: Sequence[Path] = ()) -> list[Path]:
    """Return where the table of each group goes.

    Args:
        groups: What is converted.
        target: To what.
        folder: Where the tables go.
        within: The folders that were looked through for files.

    Raises:
        BulkError: A table would replace a file that it is made of, or be taken for one the next time.
    """
    made = [folder / f"{_stem(group)}.{target}" for group in groups]
    read = {path.resolve() for group in groups for path in group.paths}
    if taken := next((one for one in made if one.resolve() in read), None):
        msg = f"{taken} would replace a file that it is made of; name another folder by --out"
        raise BulkError(msg)
    read_again = next((one for one in within if folder.resolve().is_relative_to(one.resolve())), None)
    if target is Target.JSONL and read_again is not None:
        msg = (
            f"{made[0]} would be taken for an export file the next time; name a folder outside of {read_again} by --out"
        )
        raise BulkError(msg)
    return made


def _stem(group: Group) -> str:
    return group.paths[0].stem if len(group.paths) == 1 else Path(group.file.name).stem


def convert(group: Group, path: Path, how: Conversion, tell: Tell, read: Read = lambda _: None) -> Converted:
    """Make a table of the files of a kind; of what comes in several of them, the last is taken.

    Args:
        group: The files.
        path: Where the table goes.
        how: How to convert.
        tell: Hears of lines that can't be read.
        read: Hears how far it is.

    Raises:
        BulkError: A file can't be read, or the table can't be written.
    """
    made = Converted(path=path)
    table = _table(group, how)
    # A job tells nothing twice; only several can.
    doubles = superseded(group.paths, group.file.key) if len(group.paths) > 1 else None
    with writing(path, table.fields, how.target, raw=how.raw) as writer:
        _copy(group.paths, table, writer, _Counting(made, tell, read), doubles)
    made.doubles = doubles.count if doubles else 0
    made.unplaced = table.unplaced
    return made


def _table(group: Group, how: Conversion) -> Table:
    if how.neutral:
        return Records(group.file)
    quote = quoting() if how.target is Target.CSV else None
    return Shape(group.file, cell_of(how.target, raw=how.raw), quote)


def _copy(paths: Sequence[Path], table: Table, writer: Writer, counting: _Counting, doubles: Superseded | None) -> None:
    for path, block, wanted in _wanted(paths, doubles):
        rows = table.rows(block, wanted, partial(counting.broken, path))
        writer.write(rows)
        counting.made.rows += len(rows)
        counting.read(len(block.text))


def _wanted(paths: Sequence[Path], doubles: Superseded | None) -> Iterator[tuple[Path, Block, Sequence[bool] | None]]:
    place = 0
    for path in paths:
        for block in blocks(path):
            lines = range(place, place + block.count)
            yield path, block, None if doubles is None else [at not in doubles for at in lines]
            place = lines.stop


@define
class _Counting:
    made: Converted
    _tell: Tell
    read: Read

    def broken(self, path: Path, number: int, problem: str) -> None:
        self.made.broken += 1
        self._tell(path, number, problem)
