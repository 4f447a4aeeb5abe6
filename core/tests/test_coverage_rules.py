"""What is left out of the coverage says why, on its own line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for member in ("core", "contract_tests") for path in (ROOT / member / "src").rglob("*.py"))
LEFT_OUT = re.compile(r"#\s*pragma:\s*no\s*(cover|branch)(?P<rest>.*)", re.IGNORECASE)
REASON = re.compile(r"\s+-\s+\S+(\s+\S+)+")


def unexplained(text: str) -> list[str]:
    return [found.group() for found in LEFT_OUT.finditer(text) if not REASON.fullmatch(found["rest"])]


def test_what_is_not_to_be_covered_says_why() -> None:
    assert len(SOURCES) > 100
    found = {path.name: unexplained(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("x  # pragma: no cover", 1),
        ("x  # pragma: no cover - why", 1),
        ("x  # pragma:no branch because of it", 1),
        ("x  # pragma: no cover - nobody comes here", 0),
    ],
)
def test_a_word_is_no_reason(line: str, count: int) -> None:
    assert len(unexplained(line)) == count
