"""A plan as canonical JSON, with a digest that an acceptance is bound to."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from attrs import asdict
from cattrs import Converter

from deskbridge.capabilities import Capabilities
from deskbridge_migrate.model import MigrationError, Plan
from deskbridge_migrate.plain import json_text
from deskbridge_migrate.private import writing

FORMAT = 1
_WITHOUT = ("made_at", "estimate")


@cache
def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True)
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    return made


def digest(plan: Plan) -> str:
    """Return what an acceptance names: a hash of everything that a plan says but its times."""
    content = {name: value for name, value in _converter().unstructure(plan).items() if name not in _WITHOUT}
    return _hash(content)


def capabilities_digest(declared: Capabilities) -> str:
    """Return a hash of a declaration; a plan is void when it changes."""
    return _hash({one.value: asdict(row) for one, row in declared.items()})


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values, with its digest and whether it needs to be accepted."""
    return {
        "format": FORMAT,
        "digest": digest(plan),
        "needs_acceptance": plan.needs_acceptance,
        **_converter().unstructure(plan),
    }


def write(plan: Plan, path: Path) -> None:
    """Write a plan to a file, which is made for its owner alone.

    Raises:
        MigrationError: It can't be written.
    """
    try:
        with writing(path) as out:
            out.write(f"{json_text(as_json(plan), indent=2)}\n".encode())
    except OSError as wrong:
        msg = f"{path} can't be written: {wrong.strerror}"
        raise MigrationError(msg) from wrong


def read(path: Path) -> Plan:
    """Read a plan.

    Raises:
        MigrationError: There is none, it is of another version, or it was changed after it was made.
    """
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as wrong:
        msg = f"{path} can't be read as a plan: {wrong}; make one with: deskbridge migrate plan SOURCE TARGET"
        raise MigrationError(msg) from wrong
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        msg = f"{path} is no plan of this version; make a new one"
        raise MigrationError(msg)
    claimed = content.pop("digest", "")
    content.pop("needs_acceptance", None)
    try:
        plan = _converter().structure(content, Plan)
    except Exception as wrong:  # cattrs gathers whatever does not fit
        msg = f"{path} is no plan of this version; make a new one"
        raise MigrationError(msg) from wrong
    if digest(plan) != claimed:
        msg = f"{path} was changed after it was made; make a new plan"
        raise MigrationError(msg)
    return plan
