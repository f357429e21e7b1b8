"""`town`: the sample council at work on a SQLite file, reached by signed requests; `opened_on` for others."""

from collections.abc import Iterator
from functools import cache

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk import council_in_force
from storage import council_files
from tests.journeys import town as towns
from tests.journeys.town import Town, opened
from tests.sample import NAME
from triage_rules.council import Council, parse


@cache
def _parsed(files: tuple[tuple[str, str], ...], id: str) -> Council:
    return parse(dict(files), id)


@pytest.fixture(autouse=True)
def _each_council_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of a second each time, and always the same."""
    for module in (council_in_force, towns):
        monkeypatch.setattr(module, "parse", lambda files, id: _parsed(tuple(files.items()), id))


@pytest.fixture(scope="session")
def sample_files() -> dict[str, str]:
    return council_files.read(NAME)


@pytest.fixture
def town(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    with opened(NAME, sample_files, sqlite_engine, clock) as sample:
        yield sample
        sample.is_in_order()
