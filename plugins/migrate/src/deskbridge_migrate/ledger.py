"""The ledger: a row for each record of the source, with what became of it, in a database.

Intent is committed before a write is sent, and settled after. SQLite runs in WAL mode with ``synchronous=NORMAL``:
what was committed survives the death of the process, SIGKILL included, because the operating system has it by then.
Only a failing machine could take the last commits with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import asdict, evolve, frozen
from sqlalchemy import URL, Connection, RowMapping, Select, create_engine, event, inspect, make_url, or_, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from deskbridge_migrate.keys import storable, stored_id
from deskbridge_migrate.model import Fact, MigrationError
from deskbridge_migrate.private import make_private
from deskbridge_migrate.tables import INSERTS, RECORDS, make_tables, upsert

DEFAULT_URL = "sqlite:///deskbridge-migrate.sqlite3"
_FIELDS = ("kind", "source_id", "parent_id", "target_id", "state", "attempts", "content_hash", "reason")
_ROWS = select(*(RECORDS.c[name] for name in _FIELDS))


class State(StrEnum):
    """How far a record has come.

    `INTENDED`: a write was about to be sent; whether it took effect must be looked up. The others are settled.
    """

    INTENDED = "intended"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@frozen(kw_only=True)
class Row:
    """One record of the source, and what became of it.

    Attributes:
        kind: ``customer``, ``ticket``, ``message``, ``sheet`` or ``topic``.
        source_id: Its id at the source, which tells it from others of its kind and ticket only.
        parent_id: The ticket it belongs to, "" if none.
        target_id: Its id at the target, "" where it has none.
        state: How far it has come.
        attempts: How often a write was sent.
        content_hash: A hash of what was to be written.
        reason: Why it was skipped or failed, or what is to be known of it.
    """

    kind: str
    source_id: str
    parent_id: str = ""
    target_id: str = ""
    state: State = State.INTENDED
    attempts: int = 0
    content_hash: str = ""
    reason: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done for it."""
        return self.state in {State.DONE, State.SKIPPED}


_FATES = {State.DONE: "migrated", State.SKIPPED: "skipped", State.FAILED: "failed", State.INTENDED: "failed"}


def fact(row: Row) -> Fact:
    """Return what the report says of a row; one whose outcome is unknown has failed."""
    return Fact(
        kind=row.kind, source_id=row.source_id, target_id=row.target_id, fate=_FATES[row.state], reason=row.reason
    )


def is_ledger(url: str) -> bool:
    """Whether a ledger was kept there before; makes nothing.

    Raises:
        MigrationError: The database can't be used.
    """
    with _said():
        engine = create_engine(_url(url), hide_parameters=True)
        path = engine.url.database
        if engine.dialect.name == "sqlite" and not (path and Path(path).exists()):
            return False
        try:
            return inspect(engine).has_table(RECORDS.name)
        finally:
            engine.dispose()


def _url(url: str) -> URL:
    """Read an URL; what can't be read is never shown, for it may hold a password."""
    try:
        read = make_url(url if "://" in url else f"sqlite:///{Path(url).absolute()}")
        return read.set(drivername="postgresql+psycopg") if read.drivername == "postgresql" else read
    except (ArgumentError, ValueError):
        msg = "the ledger's URL can't be read; write it like postgresql+psycopg://user:password@host/database"
    raise MigrationError(msg)


