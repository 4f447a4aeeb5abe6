"""The ledger's tables, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, DateTime, Engine, Index, Insert, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

METADATA = MetaData()
RECORDS = Table(
    "records",
    METADATA,
    Column("run_key", String(400), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("source_id", String(400), primary_key=True),
    Column("parent_id", String(400), primary_key=True),
    Column("target_id", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("records_by_parent", "run_key", "parent_id"),
)
RUNNERS = Table(
    "runners",
    METADATA,
    Column("run_key", String(400), primary_key=True),
    Column("run_id", String(40), nullable=False),
    Column("host", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("beat_at", DateTime(timezone=True), nullable=False),
)
_KEPT = ("target_id", "state", "attempts", "content_hash", "reason", "updated_at")
INSERTS: Mapping[str, type[sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.Insert,
    "postgresql": postgresql.Insert,
}


def upsert(dialect: str) -> Insert:
    """Return the statement that writes a row, whether or not it is there."""
    statement = INSERTS[dialect](RECORDS)
    kept = {name: statement.excluded[name] for name in _KEPT}
    return statement.on_conflict_do_update(index_elements=list(RECORDS.primary_key), set_=kept)


def make_tables(engine: Engine) -> None:
    """Make the tables that are not there; of two processes that do so in one moment, one finds them made."""
    try:
        METADATA.create_all(engine)
    except SQLAlchemyError:
        METADATA.create_all(engine)
