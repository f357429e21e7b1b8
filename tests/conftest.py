"""What every test may ask for: `engine` (each test runs on SQLite and on PostgreSQL) and `clock`."""

import gc
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from bot.clock import StandingClock
from tests.databases import PostgresServer, SqliteFiles, open_shared

for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy"):  # they would hijack loopback calls
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)

# Properties are tried with the same examples each time; ANEW=1 looks for others.
settings.register_profile("the same", derandomize=True)
settings.load_profile("default" if os.environ.get("ANEW") else "the same")

os.environ["TZ"] = "Pacific/Chatham"  # the machine's own zone must not matter, nor be UTC by chance
time.tzset()


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look through it again, nor so often. 8% of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with all tables, for tests that start processes of their own."""
    fixture = {"sqlite": "sqlite_files", "postgresql": "postgres"}[request.param]
    with request.getfixturevalue(fixture).database(tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_shared(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Engine]:
    """SQLite alone, for tests in which the database makes no difference."""
    with sqlite_files.database(tmp_path) as url:
        engine = open_shared(url)
        yield engine
        engine.dispose()


@pytest.fixture
def clock() -> StandingClock:
    """It stands at 09:00 UTC on Monday 23 November 2026 until a test moves it."""
    return StandingClock(MONDAY)


# Rooms whose second database waits for `make long`, and the files in them that run on both each time.
SECOND_DATABASE_LATER = {
    "desk": {"test_verbs", "test_chase"},
    "records": {"test_verify"},
    "journeys": set(),
    "upgrade": set(),
    "briefings": {"test_properties"},
    "web": set(),
    "app": set(),
    "cli": set(),
}
# A kill before one database's commit and after the other's are tried each time.
KILLS_LATER = {("sqlite", "after"), ("postgresql", "before")}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        room, database = item.path.parent.name, given.get("database_url")
        both = item.path.stem in SECOND_DATABASE_LATER.get(room, {item.path.stem})
        other_kill = room == "crash" and (database, given.get("when")) in KILLS_LATER
        if other_kill or (database == "postgresql" and not both):
            item.add_marker("long")
