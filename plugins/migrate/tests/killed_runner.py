"""Runs a migration's `run` in a child process for each line of its input, so that a test can kill that child.

Everything is imported before the first fork, which makes twenty deaths affordable. Each input line is a JSON object
``{"plan", "ledger", "reports"}``; the answers are the child's process id, then its exit code (negative for a signal).
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    from deskbridge.plugins import plugins
    from deskbridge_migrate import commands, engine, planfile

    plugins().load_all()
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            plan = Path(asked["plan"])
            options = engine.Options(accept=planfile.digest(planfile.read(plan)))
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  the child's last deed
            os._exit(commands.run(plan, asked["ledger"], options, Path(asked["reports"]), as_json=True))
        print(pid, flush=True)  # noqa: T201  the protocol
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  the protocol


if __name__ == "__main__":
    main()
