"""The files of a recording: one cassette a test, and a page that says where they come from."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import yaml  # type: ignore[import-untyped]  # it brings no types, and only its base error is named here
from attrs import define, field, frozen
from vcr.cassette import Cassette
from vcr.matchers import method, raw_body, uri
from vcr.record_mode import RecordMode
from vcr.request import Request
from vcr.serializers import yamlserializer

from deskbridge.errors import ConfigurationError

ORIGIN = "http://recorded.invalid"
"""Stands in a cassette for the address of the other side; the domain is reserved and never resolves."""

_PAGE = "recording.json"
_CASSETTES = "*.yaml"
_LARGEST_BYTES = 64 * 2**20
_YEARS = range(2000, 2200)
_LONGEST_NAME = 80
_MATCH_ON = (method, uri, raw_body)


_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, yaml.YAMLError)


class Provenance(StrEnum):
    """Where an exchange comes from.

    `PUBLISHED`: written by the vendor for its readers. `LIVE`: recorded from an account of the vendor.
    `SANDBOX`: recorded from our own sandbox, so it proves nothing about the vendor.
    """

    PUBLISHED = "published by the vendor"
    LIVE = "recorded live"
    SANDBOX = "recorded from the sandbox"


@frozen(kw_only=True)
class About:
    """What the page of a recording says.

    Attributes:
        vendor: The vendor's name.
        provenance: Where it comes from.
        recorded_at: The wall clock of its tests; they see the same when it is played back.
        settings: What connects to it, with a stand-in for each secret and for the other side's address.
        origin_settings: Which of them hold that address.
        known: What the other side said that it holds to try.
    """

    vendor: str
    provenance: Provenance
    recorded_at: datetime
    settings: Mapping[str, str]
    origin_settings: tuple[str, ...] = ()
    known: Mapping[str, Any] = field(factory=dict)


@frozen
class Answer:
    """One answer, as it goes over the socket."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


_Key = tuple[str, str, bytes]
"""What tells requests apart: the method, the address and the body, to the byte."""


