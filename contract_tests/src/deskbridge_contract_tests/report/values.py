"""The values of a conformance report, and their form as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import frozen

from deskbridge.capabilities import Capabilities, Capability, Level, Support


class Outcome(StrEnum):
    """How a test ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    EXPECTED = "failed as expected"


@frozen(kw_only=True, slots=True)
class Result:
    """One test.

    Attributes:
        name: With its parameters, if it has any.
        capabilities: What it needs, and what it held to `FULL`.
        outcome: How it ended.
        reason: Why it was skipped, or why its failure is expected.
        message: What pytest says of the failure, with the exchanges that led to it; no secrets.
    """

    name: str
    capabilities: tuple[Capability, ...] = ()
    outcome: Outcome
    reason: str = ""
    message: str = ""

    @property
    def ran(self) -> bool:
        """Whether it was run at all."""
        return self.outcome is not Outcome.SKIPPED


@frozen(kw_only=True, slots=True)
class Row:
    """One capability.

    Attributes:
        capability: Which.
        support: As it is declared.
        results: The tests that name it.
        refused: For what is not possible: whether its refusal was tested and came before a request; None where
            nothing was there to refuse, or the test of refusals was not run.
    """

    capability: Capability
    support: Support
    results: tuple[Result, ...]
    refused: bool | None

    @property
    def run(self) -> int:
        """How many of its tests were run."""
        return sum(one.ran for one in self.results)

    def count(self, outcome: Outcome) -> int:
        """Return how many of its tests ended so."""
        return sum(one.outcome is outcome for one in self.results)


@frozen(kw_only=True, slots=True)
class Conformance:
    """What a run of the contract found out about one vendor.

    Attributes:
        vendor: Its name.
        title: The vendor's own name.
        package: The package that brings it, with version; "" for a report that is not to change with it.
        against: What the suites drove, for people.
        profile: How long the state machine ran: `quick` or `long`.
        selected: What was selected by `-k`, "" for everything.
        at: When, in UTC; None for a report that is not to change by the hour.
        declared: The declaration of the desk that was tested.
        rows: One for each capability, in the order of `Capability`.
        results: All tests, in the order in which they were run.
    """

    vendor: str
    title: str
    package: str
    against: str
    profile: str
    selected: str
    at: datetime | None
    declared: Capabilities
    rows: tuple[Row, ...]
    results: tuple[Result, ...]

    @property
    def failures(self) -> tuple[Result, ...]:
        """The tests that failed."""
        return tuple(one for one in self.results if one.outcome is Outcome.FAILED)

    @property
    def levels(self) -> Mapping[Level, int]:
        """How many capabilities are declared at each level."""
        found = Counter(one.support.level for one in self.rows)
        return {level: found[level] for level in Level}

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many tests ended in each way."""
        found = Counter(one.outcome for one in self.results)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def refusals(self) -> Counter[bool]:
        """How many impossible capabilities were refused (True), and how many were not (False)."""
        return Counter(one.refused for one in self.rows if one.refused is not None)

    def summary(self) -> str:
        """Return one line for people."""
        tests = ", ".join(f"{number} {outcome}" for outcome, number in self.outcomes.items())
        declared = ", ".join(f"{number} {level}" for level, number in self.levels.items() if number)
        refusals = f"{self.refusals[True]} refusals tested, {self.refusals[False]} not kept"
        return f"{self.vendor}: {len(self.rows)} capabilities ({declared}); tests: {tests}; {refusals}"


def as_json(report: Conformance) -> dict[str, Any]:
    """Return the report as JSON values."""
    return {
        "vendor": report.vendor,
        "title": report.title,
        "package": report.package,
        "against": report.against,
        "profile": report.profile,
        "selected": report.selected,
        "at": None if report.at is None else report.at.isoformat(),
        "levels": {str(level): number for level, number in report.levels.items()},
        "outcomes": {str(outcome): number for outcome, number in report.outcomes.items()},
        "refusals": {"tested": report.refusals[True], "not_kept": report.refusals[False]},
        "capabilities": [_row_as_json(one) for one in report.rows],
        "tests": [_result_as_json(one) for one in report.results],
    }


def _row_as_json(row: Row) -> dict[str, Any]:
    return {
        "capability": str(row.capability),
        **declaration_as_json(row.support),
        "tests_run": row.run,
        **{str(outcome).replace(" ", "_"): row.count(outcome) for outcome in Outcome},
        "refused": row.refused,
        "failures": [one.name for one in row.results if one.outcome is Outcome.FAILED],
    }


def declaration_as_json(support: Support) -> dict[str, Any]:
    """Return a declaration's row as JSON values."""
    return {
        "level": str(support.level),
        "note": support.note,
        "source": support.source,
        "limit": support.limit,
        "nearest": support.nearest,
    }


def _result_as_json(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "capabilities": [str(one) for one in result.capabilities],
        "outcome": str(result.outcome),
        "reason": result.reason,
        "message": result.message,
    }


def results_from(tests: list[dict[str, Any]]) -> Iterator[Result]:
    """Read tests as the collector writes them."""
    for one in tests:
        yield Result(
            name=one["name"],
            capabilities=tuple(map(Capability, one["capabilities"])),
            outcome=Outcome(one["outcome"]),
            reason=one["reason"],
            message=one["message"],
        )


def declaration_from(vendor: str, rows: Mapping[str, Mapping[str, Any]]) -> Capabilities:
    """Read a declaration as the collector writes it."""
    read = {
        Capability(name): Support(
            Level(row["level"]), row["note"], source=row["source"], limit=row["limit"], nearest=row["nearest"]
        )
        for name, row in rows.items()
    }
    return Capabilities(vendor, read)
