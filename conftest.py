"""Runs the Python examples of the pages and READMEs, against desks in memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

NAME = "DESKBRIDGE_CONFIG"


def _setup(namespace: dict[str, Any]) -> None:
    folder = tempfile.mkdtemp()
    path = Path(folder, "deskbridge.toml")
    path.write_text('[desks.support]\nvendor = "memory"\n', encoding="utf-8")
    namespace["_before"] = os.environ.get(NAME)
    os.environ[NAME] = str(path)


def _teardown(namespace: dict[str, Any]) -> None:
    before = namespace["_before"]
    if before is None:
        del os.environ[NAME]
    else:
        os.environ[NAME] = before


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "core/README.md"],
    excludes=["_build/**"],
    setup=_setup,
    teardown=_teardown,
).pytest()
