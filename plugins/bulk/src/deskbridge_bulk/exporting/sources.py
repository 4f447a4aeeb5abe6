"""Which files are to be converted, what they are, and which of them is later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
from attrs import frozen

from deskbridge.outputs import ExportFile
from deskbridge.plugins import Vendor, plugins
from deskbridge_bulk.problems import BulkError

JOB_FILE = "job.json"
"""What `export fetch` writes beside the files of a job: what the job says of itself."""
PART = ".part"
"""What the name of a file ends with that is not whole yet."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@frozen
class Known:
    """A kind of file, and whose it is."""

    vendor: str
    file: ExportFile


@frozen
class Group:
    """Files of one kind, the later ones last."""

    file: ExportFile
    paths: tuple[Path, ...]


def known_files(vendor: str | None) -> tuple[Known, ...]:
    """Return the kinds of files that installed vendors declare, those of one vendor if it is named.

    Raises:
        UnknownDeskError: No vendor has that name.
        PluginError: It can't be used.
    """
    asked: Iterable[Vendor] = plugins().vendors() if vendor is None else (plugins().vendor(vendor),)
    return tuple(Known(one.name, file) for one in asked for file in one.outputs().files)


def grouped(given: Sequence[Path], known: Sequence[Known], kind: str | None) -> list[Group]:
    """Find out what files are; a folder stands for all files in it that are known by their names.

    Args:
        given: Files and folders.
        known: What there can be.
        kind: What all of them are, by the name of the vendor's file with or without its ending; None goes by names.

    Raises:
        BulkError: One does not exist, is of no known kind, or may be of several.
    """
    found: dict[str, tuple[ExportFile, list[Path]]] = {}
    for path in dict.fromkeys(each for one in given for each in _files(one, known)):
        file = _kind(kind or path.name, path, known)
        found.setdefault(file.name, (file, []))[1].append(path)
    if not found:
        msg = f"there is no file to convert; known are {_names(known)}"
        raise BulkError(msg)
    return [Group(file, tuple(sorted(paths, key=_moment))) for file, paths in found.values()]


def broken_off(given: Sequence[Path], known: Sequence[Known]) -> list[Path]:
    """Return the files in folders that `export fetch` did not get to the end of, which are not converted."""
    parts = sorted(one for folder in given if folder.is_dir() for one in folder.rglob(f"*.jsonl{PART}"))
    wholes = [one.with_name(one.name.removesuffix(PART)) for one in parts]
    return [
        part
        for part, whole in zip(parts, wholes, strict=True)
        if _fitting(whole.name, known) and part.is_file() and not whole.exists()
    ]


def _files(given: Path, known: Sequence[Known]) -> Iterator[Path]:
    if given.is_dir():
        yield from sorted(one for one in given.rglob("*.jsonl") if one.is_file() and _fitting(one.name, known))
    elif given.is_file():
        yield given
    else:
        msg = f"there is no file {given}"
        raise BulkError(msg)


def _fitting(name: str, known: Sequence[Known]) -> list[Known]:
    return [one for one in known if name == one.file.name or name.endswith(f"-{one.file.name}")]


def _kind(name: str, path: Path, known: Sequence[Known]) -> ExportFile:
    fitting = _fitting(name, known) or _fitting(f"{name}.jsonl", known)
    if not fitting:
        msg = f"{path} is of no known kind; say by --kind which it is: {_names(known)}"
        raise BulkError(msg)
    if len(fitting) > 1:
        vendors = " and ".join(sorted(one.vendor for one in fitting))
        msg = f"{path} may be a file of {vendors}; say whose it is by --vendor"
        raise BulkError(msg)
    return fitting[0].file


def _names(known: Sequence[Known]) -> str:
    return ", ".join(sorted({one.file.name for one in known})) or "none, as no installed vendor declares any"


def _moment(path: Path) -> tuple[datetime, datetime]:
    """Return what a file's job goes by: its period's end, and of the same period when it was done.

    As its job file says; files without one go first, as they were given.
    """
    try:
        if not (job_file := path.with_name(JOB_FILE)).is_file():
            return _NEVER, _NEVER
        told = orjson.loads(job_file.read_bytes())
        ended, updated = told.get("ends_at"), told.get("updated_at")
        return _time(ended or updated), _time(updated or ended)
    except (OSError, ValueError, AttributeError, TypeError):
        return _NEVER, _NEVER


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else _NEVER
