"""What all that saves a file promises: it is there under its name when it is whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskbridge.errors import DeskbridgeError, NotFoundError, TransportError
from deskbridge.protocols import Helpdesk
from deskbridge_contract_tests.harness import Harness

Save = Callable[[Helpdesk, Path], object]
_ALWAYS = 1_000_000.0


def check_saved(harness: Harness, folder: Path, save: Save, what: str) -> bytes:
    """Assert that a file is saved under its name only, and return what it holds."""
    target = folder / "saved"
    returned = save(harness.desk, target)
    assert target == returned, f"{what} returned another path than it was asked to save at"
    assert files_in(folder) == [target], f"{what} left other files beside the one that was asked for"
    return target.read_bytes()


def check_missing(harness: Harness, folder: Path, save: Save, what: str) -> None:
    """Assert that what is not there is not found, and that nothing is left behind."""
    with pytest.raises(NotFoundError):
        save(harness.desk, folder / "missing")
    assert files_in(folder) == [], f"{what} left a file behind that there is nothing to put into"


def check_unwritable(harness: Harness, folder: Path, save: Save) -> None:
    """Assert that a place that can't be written is told by an error of ours."""
    with pytest.raises(DeskbridgeError):
        save(harness.desk, folder / "no such folder" / "saved")


def check_cut(harness: Harness, folder: Path, save: Save, what: str) -> None:
    """Assert that what breaks off on its way is not there; skips where nothing can be made to break off."""
    if harness.faults is None or harness.connect is None:
        pytest.skip("nothing can be made to fail here")
    from deskbridge.sandbox import Fault

    harness.faults.add(Fault("cut_body", _ALWAYS))
    target = folder / "cut"
    with harness.connect({"attempts": 1, "deadline_seconds": 2.0}) as desk, pytest.raises(TransportError):
        save(desk, target)
    assert not target.exists(), f"{what} shows a file that is not whole"


def files_in(folder: Path) -> list[Path]:
    """Return all files under a folder."""
    return sorted(one for one in folder.rglob("*") if not one.is_dir())
