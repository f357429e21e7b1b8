"""What has had its time is removed, once, never under a hold; and what is left adds up."""

from datetime import UTC, date, datetime

import pytest

from bot import scheduler
from bot.desk import people_import
from bot.desk.council_in_force import CouncilInForce
from bot.desk.records import hold
from bot.desk.records.erase import erase_person
from bot.desk.records.retain import REMOVED, due, retain
from bot.desk.verbs import close, decide
from storage import council_files
from tests.records.dumps import dump
from tests.records.test_erase import Town
from triage_rules.council import CouncilError, parse
from triage_rules.retention import Keep

SCHEDULE = """
retention:
  - {of: contact, after: 1 month}
  - {of: note, after: 6 months}
  - {of: issue, after: 2 years}
"""


@pytest.fixture
def town(engine, clock) -> Town:
    town = Town(engine, clock)
    town.work()
    with town.desk.look() as session:
        files = {**people_import.folder(session), "retention.yaml": SCHEDULE}
    town.council.load("telford-wrekin", files)
    return town


def _later(town, year: int, month: int, day: int) -> None:
    town.clock.move_to(datetime(year, month, day, 12, tzinfo=UTC))


def test_step_by_step_until_only_numbers_are_left(town):
    before, number = town.briefed(), town.number
    _later(town, 2026, 12, 22)
    assert not due(town.desk), "closed on the 23rd"
    _later(town, 2026, 12, 23)
    assert dict(due(town.desk).issues) == {"contact": [number], "note": [], "issue": []}
    assert retain(town.desk).issues["contact"] == [number]
    assert (town.office.issue(number).reply_to, bool(town.said("07700 900 123"))) == ("", True)
    assert not retain(town.desk), "once"

    _later(town, 2027, 5, 24)
    assert retain(town.desk).issues["note"] == [number]
    assert town.said("07700 900 123", "Plover Close") == []
    assert town.office.issue(number).note == REMOVED
    assert town.said("Ms Nightjar"), "the summary stays"

    _later(town, 2028, 11, 24)
    assert retain(town.desk).issues["issue"] == [number]
    town.send()
    erase_person(town.desk, town.ola, "T0HOME/U0WALKER", "Gone", dry=False)  # who is who in Slack is no issue's
    assert town.said("Nightjar", "Quillfeather", "U0WALKER") == []
    assert not [m.text for m in town.slack.messages if "Nightjar" in m.text]
    issue = town.office.issue(number)
    assert (issue.summary, issue.entered_by, issue.state, issue.route) == (REMOVED, "person:removed", "closed", "team")
    assert {event.actor_name for event in town.office.history(number)} <= {"Name removed", "The clock"}
    assert town.verified() == []
    assert town.briefed() == before


def test_what_is_held_is_passed_over(town):
    placed = hold.place(town.desk, town.ola, "A claim", issue=town.number)
    _later(town, 2029, 1, 1)
    found = due(town.desk)
    assert (dict(found.issues), set(found.held)) == ({"contact": [], "note": [], "issue": []}, {town.number})
    before = dump(town.engine)
    assert not retain(town.desk)
    assert dump(town.engine) == before
    hold.lift(town.desk, town.ola, placed.id or 0, "Settled")
    assert retain(town.desk)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_opened_again_gets_its_time_anew(town):
    _later(town, 2027, 5, 24)
    assert retain(town.desk)
    close.reopen(town.desk, town.ola, town.number, "More of it")
    assert not due(town.desk)
    decide.accept(town.desk, town.ola, town.number)
    close.close(town.desk, town.ola, town.number, "Done again")
    _later(town, 2027, 6, 30)
    assert due(town.desk).issues["contact"] == [town.number]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_worker_does_it_at_night(town):
    scheduler.tick(town.desk)
    _later(town, 2026, 12, 24)
    scheduler.tick(town.desk)
    assert town.office.issue(town.number).reply_to == ""


@pytest.mark.parametrize(
    ("after", "on", "cutoff"),
    [
        ("1 day", date(2027, 1, 1), date(2026, 12, 31)),
        ("2 weeks", date(2027, 1, 1), date(2026, 12, 18)),
        ("1 month", date(2027, 3, 31), date(2027, 2, 28)),
        ("12 months", date(2028, 2, 29), date(2027, 2, 28)),
        ("7 years", date(2027, 1, 1), date(2020, 1, 1)),
    ],
)
def test_periods(after, on, cutoff):
    assert Keep.model_validate({"of": "note", "after": after}).cutoff(on) == cutoff


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{of: notes, after: 1 year}", "retention.yaml, line 2: 'of' cannot be 'notes'"),
        ("{of: note, after: soon}", "Write a number and days, weeks, months or years, such as 6 months."),
        ("{of: note}", "'after' is missing"),
    ],
)
def test_mistakes_are_named_with_their_line(line, says):
    files = {**council_files.read("telford-wrekin"), "retention.yaml": f"retention:\n  - {line}\n"}
    with pytest.raises(CouncilError) as error:
        parse(files, "telford-wrekin")
    assert says in str(error.value)


def test_one_rule_for_each_thing():
    twice = "retention:\n  - {of: note, after: 1 year}\n  - {of: note, after: 2 years}\n"
    with pytest.raises(CouncilError, match="line 3: the of 'note' is already taken"):
        parse({**council_files.read("telford-wrekin"), "retention.yaml": twice}, "telford-wrekin")


def test_without_a_schedule_nothing_is_removed(sqlite_engine, clock):
    files = council_files.read("telford-wrekin")
    files.pop("retention.yaml")
    council = CouncilInForce(sqlite_engine, clock)
    assert council.load("telford-wrekin", files).now.retention == ()
