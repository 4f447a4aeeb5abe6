"""Faults as switches: what goes wrong between a client and a helpdesk, on demand.

A fault is named, has a value, and may be limited to requests whose method or path match. The names:

| name | value | what happens |
|---|---|---|
| `latency` | seconds | every matching answer is late by so much |
| `rate_limited` | count | 429 without `Retry-After`, before the effect |
| `rate_limited_after` | seconds | one 429 that asks to wait so long |
| `unavailable_before`, `unavailable_after` | count | 503 before, or after, the request took effect |
| `error_before`, `error_after` | count | 500 likewise |
| `bad_gateway_before`, `bad_gateway_after` | count | 502 likewise, with a page of a proxy's |
| `reset_before`, `reset_after` | count | the connection is reset before, or after, the effect |
| `cut_body` | count | the answer's body ends in the middle |
| `html_page` | count | a 200 with an HTML error page |
| `not_json` | count | a 200 whose body claims to be JSON and is not |
| `wrong_type` | count | the right answer, under another content type |
| `expired_token` | count | 401, before the effect |
| `forbidden` | count | 403, before the effect |
| `clock_skew` | seconds | the `Date` of every matching answer is behind by so much |
| `redirect` | count | 302 to another host |
| `foreign_link` | count | a page link in the answer leads to another host (vendors with page links) |

A count may be `always`.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, nan
from typing import Any

from attrs import define, field, fields, setters

from deskbridge.sandbox.switches import text, whole

NAMES = frozenset(
    {
        "latency",
        "rate_limited",
        "rate_limited_after",
        "unavailable_before",
        "unavailable_after",
        "error_before",
        "error_after",
        "bad_gateway_before",
        "bad_gateway_after",
        "reset_before",
        "reset_after",
        "cut_body",
        "html_page",
        "not_json",
        "wrong_type",
        "expired_token",
        "forbidden",
        "clock_skew",
        "redirect",
        "foreign_link",
    }
)
FOREIGN_HOST = "foreign.invalid"
_LASTING = frozenset({"latency", "clock_skew"})
"""Those whose value is no count, and that stay on until they are switched off."""


def _number(value: object) -> float:
    if value == "always":
        return inf
    try:
        number = nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]  # whatever JSON may hold
    except (OverflowError, TypeError, ValueError):
        number = nan
    if number > 0:
        return number
    msg = f"a fault's value is a number above zero, or always, and not {value!r}"
    raise ValueError(msg)


def _known(_: object, __: object, name: Any) -> None:
    if not isinstance(name, str) or name not in NAMES:
        msg = f"unknown fault {name!r}; there are: {', '.join(sorted(NAMES))}"
        raise ValueError(msg)


@define(on_setattr=setters.NO_OP)  # checked when it is made; its count goes down to zero afterwards
class Fault:
    """One switch that is on.

    Attributes:
        name: One of `NAMES`.
        value: A count or seconds, by name.
        method: Only requests of this method, "" for all.
        path: Only requests whose path contains this, "" for all.
        skip: Let so many matching requests pass first.

    Raises:
        ValueError: The name is unknown, the value is no number above zero and not `always`, or another is of the
            wrong kind; the text can be shown as it is.
    """

    name: str = field(validator=_known)
    value: float = field(default=1, converter=_number)
    method: str = field(default="", validator=text)
    path: str = field(default="", validator=text)
    skip: int = field(default=0, validator=whole(highest=1_000_000))

    def matches(self, method: str, path: str) -> bool:
        """Whether the request is one that this fault is for."""
        return (not self.method or self.method == method) and self.path in path


def parse_fault(given: str) -> Fault:
    """Read `NAME=VALUE` as given on the command line, such as `latency=0.2` or `reset_after=always`.

    Raises:
        ValueError: The name is unknown, or the value is no number above zero and not `always`.
    """
    name, _, value = given.partition("=")
    return Fault(name, value or 1)


def read_fault(given: object) -> Fault:
    """Read a fault from JSON's values: an object with a `name` and whatever else `Fault` takes.

    Raises:
        ValueError: It is something else; the text can be shown as it is.
    """
    taken = [one.name for one in fields(Fault)]
    if isinstance(given, dict) and "name" in given and given.keys() <= set(taken):
        return Fault(**given)
    msg = f"a fault is an object with a name and, if wanted, {', '.join(taken[1:])}"
    raise ValueError(msg)


@define
class FaultBox:
    """The switches that are on; those that count down leave when they are used up."""

    faults: list[Fault] = field(factory=list)

    def add(self, *faults: Fault) -> None:
        """Switch faults on."""
        self.faults.extend(faults)

    def clear(self) -> None:
        """Switch everything off."""
        self.faults.clear()

    def take(self, names: Iterable[str], method: str, path: str) -> Fault | None:
        """Use up one matching fault of those names, None if none is on."""
        wanted = set(names)
        for fault in self.faults:
            if fault.name not in wanted or not fault.matches(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            self._use_up(fault)
            return fault
        return None

    def _use_up(self, fault: Fault) -> None:
        if fault.name in _LASTING:
            return
        if fault.name != "rate_limited_after":
            fault.value -= 1
        if fault.name == "rate_limited_after" or fault.value <= 0:
            self.faults.remove(fault)
