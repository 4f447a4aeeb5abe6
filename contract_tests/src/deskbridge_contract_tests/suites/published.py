"""What a vendor published is read by the real client, over a socket, also when the vendor changes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
import pytest

from deskbridge.errors import DeskbridgeError
from deskbridge.protocols import Helpdesk
from deskbridge_contract_tests.harness import Altering, Harness

if TYPE_CHECKING:
    from deskbridge_contract_tests.recording.keeping import Watched

Read = Callable[[Helpdesk], object]

_MOST = 100
_LOOPBACK = re.compile(rb"http://127\.0\.0\.1:\d+")


class PublishedContract:
    """Derive from this once for a vendor, with a recording that `deskbridge record --published` made.

    Attributes:
        vendor: The vendor's name.
        recording: The folder of the recording.
        description: What it was made of; beside the folder, by the folder's name and `.json`, unless given.
        settings: Further settings of the desk, beside those of the recording.
        reads: What reads each example, by the name that its exchanges have in the description: it gives a record or
            a native value, or a list of them, or of texts and numbers.
        errors: The class of error that each example of an error is.
        beside: Names of exchanges that the others need and nobody reads, such as one that gives a token.
    """

    vendor: ClassVar[str] = ""
    recording: ClassVar[Path]
    description: ClassVar[Path | None] = None
    settings: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reads: ClassVar[Mapping[str, Read]] = MappingProxyType({})
    errors: ClassVar[Mapping[str, tuple[type[DeskbridgeError], Read]]] = MappingProxyType({})
    beside: ClassVar[Collection[str]] = frozenset()
    is_published_contract: ClassVar[bool] = True

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each example a test."""
        for name in ("reads", "errors"):
            if (fixture := f"{name}_name") in metafunc.fixturenames:
                metafunc.parametrize(fixture, list(getattr(metafunc.cls, name)))

    def test_every_published_example_is_read(self) -> None:
        """Each published example is read by a test. One that nobody reads proves nothing, and is trusted all the same.

        Usually wrong: a name is spelled in two ways.
        """
        names = [*self.reads, *self.errors, *self.beside]
        assert sorted(names) == sorted(path.stem for path in self.recording.glob("*.yaml"))

    def test_every_exchange_says_where_it_was_published_and_shows_no_secret(
        self, deskbridge_published: Harness
    ) -> None:
        """An exchange says where it was published, and shows no secret. It is handed to everybody.

        Usually wrong: a token that somebody copied with an example.
        """
        from deskbridge_contract_tests.recording import Provenance, Recording

        kept = list(Recording.read(self.recording).kept())
        assert {one.provenance for one in kept} == {Provenance.PUBLISHED}
        assert [one.file for one in kept if not one.source] == []
        assert deskbridge_published.findings is not None
        assert deskbridge_published.findings() == []

    def test_the_recording_is_what_its_description_makes(self, tmp_path: Path) -> None:
        """Who changes the description makes the recording anew. Otherwise what is played is not what it says.

        Usually wrong: an example was mended in one of the two.
        """
        from deskbridge_contract_tests.recording import record_published

        record_published(self.vendor, _description(self), tmp_path)
        made, kept = ({one.name: one.read_bytes() for one in folder.iterdir()} for folder in (tmp_path, self.recording))
        assert made == kept, f"make it anew: deskbridge record {self.vendor} --published ... --out {self.recording}"

    def test_an_exchange_names_the_source_that_its_examples_file_names(self) -> None:
        """An exchange and the file of its example name one source, if the file has a `provenance`. Who doubts it looks.

        Usually wrong: one of several examples of a file was published elsewhere.
        """
        description = _description(self)
        told = {}
        for one in orjson.loads(description.read_bytes())["exchanges"]:
            file = description.parent / one.get("body_of", "").partition("#")[0]
            example = orjson.loads(file.read_bytes()) if "body_of" in one else {}
            if "provenance" in example:
                told[one["name"]] = (example["provenance"], f"published by the vendor: {one['source']}")
        assert {name: said for name, (said, expected) in told.items() if said != expected} == {}

    def test_a_published_example_is_read_and_kept_whole(self, deskbridge_published: Harness, reads_name: str) -> None:
        """All of an example is read, and `raw` is what was published. It is how the vendor really answers.

        Usually wrong: a field is read where it never stood.
        """
        from deskbridge_contract_tests.recording.keeping import Watched

        watched = Watched(bytes)
        with _playing(deskbridge_published, reads_name) as (desk, alter), alter(watched):
            found = _several(self.reads[reads_name](desk))
        assert found, f"{reads_name}: nothing was read"
        assert _torn(found, watched) == []

    def test_a_published_example_that_changed_is_read_or_refused(
        self, deskbridge_published: Harness, reads_name: str
    ) -> None:
        """What else was told is told still; `raw` is what came. Vendors change their answers on any day.

        Usually wrong: one odd field costs a whole record.
        """
        from deskbridge_contract_tests.recording.altering import Alteration, try_each
        from deskbridge_contract_tests.recording.keeping import Watched

        with _playing(deskbridge_published, reads_name) as (desk, alter):
            expected = _several(self.reads[reads_name](desk))

            def survives(alteration: Alteration) -> None:
                watched = Watched(alteration)
                with alter(watched), suppress(DeskbridgeError):
                    found = _several(self.reads[reads_name](desk))
                    lost = watched.lost(expected, found)
                    assert not lost, f"{reads_name} no longer tells {lost[:5]}, since elsewhere {alteration.kind}"
                    assert _torn(found, watched) == []

            try_each(survives)

    def test_a_published_example_of_an_error_is_that_error(
        self, deskbridge_published: Harness, errors_name: str
    ) -> None:
        """A published error is of our class, with the vendor's own codes. Programs decide by them what to do next.

        Usually wrong: another class, or a body that is not understood.
        """
        kind, read = self.errors[errors_name]
        with _playing(deskbridge_published, errors_name) as (desk, _), pytest.raises(kind) as caught:
            _several(read(desk))
        assert type(caught.value) is kind


def _description(contract: PublishedContract) -> Path:
    return contract.description or contract.recording.with_name(f"{contract.recording.name}.json")


@contextmanager
def _playing(harness: Harness, name: str) -> Iterator[tuple[Helpdesk, Altering]]:
    assert harness.each is not None  # a recording is played
    assert harness.altering is not None
    with harness.each(name) as desk:
        yield desk, harness.altering


def _torn(found: Iterable[Any], watched: Watched) -> list[Any]:
    """Return the records whose `raw` is no object of the answers, but for the address at which they are played."""
    from deskbridge_contract_tests.recording.keeping import spelled
    from deskbridge_contract_tests.recording.page import ORIGIN

    told = watched.objects()
    with_raw = [one for one in found if getattr(one, "raw", None)]
    return [one for one in with_raw if _LOOPBACK.sub(ORIGIN.encode(), spelled(one.raw)) not in told]


def _several(found: object) -> list[Any]:
    """Return what was read as a list of values that have `raw`."""
    if hasattr(found, "raw"):
        return [found]
    return list(islice(found, _MOST)) if isinstance(found, Iterable) else []
