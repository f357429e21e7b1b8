"""Which council decides: the newest that was loaded, and its criteria from their date on."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.council_in_force import CouncilInForce
from storage import councils
from storage.readers import Readers
from storage.session import reading
from tests.cli.changed_council import FILE, WRITTEN, changed_files
from tests.sample import NAME, sample_council

DAY = "effective_from: 2010-03-23"


@pytest.fixture
def in_force(sqlite_engine: Engine, clock: StandingClock) -> CouncilInForce:
    made = CouncilInForce(sqlite_engine, clock)
    made.load(NAME, WRITTEN)
    return made


def test_criteria_wait_for_their_day_and_all_else_is_current_at_once(
    in_force: CouncilInForce, sqlite_engine: Engine, clock: StandingClock
) -> None:
    """The day begins at midnight in London, which is an hour before that of UTC in April."""
    old = in_force().criteria.version
    files = {**changed_files(), "council.yaml": WRITTEN["council.yaml"].replace("window_days: 90", "window_days: 30")}
    loaded = in_force.load(NAME, files)
    assert loaded.later is not None
    assert (in_force().criteria.version, in_force().repeats.window_days) == (old, 30)
    clock.move_to(clock.now().replace(2027, 3, 31, 22, 59))
    elsewhere = CouncilInForce(sqlite_engine, clock)
    assert in_force().criteria.version == elsewhere().criteria.version == old
    clock.move(timedelta(minutes=1))
    assert elsewhere().criteria.version == in_force().criteria.version == loaded.later.criteria.version
    with reading(sqlite_engine) as session:
        kept = [councils.criteria_of(session, version) for version in (old, loaded.later.criteria.version)]
    assert [criteria and criteria.row("R11").route for criteria in kept] == ["service", "team"]


def test_loading_again_takes_back_what_waits(in_force: CouncilInForce, clock: StandingClock) -> None:
    old = in_force().criteria.version
    in_force.load(NAME, changed_files())
    assert in_force.load(NAME, WRITTEN).later is None
    clock.move(timedelta(days=400))
    assert in_force().criteria.version == old


def test_the_first_criteria_of_all_are_in_force_at_once(sqlite_engine: Engine, clock: StandingClock) -> None:
    loaded = CouncilInForce(sqlite_engine, clock).load(NAME, changed_files())
    assert loaded.later is None
    assert loaded.now.criteria.row("R11").route == "team"
    again = CouncilInForce(sqlite_engine, clock).load(NAME, changed_files())
    assert (again.later, again.now.hash) == (None, loaded.now.hash)


def test_the_words_are_in_the_snapshot_and_no_part_of_the_criteria(
    in_force: CouncilInForce, sqlite_engine: Engine, clock: StandingClock
) -> None:
    """Whoever reads a report uses the words of the council in force, wherever its folder is."""
    before = in_force()
    assert before.lexicon == sample_council().lexicon
    words = {"lexicon/words.yaml": "topics:\n  road: {services: [highways], words: wobbly thing}\n"}
    loaded = in_force.load(NAME, {name: text for name, text in WRITTEN.items() if "/" not in name} | words).now
    assert loaded.hash != before.hash
    assert loaded.criteria.version == before.criteria.version
    fresh = CouncilInForce(sqlite_engine, clock)()
    found = Readers(sqlite_engine)(fresh).suggest("A wobbly thing on the corner")
    assert [service.id for service in found.services] == ["highways"]
    assert DAY in WRITTEN[FILE]
