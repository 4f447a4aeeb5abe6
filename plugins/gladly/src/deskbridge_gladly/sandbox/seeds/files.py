"""The vendor's own files, as they are packed in `data/`."""

from __future__ import annotations

import csv
import io
from importlib import resources

DATA = resources.files("deskbridge_gladly.sandbox") / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the vendor's tables."""
    return list(csv.DictReader(io.StringIO((DATA / name).read_text("utf-8-sig"))))
