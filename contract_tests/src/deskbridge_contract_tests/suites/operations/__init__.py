"""One operation of every class that a fault can meet: the first of each that a desk declares."""

from __future__ import annotations

from deskbridge_contract_tests.suites.operations import reading, writing
from deskbridge_contract_tests.suites.operations.base import Begun, Candidates, Kind, Setting

CANDIDATES: dict[Kind, Candidates] = {
    Kind.READ: reading.ONE,
    Kind.LIST: reading.LISTING,
    Kind.PAGE: reading.PAGE,
    Kind.SAVE: reading.SAVE,
    Kind.CREATE_OURS: writing.CREATE_OURS,
    Kind.CREATE: writing.CREATE,
    Kind.NOTE: writing.NOTE,
    Kind.CHANGE: writing.CHANGE,
    Kind.DELETE: writing.DELETE,
    Kind.SEND: writing.SEND,
    Kind.SEND_DIRECT: writing.SEND_DIRECT,
}
"""All that there are, by their class."""


def begun(kind: Kind, setting: Setting) -> Begun | None:
    """Begin the first operation of a class that a desk declares; None where it declares none."""
    for needed, begin in CANDIDATES[kind]:
        if setting.harness.possible(*needed) and (found := begin(setting)) is not None:
            return found
    return None
