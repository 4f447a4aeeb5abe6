"""Change the reference implementation in many small ways, and count how many of them the contract finds.

    uv run python contract_tests/benchmarks/mutate.py

Works on a copy of core in a temporary folder. Prints the score, then each change that the contract let pass. A changed
annotation can't be found by running, so the operators that would change mostly annotations are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOL = ("uvx", "--quiet", "--from", "cosmic-ray==8.7.0")
MODULES = ("people", "topics")
SETTINGS = """
[cosmic-ray]
module-path = {modules}
timeout = 60.0
excluded-modules = []
test-command = {command}

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_.*"]
"""


def main() -> None:
    """Run it."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("modules", nargs="*", default=MODULES, help="modules of deskbridge.memory (people topics)")
    given.add_argument("--seconds", type=float, default=900, help="end after this time, with a part of them (900)")
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskbridge-mutate-") as folder:
        prepare(Path(folder), chosen.modules)
        run(Path(folder), chosen.seconds)
        report(list(results(Path(folder))))


def prepare(folder: Path, modules: list[str]) -> None:
    """Copy core and the file that runs its contract, and say what to change."""
    shutil.copytree(ROOT / "core/src/deskbridge", folder / "deskbridge", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "core/tests/test_contract.py", folder)
    command = shlex.join([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "test_contract.py"])
    paths = [f"deskbridge/memory/{name}.py" for name in modules]
    settings = SETTINGS.format(modules=json.dumps(paths), command=json.dumps(command))
    (folder / "settings.toml").write_text(settings, encoding="utf-8")


def run(folder: Path, seconds: float) -> None:
    """Change and test until all is done or the time is over.

    Raises:
        SystemExit: The contract fails before anything was changed.
    """
    tool(folder, "cosmic-ray", "init", "settings.toml", "session.sqlite")
    tool(folder, "cr-filter-operators", "session.sqlite", "settings.toml")
    tool(folder, "cosmic-ray", "baseline", "settings.toml")
    try:
        tool(folder, "cosmic-ray", "exec", "settings.toml", "session.sqlite", seconds=seconds)
    except subprocess.TimeoutExpired:
        print(f"ended after {seconds:g} s, with a part of the changes")


def tool(folder: Path, *command: str, seconds: float | None = None) -> str:
    """Run a command of the tool, with the copy before the installed core; no compiled file lags behind."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*TOOL, *command], cwd=folder, env=environment, timeout=seconds, text=True, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def results(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each change that was tested, with its outcome."""
    for line in tool(folder, "cosmic-ray", "dump", "session.sqlite").splitlines():
        change, outcome = json.loads(line)
        if outcome is not None and outcome["worker_outcome"] == "normal":
            yield change["mutations"][0], outcome


def report(tested: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Print the score and what was let pass."""
    passed = [(change, outcome) for change, outcome in tested if outcome["test_outcome"] == "survived"]
    print(f"{len(tested) - len(passed)} of {len(tested)} changes were found by the contract")
    for change, outcome in passed:
        line = change["start_pos"][0]
        print(f"\n{change['module_path']}:{line} {change['operator_name']} {change['occurrence']}")
        print(
            "\n".join(one for one in outcome["diff"].splitlines() if one[:1] in "+-" and one[:3] not in {"+++", "---"})
        )


if __name__ == "__main__":
    main()
