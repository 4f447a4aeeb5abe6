"""One runner at a time: a row of the ledger's database, kept fresh by a heartbeat."""

from __future__ import annotations

import os
import socket
import threading
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from deskbridge.errors import DeskbridgeError
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.model import MigrationError
from deskbridge_migrate.tables import RUNNERS

FRESH = timedelta(seconds=30)
BEAT_SECONDS = 5.0


class RunnerLock:
    """Held in a `with` block. A runner whose process is dead, or whose heart stopped, is taken over from at once.

    Args:
        ledger: Whose runner it is.
        lost: Called once, from another thread, if another runner took over in spite of the heartbeat.
    """

    def __init__(self, ledger: Ledger, *, lost: threading.Event) -> None:
        self.run_id = uuid4().hex
        self._ledger = ledger
        self._lost = lost
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="deskbridge-migrate-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._take()
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._heart.join()
        with self._ledger.writing() as connection:
            connection.execute(delete(RUNNERS).where(*self._own()))

    def _own(self) -> tuple[Any, ...]:
        return (RUNNERS.c.run_key == self._ledger.run_key, RUNNERS.c.run_id == self.run_id)

    def _take(self) -> None:
        """Take the row: insert it, or swap the one that was seen, so that of two takers one only succeeds."""
        of_run = RUNNERS.c.run_key == self._ledger.run_key
        values = {
            "run_id": self.run_id,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "beat_at": datetime.now(UTC),
        }
        with self._ledger.writing() as connection:
            seen = connection.execute(select(RUNNERS).where(of_run)).mappings().first()
            if seen is not None and _runs(seen):
                raise _refusal(seen)
            if seen is not None:
                swap = update(RUNNERS).where(of_run, RUNNERS.c.run_id == seen["run_id"]).values(**values)
                taken = connection.execute(swap).rowcount == 1
            else:
                try:
                    connection.execute(insert(RUNNERS).values(run_key=self._ledger.run_key, **values))
                    taken = True
                except IntegrityError:
                    taken = False
        if not taken:
            msg = "another run of this migration started in the same moment; let it go on, or try again when it ended"
            raise MigrationError(msg)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                with self._ledger.writing() as connection:
                    beaten = update(RUNNERS).where(*self._own()).values(beat_at=datetime.now(UTC))
                    kept = connection.execute(beaten).rowcount == 1
            except DeskbridgeError:  # the next beat may succeed; the run's own writes tell if the database is gone
                continue
            if not kept:
                self._lost.set()
                return


def _runs(seen: RowMapping) -> bool:
    beat_at = seen["beat_at"] if seen["beat_at"].tzinfo else seen["beat_at"].replace(tzinfo=UTC)
    if datetime.now(UTC) - beat_at > FRESH:
        return False
    return seen["host"] != socket.gethostname() or _alive(seen["pid"])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is there and somebody else's
        return True
    return True


def _refusal(seen: RowMapping) -> MigrationError:
    return MigrationError(
        f"this migration is running already (process {seen['pid']} on {seen['host']}); "
        f"let it end, or wait {FRESH.seconds} seconds after its death"
    )
