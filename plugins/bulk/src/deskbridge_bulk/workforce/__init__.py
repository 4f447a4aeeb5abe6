"""Events, and the workforce figures made of them."""

from __future__ import annotations

from deskbridge_bulk.lazy import Lazy, Part

_WHERE = "deskbridge_bulk.workforce.commands"

COMMANDS: Part = {
    ("events", "pull"): Lazy(f"{_WHERE}:pull", "Write what happened on a desk as JSON lines, each event once."),
    ("report", "wfm"): Lazy(f"{_WHERE}:wfm", "Report voice availability, holds and outbound calls by agent."),
}
"""What it adds: by group and name, where the command is and what it does in one line."""
