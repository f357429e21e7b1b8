"""A desk on a fresh database with the sample council, and the people who work at it."""

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.verbs import assign, decide
from bot.desk.work import Desk
from tests.desk.people import Office
from tests.sample import sample_council


@pytest.fixture
def desk(engine: Engine, clock: StandingClock) -> Desk:
    return Desk(engine, clock, sample_council)


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


@pytest.fixture
def accepted(desk, office):
    """A rapid response that the duty officer has accepted."""
    return decide.accept(desk, office.duty, office.report("R9").id)


@pytest.fixture
def asked(desk, office, accepted):
    """An action of the police on it."""
    return assign.add_action(desk, office.duty, accepted.id, "Patrol in the evenings", "police")
