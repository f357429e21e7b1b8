"""A stage on a fresh SQLite database: drawing reads rows, and which database holds them makes no difference."""

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.cards.stage import Stage
from tests.desk.people import Office
from tests.sample import sample_council


@pytest.fixture
def stage(sqlite_engine: Engine, clock: StandingClock) -> Stage:
    return Stage(Desk(sqlite_engine, clock, sample_council), clock)


@pytest.fixture
def office(stage: Stage) -> Office:
    return stage.office
