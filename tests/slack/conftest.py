"""`place`: the sample council's workspace with the bot in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.sample import sample_council
from tests.slack.workplace import Workplace, working


@pytest.fixture
def place(sqlite_engine: Engine, clock: StandingClock) -> Iterator[Workplace]:
    with working(Desk(sqlite_engine, clock, sample_council), clock) as workplace:
        yield workplace


@pytest.fixture
def place_on_both(engine: Engine, clock: StandingClock) -> Iterator[Workplace]:
    """The same on SQLite and on PostgreSQL."""
    with working(Desk(engine, clock, sample_council), clock) as workplace:
        yield workplace
