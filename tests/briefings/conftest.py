"""A desk on a fresh database with the sample council, as the desk's own tests have it."""

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.briefings.weeks import Weeks
from tests.sample import sample_council


@pytest.fixture
def desk(sqlite_engine: Engine, clock: StandingClock) -> Desk:
    """What a briefing says is the same on both databases; test_copies.py has its own, on both."""
    return Desk(sqlite_engine, clock, sample_council)


@pytest.fixture
def weeks(desk: Desk, clock: StandingClock) -> Weeks:
    return Weeks(desk, clock)