@define
class Recording:
    """A folder of cassettes, read once or written test by test.

    Attributes:
        folder: Where it lies.
        about: What its page says.
    """

    folder: Path
    about: About
    _cassettes: dict[str, Cassette] = field(factory=dict, init=False)
    _waiting: dict[str, dict[_Key, deque[Answer]]] = field(factory=dict, init=False)
    _writing: Cassette | None = field(default=None, init=False)

    @classmethod
    def read(cls, folder: Path) -> Recording:
        """Read a recording whole.

        Raises:
            ConfigurationError: There is none in the folder, it can't be read, or it would connect to somebody.
        """
        recording = cls(folder, cls.about_in(folder))
        for path in sorted(folder.glob(_CASSETTES)):
            try:
                recording._cassettes[path.stem] = _load(path)
                recording.rewind(path.stem)
            except _UNREADABLE as wrong:  # it may come from anybody, and neither vcrpy nor PyYAML has one error for all
                msg = f"{path} is no cassette that can be read; take the recording as it was made, or make another"
                raise ConfigurationError(msg) from wrong
        return recording

    @staticmethod
    def check_free(folder: Path) -> None:
        """See that a recording can go into a folder: it is new or empty, or holds one already.

        Raises:
            ConfigurationError: Something else is there, which saving would delete or mix with.
        """
        try:
            taken = folder.exists() and not (folder / _PAGE).exists() and any(folder.iterdir())
        except OSError as wrong:
            msg = f"a recording can't go to {folder}: {wrong.strerror}; name another folder"
            raise ConfigurationError(msg) from wrong
        if taken:
            msg = f"{folder} holds something that is no recording, and is left as it is; name a new or empty folder"
            raise ConfigurationError(msg)

    @staticmethod
    def about_in(folder: Path) -> About:
        """Read only the page of a recording.

        Raises:
            ConfigurationError: There is none in the folder, or it can't be read.
        """
        try:
            about = _about(orjson.loads(_bounded(folder / _PAGE)))
        except _UNREADABLE as wrong:
            msg = f"{folder} holds no recording that can be read; make one with `deskbridge record`"
            raise ConfigurationError(msg) from wrong
        if foreign := _foreign(about):
            msg = f"{folder} would connect to somebody else by its setting {foreign!r}, and is not played"
            raise ConfigurationError(msg)
        return about

    def begin(self, test: str) -> None:
        """Write what follows into the cassette of a test, after what stands in it."""
        name = file_name(test)
        self._writing = self._cassettes.setdefault(name, _empty(self.folder / f"{name}.yaml"))

    def save(self) -> None:
        """Write the cassettes and the page, in place of what the folder held; a test that sent nothing has none."""
        self.check_free(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for stale in self.folder.glob(_CASSETTES):
            stale.unlink()
        for cassette in self._cassettes.values():
            cassette._save()  # vcrpy saves at the end of its own context manager, by this
        self._write_page()

    def keep(self, request: Request, answer: Answer) -> None:
        """Add an exchange to the cassette that is being written."""
        headers: dict[str, list[str]] = {}
        for name, value in answer.headers:
            headers.setdefault(name, []).append(value)
        kept = {"status": {"code": answer.status, "message": ""}, "headers": headers, "body": {"string": answer.body}}
        if self._writing is not None:
            self._writing.append(request, kept | {"provenance": self._stamp()})

    def rewind(self, test: str) -> None:
        """Let a test's answers be played, or played once more."""
        name = file_name(test)
        waiting: dict[_Key, deque[Answer]] = {}
        for request, response in self._cassettes[name].data if name in self._cassettes else ():
            waiting.setdefault(_key(request), deque()).append(_answer(response))
        self._waiting[name] = waiting

    def play(self, test: str, request: Request) -> Answer | None:
        """Return the next answer to a request in a test, or None where none was recorded.

        What is not in the test's own cassette is looked for in the others: a test that ran alone when it was recorded
        may find another one's work done when it is played, or the other way round.
        """
        key = _key(request)
        own = self._waiting.get(file_name(test), {})
        for waiting in (own, *self._waiting.values()):
            if answers := waiting.get(key):
                return answers.popleft()
        return None

    def kept(self) -> Iterator[tuple[str, Request, Answer]]:
        """Yield every exchange with the name of its file, in the order of the files."""
        for name, cassette in sorted(self._cassettes.items()):
            for request, response in cassette.data:
                yield f"{name}.yaml", request, _answer(response)

    def _write_page(self) -> None:
        page = {
            "vendor": self.about.vendor,
            "provenance": self.about.provenance.value,
            "recorded_at": self.about.recorded_at.isoformat(),
            "settings": dict(self.about.settings),
            "origin_settings": list(self.about.origin_settings),
            "known": dict(self.about.known),
        }
        (self.folder / _PAGE).write_bytes(orjson.dumps(page, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

    def _stamp(self) -> str:
        if self.about.provenance is Provenance.LIVE:
            return f"{self.about.provenance} on {self.about.recorded_at:%Y-%m-%d}"
        return self.about.provenance.value


def file_name(test: str) -> str:
    """Return a name for a test's cassette that every file system takes, and that no other test has."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", test).strip("-.")
    if plain == test and len(plain) <= _LONGEST_NAME:
        return plain
    return f"{plain[:_LONGEST_NAME]}-{sha256(test.encode()).hexdigest()[:8]}"


def _empty(path: Path) -> Cassette:
    return Cassette(str(path), serializer=yamlserializer, record_mode=RecordMode.ALL, match_on=_MATCH_ON)


def _load(path: Path) -> Cassette:
    _bounded(path)
    return Cassette.load(path=str(path), serializer=yamlserializer, record_mode=RecordMode.NONE, match_on=_MATCH_ON)


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST_BYTES + 1)
    if len(content) > _LARGEST_BYTES:
        msg = "larger than any recording"
        raise ValueError(msg)
    return content


def _about(page: Any) -> About:
    about = About(
        vendor=_text(page["vendor"]),
        provenance=Provenance(page["provenance"]),
        recorded_at=datetime.fromisoformat(page["recorded_at"]),
        settings={_text(name): _text(value) for name, value in page["settings"].items()},
        origin_settings=tuple(map(_text, page["origin_settings"])),
        known=dict(page["known"].items()),
    )
    if about.recorded_at.utcoffset() is None or about.recorded_at.year not in _YEARS:
        msg = "no moment at which a recording was made"
        raise ValueError(msg)
    return about


def _foreign(about: About) -> str:
    """Return a setting of a page that leads to another place than the recording; "" where none does."""
    for name, value in about.settings.items():
        rest = value.removeprefix(ORIGIN)
        ours = rest == value or not rest or rest.startswith("/")
        if not ours or "://" in rest or (name in about.origin_settings and rest == value):
            return name
    return next((one for one in about.origin_settings if one not in about.settings), "")


def _text(value: object) -> str:
    if not isinstance(value, str):
        msg = f"a text was expected, not {type(value).__name__}"
        raise TypeError(msg)
    return value


def _key(request: Request) -> _Key:
    return _text(request.method), _text(request.uri), request.body or b""


def _answer(kept: Mapping[str, Any]) -> Answer:
    headers = tuple((_text(name), _text(value)) for name, values in kept["headers"].items() for value in values)
    status, body = kept["status"]["code"], kept["body"]["string"]
    if not isinstance(status, int) or not isinstance(body, bytes):
        msg = "no answer"
        raise TypeError(msg)
    return Answer(status, headers, body)
