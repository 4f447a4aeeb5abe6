"""What `desk.files` promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.records import Attachment, MessageId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked
from deskbridge_contract_tests.suites.saving import (
    Save,
    check_cut,
    check_missing,
    check_saved,
    check_unwritable,
    files_in,
)

HOSTILE = ("../escaped", "..\\escaped", "inner/../../escaped", "./escaped", "escaped", "NUL", "a\0b", "")
"""Names that lead elsewhere where they are taken for a path, or are none."""

_SAVE = Capability.FILES_SAVE


class FilesSuite:
    """A message's file is saved whole, or not at all, and only where it was asked for."""

    @needs(_SAVE)
    def test_a_file_is_saved_whole_under_its_name(self, harness: Harness, samples: Samples, tmp_path: Path) -> None:
        """All bytes of a file are saved as they are. A customer's photo that can't be opened is no proof.

        Usually wrong: the first part only is saved, or bytes are taken for text.
        """
        message_id, attachment = _attached(samples)
        content = check_saved(harness, tmp_path, _file(message_id, attachment), _SAVE)
        assert attachment.size_bytes in (None, len(content)), "files.save saved another size than the message tells"
        if samples.attachment_bytes is not None:
            assert samples.attachment_bytes == content, "files.save did not save the whole file"

    @needs(_SAVE)
    def test_a_files_name_is_never_a_path(self, harness: Harness, samples: Samples, tmp_path: Path) -> None:
        """A file lands where it was asked for, whatever its name. A customer chose it, and may mean harm.

        Usually wrong: the name is joined to the folder.
        """
        message_id, attachment = _attached(samples)
        target = tmp_path / "outer" / "inner" / "saved"
        target.parent.mkdir(parents=True)
        for name in (*HOSTILE, str(tmp_path / "escaped")):
            _tried(harness, _file(message_id, evolve(attachment, name=name)), target)
            assert set(files_in(tmp_path)) <= {target}, f"files.save took the name {name!r} for a path"

    @needs(_SAVE)
    def test_a_file_that_is_not_there_leaves_nothing_behind(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """No file is `NotFoundError`, and none is left. An archive full of error pages looks complete.

        Usually wrong: an error page is saved as the file.
        """
        message_id, attachment = _attached(samples)
        start, slash, last = attachment.url.rpartition("/")
        nowhere = evolve(attachment, id=unlike(attachment.id), url=f"{start}{slash}{unlike(last)}")
        check_missing(harness, tmp_path, _file(message_id, nowhere), _SAVE)

    @needs(_SAVE)
    def test_a_file_for_a_place_that_can_not_be_written_is_told(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """A place that can't be written is told by an error of ours. A job over many files catches no others.

        Usually wrong: the system's own error comes through.
        """
        check_unwritable(harness, tmp_path, _file(*_attached(samples)))

    @needs(_SAVE)
    def test_a_file_that_breaks_off_is_not_there(self, harness: Harness, samples: Samples, tmp_path: Path) -> None:
        """A part is never taken for the whole. A contract without its last page was never signed.

        Usually wrong: it is written under its name as it comes.
        """
        check_cut(harness, tmp_path, _file(*_attached(samples)), _SAVE)

    @needs(Capability.FILES_UPLOAD)
    def test_an_uploaded_file_can_be_referred_to(self, harness: Harness, tmp_path: Path) -> None:
        """An uploaded file says where it is, and how large. A message that refers to nothing arrives without it.

        Usually wrong: the name that was sent is all that comes back.
        """
        source = tmp_path / "grüße.bin"
        source.write_bytes(bytes(range(256)) * 5)
        made = harness.desk.files.upload(source)
        assert made.id or made.url, "files.upload says neither an id nor a url"
        assert made.size_bytes in (None, 1280), "files.upload says another size than the file has"

    @needs(Capability.FILES_UPLOAD)
    def test_uploading_a_file_that_is_not_there_is_told(self, harness: Harness, tmp_path: Path) -> None:
        """No file is an error of ours, and nothing is sent. The customer would get an empty one.

        Usually wrong: an empty file is uploaded.
        """
        before = harness.sent()
        with pytest.raises(DeskbridgeError):
            harness.desk.files.upload(tmp_path / "missing.bin")
        assert before == harness.sent(), "files.upload sent a file that is not there"
        harness.skip_if_uncounted()


def _attached(samples: Samples) -> tuple[MessageId, Attachment]:
    return samples.attachment or lacked("attachment")


def _file(message_id: MessageId, attachment: Attachment) -> Save:
    return lambda desk, target: desk.files.save(message_id, attachment, target)


def _tried(harness: Harness, save: Save, target: Path) -> None:
    """Save, or be refused: a vendor may find a file by its name, and then there is none of that."""
    try:
        save(harness.desk, target)
    except DeskbridgeError:
        return
