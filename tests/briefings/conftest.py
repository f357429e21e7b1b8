"""A desk on a fresh database with the sample council, as the desk's own tests have it."""

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.briefings.weeks import Weeks
from tests.sample import sample_council


@pytest.fixture
def desk(engine: Engine, clock: StandingClock) -> Desk:
    return Desk(engine, clock, sample_council)


@pytest.fixture
def weeks(desk: Desk, clock: StandingClock) -> Weeks:
    return Weeks(desk, clock)
