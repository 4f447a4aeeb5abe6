"""Keeps the text of ``deskbridge --help`` while nothing that it was made from has changed.

The first line of the kept file is the key: Python, the environment, the version, the terminal's width, and the
modification time of every directory on the path and of every module that added a command.
"""

from __future__ import annotations

import os
import stat
import sys

from deskbridge import __version__


def _directory() -> str:
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117  pathlib is slow to import; a relative one is to be ignored
        base = os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return os.path.join(base, "deskbridge")  # noqa: PTH118


def _file() -> str:
    name = "".join(part if part.isalnum() else "_" for part in sys.prefix)
    return os.path.join(_directory(), f"help{name}.txt")  # noqa: PTH118


def _changed(path: str) -> str:
    try:
        return f"{path}={os.stat(path).st_mtime_ns}"  # noqa: PTH116
    except OSError:
        return f"{path}=-"


def _key(modules: list[str]) -> str:
    parts = [sys.version, sys.prefix, __version__, os.environ.get("COLUMNS", "")]
    return "\x1f".join([*parts, *map(_changed, sys.path), *map(_changed, modules)]).replace("\n", " ")


def _open_own(path: str, flags: int) -> int:
    """Open a file that is one, and ours: no link, no pipe that waits for ever, nobody else's text."""
    hidden = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    opened = os.open(path, flags | hidden, 0o600)
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
        os.close(opened)
        raise PermissionError(path)
    return opened


def read() -> str | None:
    """Return the kept text, None if there is none or it is out of date."""
    if sys.stdout.isatty():
        return None
    try:
        with open(_file(), encoding="utf-8", opener=_open_own) as kept:
            modules, key, text = kept.read().split("\n", 2)
    except (OSError, ValueError):
        return None
    return text if key == _key(modules.split("\x1f")) and text.isascii() and "\x1b" not in text else None


def write(text: str, modules: list[str]) -> None:
    """Keep a text; where that is not possible, do without."""
    try:
        os.makedirs(_directory(), mode=0o700, exist_ok=True)  # noqa: PTH103
        partial = f"{_file()}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8", opener=_open_own) as kept:
            kept.write("\n".join(["\x1f".join(modules), _key(modules), text]))
        os.replace(partial, _file())  # noqa: PTH105
    except OSError:
        return
