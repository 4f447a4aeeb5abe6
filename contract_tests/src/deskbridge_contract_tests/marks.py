"""The marker by which a test names the capabilities that it needs."""

from __future__ import annotations

import pytest

from deskbridge.capabilities import Capabilities, Capability, Level

MARKER = "needs"
KEPT = "kept"


def needs(*capabilities: Capability) -> pytest.MarkDecorator:
    """Run a test only where all of these are possible; where one is not, the honesty suite tests its refusal."""
    return getattr(pytest.mark, MARKER)(*capabilities)  # type: ignore[no-any-return]  # pytest.mark.X is a MarkDecorator


def kept(*capabilities: Capability) -> pytest.MarkDecorator:
    """Run a test only where all of these are declared `FULL`: it demands every detail of them."""
    return getattr(pytest.mark, KEPT)(*capabilities)  # type: ignore[no-any-return]  # pytest.mark.X is a MarkDecorator


def asked_of(item: pytest.Item) -> tuple[Capability, ...]:
    """Return the capabilities that a test's markers name, each once, in their order."""
    marked = [one for name in (MARKER, KEPT) for mark in item.iter_markers(name) for one in mark.args]
    return tuple(dict.fromkeys(marked))


def why_not(item: pytest.Item, declared: Capabilities) -> str:
    """Return why a test does not apply to a vendor, by its markers; "" if it does."""
    for mark in item.iter_markers(MARKER):
        for capability in mark.args:
            if not declared[capability].possible:
                return f"{capability} is {declared[capability].level}; the honesty suite tests its refusal"
    for mark in item.iter_markers(KEPT):
        for capability in mark.args:
            if declared[capability].level is not Level.FULL:
                return f"{capability} is {declared[capability].level}, not full: {declared[capability].note}"
    return ""
