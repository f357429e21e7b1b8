"""The engine: SQLite in one file, or PostgreSQL for more than one machine."""

from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine

import storage.actions
import storage.audit
import storage.briefing_choices
import storage.briefings
import storage.councils
import storage.holds
import storage.intake
import storage.issues
import storage.letters
import storage.links
import storage.outbox
import storage.people
import storage.places
import storage.turns
import storage.waits  # noqa: F401  (importing fills the metadata)

# A server that does not answer any more is given up after half a minute, not after the system's quarter of an hour.
CUT_OFF = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}


def open_engine(url: str) -> Engine:
    """An engine for `url`: ``sqlite:///file`` or ``postgresql+psycopg://…``."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, connect_args=CUT_OFF)


def _on_sqlite_connect(connection, _record) -> None:
    connection.isolation_level = None  # we begin ourselves, below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what a stop deletes leaves no trace in the file
    cursor.close()


def _on_sqlite_begin(connection) -> None:
    # Readers that later write would deadlock each other; taking the write lock first queues them instead.
    mode = "BEGIN" if connection.get_execution_options().get("read_only") else "BEGIN IMMEDIATE"
    connection.exec_driver_sql(mode)


def purge(engine: Engine) -> None:
    """After an erasure: what is overwritten leaves the database's files too, as far as the database can do it."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM")


def reading(engine: Engine) -> Session:
    """A session for looking only: it does not queue behind writers."""
    return Session(engine.execution_options(read_only=True), expire_on_commit=False)


def writing(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)
