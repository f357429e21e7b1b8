"""What people choose for themselves, and what the team does with what goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli.briefings import briefings
from bot.cli.surroundings import Surroundings
from bot.desk.due.brief import brief_now
from storage.audit import lines
from storage.outbox import DROPPED, DUE, FAILED, Delivery
from tests.briefings.weeks import BRYONY, QUIET, entries

LOOKS = ("planned", "sent")  # nobody needs to say who they are


@pytest.fixture
def weeks(weeks):
    weeks.only(BRYONY, QUIET)
    return weeks


@pytest.fixture
def run(weeks):
    around = Surroundings()
    around.engine, around.clock = lambda: weeks.desk.engine, weeks.clock
    around.councils = lambda: lambda: weeks.council
    decides = weeks.directory.person("sam-duty").email

    def run(command: str, *args: str, by: str = decides):
        return CliRunner().invoke(briefings, [command, *args, *([] if command in LOOKS else ["--by", by])], obj=around)

    return run


@pytest.fixture
def email(weeks):
    return weeks.directory.person(BRYONY).email


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_their_own_day_and_hour(weeks, run, email):
    assert run("choose", email, "--day", "wed", "--hour", "17").exit_code == 0
    weeks.brief()
    weeks.clock.move_to(at(25, 17))
    assert weeks.brief() == 1
    weeks.clock.move_to(at(30, 9))
    assert weeks.brief() > 3
    assert [copy.period for copy in weeks.copies(BRYONY)] == ["2026-11-25"]


def test_daily_passes_over_a_day_without_news(weeks, run, email):
    assert run("choose", email, "--roll-up", "daily").exit_code == 0
    weeks.brief()
    weeks.report("R4", summary="A private road")
    for day in (24, 25):
        weeks.clock.move_to(at(day, 9))
        weeks.brief()
    [copy] = weeks.copies(BRYONY)
    assert copy.period == "2026-11-24"


def test_a_pause_is_the_teams_to_see_and_loses_nothing(weeks, run, email):
    weeks.brief()
    assert run("choose", email, "--pause", "2026-12-02").exit_code == 0
    issue = weeks.report("R13", summary="Fly-tip")
    weeks.clock.move_to(at(30, 9))
    weeks.brief()
    assert weeks.copies(BRYONY) == []
    [team] = weeks.briefing("sam-duty").parts
    assert [entry.title for entry in entries(team, "paused")] == [weeks.directory.person(BRYONY).name]
    assert "Paused: Cllr Bryony" in run("planned").stdout
    weeks.clock.move_to(at(7, 9, month=12))
    weeks.brief()
    assert issue.id in {entry.issue for s in weeks.last_copy(BRYONY).parts[0].sections for entry in s.entries}


def test_another_day_before_the_first_one_loses_nothing(weeks, run, email):
    issue = weeks.report("R13", summary="Fly-tip")
    weeks.clock.move_to(at(30, 8))
    assert run("choose", email, "--day", "wed").exit_code == 0
    weeks.brief()
    weeks.clock.move_to(at(2, 9, month=12))
    weeks.brief()
    assert issue.id in {entry.issue for s in weeks.last_copy(BRYONY).parts[0].sections for entry in s.entries}


def test_a_pause_before_the_first_one_loses_nothing(weeks, run, email):
    issue = weeks.report("R13", summary="Fly-tip")
    assert run("choose", email, "--pause", "2026-12-02").exit_code == 0
    weeks.brief()
    weeks.clock.move_to(at(7, 9, month=12))
    weeks.brief()
    assert issue.id in {entry.issue for s in weeks.last_copy(BRYONY).parts[0].sections for entry in s.entries}
    assert [part.quiet for part in weeks.last_copy(QUIET).parts] != [""]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--day", "sun"), "'sun' cannot be chosen. What can: mon, wed, fri."),
        (("--hour", "3"), "'3' cannot be chosen."),
        (("--pause", "2027-11-01"), "A pause can be 8 weeks long."),
    ],
)
def test_a_choice_that_the_council_does_not_allow_says_what_is(weeks, run, email, args, says):
    result = run("choose", email, *args)
    assert result.exit_code == 1
    assert says in result.stderr


def test_an_introduction_stands_above_what_is_still_to_go(weeks, run):
    weeks.brief()
    assert run("introduce", "2026-11-30", "The walkabout is on Thursday.").exit_code == 0
    weeks.clock.move_to(at(30, 9))
    weeks.brief()
    assert weeks.last_copy(QUIET).introduction == "The walkabout is on Thursday."
    assert "stays as it was sent" in run("introduce", "2026-11-30", "Another").stderr


def test_put_off_and_sent_at_once_they_keep_their_day(weeks, run):
    weeks.brief()
    assert run("put-off", "ward", "2026-11-30T14:00").exit_code == 0
    weeks.clock.move_to(at(30, 9))
    weeks.brief()
    assert weeks.copies(QUIET) == []
    weeks.clock.move_to(at(30, 14))
    weeks.brief()
    assert [copy.period for copy in weeks.copies(QUIET)] == ["2026-11-30"]
    assert run("put-off", "ward", "2026-11-30T08:00").exit_code == 0  # the next ones, now
    assert weeks.brief() > 0
    assert [copy.period for copy in weeks.copies(QUIET)] == ["2026-11-30", "2026-12-07"]
    weeks.clock.move(timedelta(days=7))
    weeks.brief()
    assert len(weeks.copies(QUIET)) == 2


def test_who_got_what_and_once_more(weeks, run, email):
    weeks.brief()
    weeks.clock.move_to(at(30, 9))
    weeks.brief()
    assert "Cllr Bryony Ribbonhurst (ward_members): due" in run("sent", "2026-11-30").stdout
    assert "on its way" in run("resend", "2026-11-30", email).stderr
    [first] = [row for row in weeks.deliveries() if row.recipient == f"person:{BRYONY}"]
    weeks.write(Delivery, first.id, state=FAILED, error="No such mailbox.")
    assert run("resend", "2026-11-30", email).exit_code == 0
    states = [(row.state, row.data) for row in weeks.deliveries() if row.recipient == f"person:{BRYONY}"]
    assert states == [(DROPPED, first.data), (DUE, first.data)]
    assert brief_now(weeks.desk, weeks.actor(BRYONY)) is not None


def test_everybody_chooses_for_themselves_and_the_rest_is_the_teams(weeks, run, email):
    assert run("choose", email, "--day", "wed", by=email).exit_code == 0
    weeks.brief()
    someone = weeks.directory.person(QUIET).email
    for args in (
        ("choose", someone, "--day", "wed"),
        ("put-off", "ward", "2026-11-30T14:00"),
        ("introduce", "2026-11-30", "Hello"),
        ("resend", "2026-11-30", someone),
    ):
        assert "this is for" in run(*args, by=email).stderr.lower(), args


def test_what_the_team_did_with_briefings_is_in_the_book(weeks, run, email):
    weeks.brief()
    run("introduce", "2026-11-30", "The walkabout is on Thursday.")
    run("put-off", "ward", "2026-11-30T14:00")
    run("choose", email, "--hour", "17")
    with weeks.desk.look() as session:
        written = [(line.verb, line.actor) for line in lines(session) if line.verb.startswith("briefing")]
    sam = "person:sam-duty"
    assert written == [("briefings introduced", sam), ("briefings moved", sam), ("briefing chosen", sam)]
