"""`town`: the sample council at work on a SQLite file, reached by signed requests; `opened_on` for others."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from storage import council_files
from tests.journeys.town import Town, opened
from tests.sample import NAME


@pytest.fixture(scope="session")
def sample_files() -> dict[str, str]:
    return council_files.read(NAME)


@pytest.fixture
def town(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    with opened(NAME, sample_files, sqlite_engine, clock) as sample:
        yield sample
        sample.is_in_order()
