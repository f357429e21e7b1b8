"""An old decision keeps the words of the criteria that made it, on its card and in its history."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.cards.history import history_lines
from bot.cards.matter import Matter
from bot.cards.reasons import reasons
from bot.cards.scene import Scene
from bot.clock import StandingClock
from bot.desk.council_in_force import CouncilInForce
from storage.issues import Issue
from tests.cli.changed_council import FILE, changed_files, office_on
from tests.sample import NAME


def test_an_old_decision_in_its_own_words(sqlite_engine: Engine, clock: StandingClock) -> None:
    office = office_on(sqlite_engine, clock)
    old = office.council.criteria
    number = office.report("R11").id
    clock.move(timedelta(days=800))
    files = changed_files()
    files[FILE] = files[FILE].replace(old.question("Q10").says.yes, "it is one service's job")
    new = CouncilInForce(sqlite_engine, clock).load(NAME, files).now
    assert new.criteria.question("Q10").says.yes == "it is one service's job"
    with office.desk.look() as session:
        issue = session.get_one(Issue, number)
        said = [because.says for because in reasons(Matter(Scene(session, new, clock.now()), issue))]
        history = history_lines(session, new, issue, clock.now())
    assert said[0] == old.question("Q10").says.yes
    assert "by the council's criteria of 23 March 2010, row R11, because it clearly falls" in history[1]
    with office.desk.look() as session:
        council = CouncilInForce(sqlite_engine, clock)()
        gone = session.get_one(Issue, number)
        matter = Matter(Scene(session, council, clock.now()), gone)
        for event in matter.events:
            event.data = {**event.data, "version": "0123456789ab"}
        assert reasons(matter) == []
