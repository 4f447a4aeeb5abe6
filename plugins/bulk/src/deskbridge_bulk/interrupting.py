"""What ends a job early: Ctrl-C, and SIGTERM, by which a service manager or a container stops a process."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

_ENDING = b"\nEnding what is under way. Ctrl-C or SIGTERM again gives that up, and leaves it in doubt.\n"
_STDERR = 2
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def interruption() -> Iterator[threading.Event]:
    """Let the first signal set the event that is yielded, and the second do what it usually does.

    What a shell put into the background ignores Ctrl-C, as it is meant for what is in front. Outside of the main thread
    nothing sets the event.
    """
    asked_to_end = threading.Event()
    before = {one: was for one in _SIGNALS if (was := signal.getsignal(one)) not in {signal.SIG_IGN, None}}
    if threading.current_thread() is not threading.main_thread():
        before = {}

    def restore() -> None:
        for one, was in before.items():
            signal.signal(one, was)

    def end(_number: int, _frame: object) -> None:
        asked_to_end.set()
        restore()
        with contextlib.suppress(OSError):  # past the buffer, which may be in the midst of another text
            os.write(_STDERR, _ENDING)

    for one in before:
        signal.signal(one, end)
    try:
        yield asked_to_end
    finally:
        restore()
