"""The files of a recording: one cassette a test, and a page that says where they come from."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
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
from deskbridge_contract_tests.recording.page import About, Provenance, about_from, foreign, text, write_page

_PAGE = "recording.json"
_CASSETTES = "*.yaml"
_LARGEST_BYTES = 64 * 2**20
_LONGEST_NAME = 80
_STATUSES = range(200, 600)
_HEADER = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_MATCH_ON = (method, uri, raw_body)


_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, yaml.YAMLError)


@frozen
class Answer:
    """One answer, as it goes over the socket."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@frozen
class Kept:
    """One exchange of a recording.

    Attributes:
        file: The name of its cassette's file.
        request: What was asked.
        answer: What was answered.
        provenance: Where the exchange comes from, as it says itself.
        source: Of what the vendor published: the document, address or section.
    """

    file: str
    request: Request
    answer: Answer
    provenance: Provenance
    source: str = ""


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
            ConfigurationError: There is none in the folder, it can't be read, an exchange does not say where it comes
                from, or it would connect to somebody.
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
            about = about_from(orjson.loads(_bounded(folder / _PAGE)))
        except _UNREADABLE as wrong:
            msg = f"{folder} holds no recording that can be read; make one with `deskbridge record`"
            raise ConfigurationError(msg) from wrong
        if elsewhere := foreign(about):
            msg = f"{folder} would connect to somebody else by its setting {elsewhere!r}, and is not played"
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
        for stale in (*self.folder.glob(_CASSETTES), self.folder / _PAGE):
            stale.unlink(missing_ok=True)  # what somebody made a link is not written through
        for cassette in self._cassettes.values():
            cassette._save()  # vcrpy saves at the end of its own context manager, by this
        write_page(self.about, self.folder / _PAGE)

    def keep(self, request: Request, answer: Answer, *, source: str = "") -> None:
        """Add an exchange to the cassette that is being written, with where it comes from.

        Args:
            request: What was asked.
            answer: What was answered.
            source: Where the vendor published it. Without one, it comes from where the page says.
        """
        said = {"provenance": Provenance.PUBLISHED.value, "source": source} if source else {"provenance": self._stamp()}
        if self._writing is not None:
            self._writing.append(request, _response(answer) | said)

    def change(self, change: Callable[[bytes], bytes]) -> None:
        """Change every address, header and body of what was recorded, such as when more is known of what to hide."""
        for name, cassette in self._cassettes.items():
            changed = _empty(self.folder / f"{name}.yaml")
            for request, response in cassette.data:
                said = {one: response[one] for one in ("provenance", "source") if one in response}
                asked = Request(request.method, change(request.uri.encode()).decode(), change(request.body or b""), {})
                changed.append(asked, _response(_changed(_answer(response), change)) | said)
            self._cassettes[name] = changed

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
        may find another one's work done when it is played, or the other way round. Of a recording of what was
        published, the last answer is given as often as it is asked for: such examples have no order.
        """
        key = _key(request)
        own = self._waiting.get(file_name(test), {})
        for waiting in (own, *self._waiting.values()):
            if answers := waiting.get(key):
                last = len(answers) == 1 and self.about.provenance is Provenance.PUBLISHED
                return answers[0] if last else answers.popleft()
        return None

    def kept(self) -> Iterator[Kept]:
        """Yield every exchange, in the order of the files."""
        for name, cassette in sorted(self._cassettes.items()):
            for request, response in cassette.data:
                yield Kept(f"{name}.yaml", request, _answer(response), *_provenance(response))

    def told(self) -> str:
        """Say in words what it is of and when it was made; of exchanges of several origins, how many are of each."""
        counted = Counter(one.provenance for one in self.kept()) or Counter([self.about.provenance])
        day = f"{self.about.recorded_at:%Y-%m-%d}"
        if len(counted) == 1:
            (only,) = counted
            return f"what was {only} on {day}" if only is not Provenance.PUBLISHED else f"what was {only}, as of {day}"
        each = ", ".join(f"{counted[one]} {one}" for one in Provenance if counted[one])
        return f"exchanges of several origins, as of {day}: {each}"

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
    found = Cassette.load(path=str(path), serializer=yamlserializer, record_mode=RecordMode.NONE, match_on=_MATCH_ON)
    for _, response in found.data:
        _provenance(response)
    return found


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST_BYTES + 1)
    if len(content) > _LARGEST_BYTES:
        msg = "larger than any recording"
        raise ValueError(msg)
    return content


def _key(request: Request) -> _Key:
    return text(request.method), text(request.uri), request.body or b""


def _answer(kept: Mapping[str, Any]) -> Answer:
    headers = tuple((_line(name), _line(value)) for name, values in kept["headers"].items() for value in _list(values))
    status, body = kept["status"]["code"], kept["body"]["string"]
    if status not in _STATUSES or not isinstance(body, bytes):
        msg = "no answer"
        raise TypeError(msg)
    return Answer(int(status), headers, body)


def _list(values: object) -> list[object]:
    if not isinstance(values, list):
        msg = "a header's values are a list"
        raise TypeError(msg)
    return values


def _line(value: object) -> str:
    """Return what may stand in an answer's head: a line break would begin another header, or another answer."""
    line = text(value)
    if not _HEADER.fullmatch(line):
        msg = "no header"
        raise ValueError(msg)
    return line


def _response(answer: Answer) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in answer.headers:
        headers.setdefault(name, []).append(value)
    return {"status": {"code": answer.status, "message": ""}, "headers": headers, "body": {"string": answer.body}}


def _changed(answer: Answer, change: Callable[[bytes], bytes]) -> Answer:
    headers = tuple((name, change(value.encode()).decode()) for name, value in answer.headers)
    return Answer(answer.status, headers, change(answer.body))


def _provenance(kept: Mapping[str, Any]) -> tuple[Provenance, str]:
    """Return where an exchange comes from, and the source of what was published.

    Raises:
        ValueError, LookupError, TypeError: It does not say.
    """
    stamp = text(kept["provenance"])
    provenance = Provenance.LIVE if stamp.startswith(Provenance.LIVE) else Provenance(stamp)
    source = text(kept["source"]) if provenance is Provenance.PUBLISHED else ""
    if provenance is Provenance.PUBLISHED and not source:
        msg = "published, but nobody knows where"
        raise ValueError(msg)
    return provenance, source
