"""Runs a migration's `run` in a child process for each line of its input, so that a test can kill that child.

Everything is imported before the first fork, which makes twenty deaths affordable: by connecting to both desks too,
since that is when a plugin imports its client. Each input line is a JSON object ``{"plan", "ledger", "reports"}``; the
answers are the child's process id, then its exit code (negative for a signal).
"""

import importlib
import json
import os
import sys
from pathlib import Path

NOTHING_STARTED = 2


def main() -> None:
    from deskbridge.connecting import connect
    from deskbridge.errors import DeskbridgeError
    from deskbridge.plugins import plugins
    from deskbridge_migrate import commands, engine, planfile

    def _run(*given):
        try:
            return commands.run(*given, as_json=True)
        except DeskbridgeError:
            return NOTHING_STARTED

    plugins().load_all()
    for number, line in enumerate(sys.stdin):
        if number == 0:  # the desks are not known before
            _import(connect)
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            plan = Path(asked["plan"])
            options = engine.Options(accept=planfile.digest(planfile.read(plan)))
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  the child's last deed
            os._exit(_run(plan, asked["ledger"], options, Path(asked["reports"])))
        print(pid, flush=True)  # noqa: T201  the protocol
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  the protocol


def _import(connect):
    """Import what is imported where it is used first."""
    for name in ("jinja2", "psycopg", "pygal"):
        importlib.import_module(name)
    for desk in ("old", "new"):
        connect(desk).close()


if __name__ == "__main__":
    main()
