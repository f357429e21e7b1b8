"""Fresh databases to measure on: a SQLite file as it is shipped, and PostgreSQL as it would be run: both durable."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tests.databases import PostgresServer, SqliteFiles

# The tests' server is told not to wait for the disk; here that is what is measured.
databases.SERVER_OPTIONS = (
    "-c listen_addresses= -c shared_buffers=256MB -c max_connections=60 -c log_min_messages=fatal -c max_wal_size=4GB"
)


@contextmanager
def everywhere() -> Iterator[dict[str, SqliteFiles | PostgresServer]]:
    """By name; without PostgreSQL's binaries on this machine only SQLite."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found: dict[str, SqliteFiles | PostgresServer] = {"SQLite": SqliteFiles(Path(folder))}
        server = None
        try:
            server = PostgresServer()
            found["PostgreSQL"] = server
        except LookupError as missing:
            print(f"SQLite only. {missing}")
        try:
            yield found
        finally:
            if server:
                server.stop()


@contextmanager
def fresh(databases_: SqliteFiles | PostgresServer) -> Iterator[str]:
    """The URL of a database with the tables and nothing in them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, databases_.database(Path(folder)) as url:
        yield url