class Ledger:
    """The rows of one pair of desks. Safe to use from many threads of one process.

    Args:
        url: An SQLAlchemy URL, or the path of an SQLite file; the tables are made if they are not there.
        run_key: Which pair of desks.

    Raises:
        MigrationError: The database can't be used.
    """

    def __init__(self, url: str, run_key: str) -> None:
        self.run_key = stored_id(run_key)
        self._lock = Lock()
        with _said():
            self.engine = create_engine(_url(url), hide_parameters=True)
        if self.engine.dialect.name not in INSERTS:
            msg = f"a ledger can't be kept in {self.engine.dialect.name}; use SQLite or PostgreSQL"
            raise MigrationError(msg)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _tune)
            _make_file(self.engine.url.database or "")
        with _said():
            make_tables(self.engine)
        self._upsert = upsert(self.engine.dialect.name)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction; one at a time, for SQLite has one writer only."""
        with self._lock, _said(), self.engine.begin() as connection:
            yield connection

    def put(self, *rows: Row) -> None:
        """Write rows, new ones and known ones alike, in one transaction. It is committed on return."""
        if not rows:
            return
        now = datetime.now(UTC)
        values = [
            {**asdict(row), **_keys(row.source_id, row.parent_id)}
            | {"reason": storable(row.reason), "state": row.state.value}
            | {"run_key": self.run_key, "updated_at": now}
            for row in rows
        ]
        with self.writing() as connection:
            connection.execute(self._upsert, values)

    def get(self, kind: str, source_id: str, *, parent_id: str = "") -> Row | None:
        """Return the row of one record, None if there is none; of a message or a sheet, with its ticket's id."""
        keys = _keys(source_id, parent_id)
        own = (RECORDS.c.kind == kind, *(RECORDS.c[name] == key for name, key in keys.items()))
        found = next(self._rows(_ROWS.where(*own)), None)
        return evolve(found, source_id=source_id, parent_id=parent_id) if found else None

    def children(self, parent_id: str) -> Children:
        """Return the rows of what belongs to a ticket, by kind and id."""
        found = self._rows(_ROWS.where(RECORDS.c.parent_id == stored_id(parent_id)))
        return Children({(row.kind, row.source_id): row for row in found}, parent_id)

    def written_as(self, kind: str, target_id: str) -> tuple[Row, ...]:
        """Return the rows of one kind that say they are a record of the target, under their `stored_id`."""
        return tuple(self._rows(_ROWS.where(RECORDS.c.kind == kind, RECORDS.c.target_id == target_id)))

    def has_others(self, beginning: str) -> bool:
        """Whether the database has rows of another key that is, or begins with, a pair of desks."""
        keys = (RECORDS.c.run_key == beginning, RECORDS.c.run_key.startswith(f"{beginning} (", autoescape=True))
        asked = select(RECORDS.c.run_key).where(or_(*keys), RECORDS.c.run_key != self.run_key).limit(1)
        with _said(), self.engine.connect() as connection:
            return connection.execute(asked).first() is not None

    def rows(self, kind: str = "", state: State | None = None) -> Iterator[Row]:
        """Return every row, by kind, ticket and id; fetched a thousand at a time, as they are iterated.

        Ids that no database could keep are their `stored_id`.

        Args:
            kind: Only rows of that kind; "" for all.
            state: Only rows in that state; None for all.
        """
        asked = _ROWS.where(RECORDS.c.run_key == self.run_key)
        asked = asked.where(RECORDS.c.kind == kind) if kind else asked
        asked = asked.where(RECORDS.c.state == state.value) if state else asked
        asked = asked.order_by(RECORDS.c.kind, RECORDS.c.parent_id, RECORDS.c.source_id)
        with contextlib.ExitStack() as held:
            held.enter_context(_said())
            connection = held.enter_context(self.engine.connect()).execution_options(yield_per=1000)
            # Closed by itself: whoever stops in between leaves no cursor open at the server.
            found = held.enter_context(connection.execute(asked))
            yield from map(_row, found.mappings())

    def _rows(self, statement: Select[Any]) -> Iterator[Row]:
        with _said(), self.engine.connect() as connection:
            found = connection.execute(statement.where(RECORDS.c.run_key == self.run_key)).mappings().all()
        return map(_row, found)


class Children(Mapping[tuple[str, str], Row]):
    """The rows of one ticket, by kind and the id at the source, however that is stored.

    Args:
        rows: Them, by kind and stored id.
        parent_id: The ticket's id at the source.
    """

    def __init__(self, rows: Mapping[tuple[str, str], Row], parent_id: str) -> None:
        self._rows = rows
        self._parent_id = parent_id

    def __getitem__(self, key: tuple[str, str]) -> Row:
        kind, source_id = key
        return evolve(self._rows[kind, stored_id(source_id)], source_id=source_id, parent_id=self._parent_id)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _keys(source_id: str, parent_id: str) -> dict[str, str]:
    return {"source_id": stored_id(source_id), "parent_id": stored_id(parent_id)}


def _row(values: RowMapping) -> Row:
    return Row(**{**values, "state": State(values["state"])})


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """Say what is wrong with the database in a word of ours; SQLAlchemy's text holds the values of the statement."""
    try:
        yield
    except SQLAlchemyError as wrong:
        # A driver's first line names what is wrong; those that follow may hold values.
        cause = (str(getattr(wrong, "orig", None) or "").splitlines() or [type(wrong).__name__])[0]
        msg = f"the ledger's database can't be used: {cause}; check its URL and that it can be written"
        raise MigrationError(msg) from None
    except ImportError as wrong:
        msg = f"the ledger's database needs a driver that is not installed: {wrong.name}"
        raise MigrationError(msg) from wrong


def _make_file(path: str) -> None:
    """Make an SQLite file that only its owner can read; SQLite gives the files beside it the same mode."""
    if path in {"", ":memory:"} or path.startswith("file:"):
        return
    with contextlib.suppress(OSError):  # whatever is wrong with it, the connection says
        make_private(Path(path))


def _tune(connection: Any, _record: object) -> None:  # the driver's own connection
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
