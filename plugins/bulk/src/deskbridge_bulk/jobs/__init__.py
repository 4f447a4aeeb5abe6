"""Jobs that do something for each row of a CSV file."""

from __future__ import annotations

from deskbridge_bulk.lazy import Part

COMMANDS: Part = {}
"""What it adds: by group and name, where the command is and what it does in one line."""
