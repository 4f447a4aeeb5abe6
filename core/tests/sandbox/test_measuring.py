from __future__ import annotations

import pytest

from deskbridge.sandbox import measuring


def test_reads_are_counted_as_the_sandbox_counts_them(desk) -> None:
    answered = measuring.read(desk.url, "Bearer x", "/things", 0.05)
    assert 0 < answered <= desk.sandbox.counters.requests <= answered + measuring.CONNECTIONS


def test_an_answer_that_is_no_success_is_an_error(desk) -> None:
    with pytest.raises(RuntimeError, match="404"):
        measuring.read(desk.url, "Bearer x", "/nothing", 0.05)


def test_a_report_ends_the_program_if_a_read_is_too_slow(desk, monkeypatch, capsys) -> None:
    monkeypatch.setattr(measuring, "SECONDS", 0.05)
    monkeypatch.setattr(measuring, "WARM_UP_SECONDS", 0.01)
    with pytest.raises(SystemExit, match="too slow"):
        measuring.report(desk.url, "Bearer x", {"things": "/things"}, needed=10**9)
    assert capsys.readouterr().out.splitlines()[1].startswith("things")
