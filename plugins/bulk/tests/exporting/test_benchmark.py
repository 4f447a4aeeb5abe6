"""The benchmark of conversions runs, and prints figures that keep its promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "convert_items.py"


def test_conversions_are_fast_and_need_no_memory() -> None:
    ran = subprocess.run(
        [sys.executable, BENCHMARK, "--lines", "12000", "--mib", "8"],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stderr == ""
    rate = re.search(r"by time used ([\d.]+)", ran.stdout)
    growth = re.search(r"memory above the start (-?[\d.]+) MiB", ran.stdout)
    assert rate is not None, ran.stdout
    assert growth is not None, ran.stdout
    assert float(growth[1]) < 60
    # The promise is 1.0 for 200,000 lines on a machine with nothing else to do; a busy one shares its cores.
    assert float(rate[1]) > 0.6
