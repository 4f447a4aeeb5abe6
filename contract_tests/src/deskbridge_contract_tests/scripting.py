"""Writes down what was done to a desk and to the reference beside it, as a script in neutral calls that can be run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from attrs import Factory, define, field, fields, has

from deskbridge.capabilities import ROLES
from deskbridge.errors import DeskbridgeError
from deskbridge.records import Record, Unset

_READS = frozenset({"get", "all", "find", "of_customer", "of_ticket", "comments", "audiences"})
_HEAD = '''\
"""A counterexample of the contract. Run it with the name of a desk: what it ends in is what went wrong."""

import contextlib
import sys
from datetime import datetime

import deskbridge
from deskbridge.errors import DeskbridgeError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import *
from deskbridge_contract_tests import Harness
from deskbridge_contract_tests.comparing import *


def run(desk):
    reference = MemoryHelpdesk()
    harness = Harness(desk=desk)
'''
_FOOT = """

if __name__ == "__main__":
    with deskbridge.connect(sys.argv[1]) as connected:
        run(connected)
"""


@define
class Script:
    """What was done, line by line.

    Attributes:
        ends_in: The comparison that failed, as a line; "" if none did.
    """

    ends_in: str = ""
    _lines: list[tuple[str, DeskbridgeError | None]] = field(factory=list)
    _counts: Counter[str] = field(factory=Counter)

    def side(self, desk: Any, name: str) -> Side:
        """Return a desk that does what the given one does, and writes it down."""
        return Side(desk, name, self)

    def add(self, line: str, error: DeskbridgeError | None = None) -> None:
        """Write a call down, with what it raised."""
        self._lines.append((line, error))

    def variable(self, made: Record) -> str:
        """Return a new name for what a call returned."""
        kind = type(made).__name__.lower()
        self._counts[kind] += 1
        return f"{kind}_{self._counts[kind]}"

    def text(self, failure: BaseException) -> str:
        """Return the script of what led to a failure. What was refused on the way is refused there as well."""
        body = [_line(line, None if error is failure else error) for line, error in self._lines]
        if self.ends_in and not isinstance(failure, DeskbridgeError):
            body.append(f"    {self.ends_in}\n")
        return _HEAD + "".join(body) + _FOOT


def _line(line: str, error: DeskbridgeError | None) -> str:
    if error is None:
        return f"    {line}\n"
    return f"    with contextlib.suppress(DeskbridgeError):  # {type(error).__name__}\n        {line}\n"


@define(slots=False)
class Side:
    """A desk that is written down.

    Attributes:
        desk: The desk itself.
        name: Its name in the script.
        script: Where it is written.
        names: How the script names the ids that calls returned.
    """

    desk: Any
    name: str
    script: Script
    names: dict[str, str] = field(default=Factory(dict))

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.desk, name)
        return _Role(found, name, self) if name in ROLES else found

    def shown(self, value: object) -> str:
        """Return a value as the script says it: ids by the variables that hold them."""
        return rendered(value, self.names)

    def variable_of(self, made: Record) -> str:
        """Return the name of the variable that holds what a call returned."""
        return self.names[made.id].removesuffix(".id")

    def called(self, what: str, call: Callable[..., Any], given: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Call, and write the call down."""
        told = [*map(self.shown, given), *(f"{name}={self.shown(value)}" for name, value in named.items())]
        line = f"{self.name}.{what}({', '.join(told)})"
        try:
            made = call(*given, **named)
        except DeskbridgeError as error:
            self.script.add(line, error)
            raise
        if isinstance(made, Record) and made.id not in self.names:
            variable = self.script.variable(made)
            self.names[made.id] = f"{variable}.id"
            if customer_id := getattr(made, "customer_id", None):
                self.names.setdefault(customer_id, f"{variable}.customer_id")
            line = f"{variable} = {line}"
        self.script.add(line)
        return made


@define
class _Role:
    role: Any
    name: str
    side: Side

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.role, name)
        if name in _READS or not callable(method):
            return method
        return lambda *given, **named: self.side.called(f"{self.name}.{name}", method, given, named)


def rendered(value: object, names: Mapping[str, str]) -> str:
    """Return Python that makes a value: of records' module, datetime and plain literals; ids as `names` says."""
    if isinstance(value, str) and type(value) is str:
        return names.get(value, repr(value))
    if isinstance(value, Unset):
        return "UNSET"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, datetime):
        return f"datetime.fromisoformat({value.isoformat()!r})"
    if has(type(value)):
        return f"{type(value).__name__}({', '.join(_given(value, names))})"
    return _collection(value, names)


def _given(value: Any, names: Mapping[str, str]) -> list[str]:
    shown = [(one, getattr(value, one.name)) for one in fields(type(value)) if one.name != "raw"]
    return [f"{one.alias}={rendered(given, names)}" for one, given in shown if given != one.default]


def _collection(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{rendered(k, names)}: {rendered(one, names)}" for k, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        inside = "".join(f"{rendered(one, names)}, " for one in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, set | frozenset):
        return f"frozenset([{', '.join(sorted(rendered(one, names) for one in value))}])"
    return repr(value)
