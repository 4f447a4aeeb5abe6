"""The command line. Thin: it finds the commands, the commands do the work.

What ``deskbridge --help`` prints depends on what is installed, and finding that out means importing it. So the text is
kept in the user's cache directory together with what it was made from, and printed from there while none of that has
changed. Everything else goes through click.
"""

from __future__ import annotations

import sys

from deskbridge.cli import helpcache

_HELP: tuple[list[str], ...] = ([], ["--help"], ["-h"])


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    wants_help = given in _HELP
    if wants_help and (text := helpcache.read()) is not None:
        sys.stdout.write(text)
        return
    try:
        from deskbridge.cli.host import run
    except ModuleNotFoundError as missing:
        if missing.name not in {"click", "rich"}:
            raise
        sys.exit(f"The command line needs {missing.name}: pip install 'deskbridge[cli]'")
    sys.exit(run(["--help"] if wants_help else given))
