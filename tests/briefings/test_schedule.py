"""When briefings are due: in the council's zone, by weekday name, moved past closed days."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from bot.briefings import schedule
from tests.sample import sample_council
from triage_rules.opening_hours import WEEKDAYS
from triage_rules.working_time import Calendar

CALENDAR = sample_council().calendar()
MONDAYS = "0 9 * * mon"


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(2026, 11, 23, 8, 59), at(2026, 11, 23)),
        (at(2026, 11, 23), at(2026, 11, 30)),
        (at(2027, 4, 1), at(2027, 4, 5, 8)),  # British Summer Time
        (at(2027, 4, 30), at(2027, 5, 4, 8)),  # the early May bank holiday: Tuesday instead
        (at(2027, 5, 3, 12), at(2027, 5, 4, 8)),  # on the holiday itself too
        (at(2027, 5, 4, 8), at(2027, 5, 10, 8)),
        (at(2026, 12, 21), at(2027, 1, 4)),  # bank holiday, closure, new year: two Mondays become one
    ],
)
def test_upcoming(now, expected):
    assert schedule.upcoming(MONDAYS, CALENDAR, now) == expected


def test_what_was_missed_is_made_up_once_for_the_last_day():
    due = at(2026, 11, 30)
    assert schedule.latest(MONDAYS, CALENDAR, due, at(2026, 12, 9)) == at(2026, 12, 7)
    assert schedule.latest(MONDAYS, CALENDAR, due, at(2026, 12, 1)) == due


def test_a_line_that_never_fires_has_no_next_moment():
    assert schedule.upcoming("0 9 31 feb *", CALENDAR, at(2026, 11, 23)) is None
    assert schedule.on_day("0 9 31 feb *", CALENDAR, date(2026, 11, 23)) is None


def test_a_day_has_its_moment_or_none():
    assert schedule.on_day(MONDAYS, CALENDAR, date(2027, 5, 4)) == at(2027, 5, 4, 8)
    assert schedule.on_day(MONDAYS, CALENDAR, date(2027, 5, 3)) is None


def test_the_hour_that_happens_twice_is_one_period_and_does_not_stand_still():
    always = Calendar(zone="Europe/London", hours=dict.fromkeys(WEEKDAYS, "00:00-24:00"))
    fired = list(islice(schedule.fires("30 1 * * *", always, at(2026, 10, 25, 0)), 3))
    assert fired == [at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30), at(2026, 10, 26, 1, 30)]
    assert [schedule.period(each, always) for each in fired] == ["2026-10-25", "2026-10-25", "2026-10-26"]
