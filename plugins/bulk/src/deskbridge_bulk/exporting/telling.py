"""What a conversion tells: to people a table and the first broken lines, to programs every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deskbridge_bulk.exporting.converting import Conversion, Converted, convert
from deskbridge_bulk.exporting.sources import Group
from deskbridge_bulk.output import Form, Output, Row, open_sink, say
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.telling import progress

_MIB = 1 << 20
MOST_TOLD = 20
"""Broken lines that people are told of one by one."""
_COLUMNS = ("row", "action", "id", "status", "error")
_SHOWN = ("id", "rows", "doubles", "broken")


class Telling:
    """Tells of lines that can't be read as they come, and counts them.

    Attributes:
        broken: How many there were.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.broken = 0


def converted(wanted: Sequence[tuple[Group, Path]], how: Conversion, telling: Telling) -> None:
    """Convert files, and tell what became of them.

    Raises:
        BulkError: A file can't be read, or a table can't be written; those before it are written.
    """
    output = Output(form=Form.JSON if telling.as_json else Form.TABLE)
    total = {"rows": 0, "doubles": 0, "broken": 0}
    with open_sink(_COLUMNS if telling.as_json else _SHOWN, output) as sink:

        def broken(path: Path, number: int, problem: str) -> None:
            telling.broken += 1
            if telling.as_json:
                sink.add({"row": number, "action": "convert", "id": str(path), "status": "failed", "error": problem})
            elif telling.broken <= MOST_TOLD:
                say(f"{path}, line {number}: {problem}")

        for group, path in wanted:
            _make_room(path)
            with _progress(group, silent=telling.as_json) as read:
                one = convert(group, path, how, broken, read)
            sink.add(_row(one))
            total = {name: number + getattr(one, name) for name, number in total.items()}
            _say_unplaced(one)
        if telling.broken > MOST_TOLD and not telling.as_json:
            say(f"and {telling.broken - MOST_TOLD} more lines that can't be read; --json tells all")
        sink.close(total)


@contextmanager
def _progress(group: Group, *, silent: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar of MiB on a terminal."""
    size = sum(path.stat().st_size for path in group.paths if path.is_file())
    done = 0
    with progress(f"{group.file.name}, MiB", size // _MIB + 1, silent=silent) as advance:

        def read(more: int) -> None:
            nonlocal done
            for _ in range(done // _MIB, (done + more) // _MIB):
                advance()
            done += more

        yield read


def _row(one: Converted) -> Row:
    told = {"row": None, "action": "convert", "id": str(one.path), "status": "done", "error": None}
    return {**told, "rows": one.rows, "doubles": one.doubles, "broken": one.broken, "unplaced": dict(one.unplaced)}


def _say_unplaced(one: Converted) -> None:
    for kind, number in sorted(one.unplaced.items()):
        say(f"{one.path}: {number} lines are {kind}, whose contents no column is for; --neutral has them")


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        msg = f"{path.parent} can't be made: {wrong.strerror}; choose another folder by --out"
        raise BulkError(msg) from wrong
