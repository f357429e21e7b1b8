"""Working time: examples worked by hand, and laws that hold for every calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from triage_rules.opening_hours import Closure, bank_holidays, read_hours, read_time, read_wait
from triage_rules.working_time import Calendar, speak

LONDON = ZoneInfo("Europe/London")
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
EVERY_DAY = (*WEEK, "sat", "sun")
COUNCIL = Calendar.model_validate(
    {
        "zone": "Europe/London",
        "hours": WEEK,
        "holidays": "england",
        "closed": [{"from": "2026-12-29", "until": "2026-12-31", "why": "Christmas closure"}],
    }
)
ROUND_THE_CLOCK = Calendar(zone="Europe/London", hours=dict.fromkeys(EVERY_DAY, "00:00-24:00"))
NIGHTS = Calendar(zone="Europe/London", hours=dict.fromkeys(EVERY_DAY, "01:30-02:10"))
NARROW = Calendar(zone="America/New_York", hours={"tue": "08:15-12:45", "thu": "20:00-24:00"}, holidays="scotland")
CALENDARS = st.sampled_from([COUNCIL, ROUND_THE_CLOCK, NIGHTS, NARROW])
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(datetime(2026, 1, 1, tzinfo=UTC).__add__)
LAW = settings(deadline=None)
WAITS = st.timedeltas(timedelta(0), timedelta(hours=60))


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "wait", "due"),
    [
        # Friday 16:30 and two hours: half an hour that day, the rest on Monday.
        (local(2026, 11, 20, 16, 30), "2h", local(2026, 11, 23, 10, 30)),
        (local(2026, 11, 20, 16, 30), "1d", local(2026, 11, 23, 17)),
        (local(2026, 11, 20, 16, 30), "2d", local(2026, 11, 24, 17)),
        (local(2026, 11, 20, 16, 30), "30m", local(2026, 11, 20, 17)),
        # A report on Sunday counts from Monday 09:00, and Monday is day 0.
        (local(2026, 11, 22, 11), "1d", local(2026, 11, 24, 17)),
        (local(2026, 11, 22, 11), "2h", local(2026, 11, 23, 11)),
        # Before opening is the same day; from the closing instant on it is the next.
        (local(2026, 11, 23, 7), "1d", local(2026, 11, 24, 17)),
        (local(2026, 11, 23, 17), "1d", local(2026, 11, 25, 17)),
        (local(2026, 11, 23, 16, 59), "1d", local(2026, 11, 24, 17)),
        (local(2026, 11, 23, 10), "0d", local(2026, 11, 23, 17)),
        # Christmas 2026: 25 and (for the 26th) 28 December, the closure 29 to 31, New Year's Day, a weekend.
        (local(2026, 12, 24, 16), "1d", local(2027, 1, 4, 17)),
        (local(2026, 12, 24, 16), "4h", local(2027, 1, 4, 12)),
        (local(2026, 12, 27, 12), "1d", local(2027, 1, 5, 17)),
        # Easter 2026: Good Friday 3 April, Easter Monday 6 April.
        (local(2026, 4, 2, 15), "1d", local(2026, 4, 7, 17)),
        (local(2026, 4, 2, 15), "4h", local(2026, 4, 7, 11)),
        # The clocks go forward on 29 March and back on 25 October 2026: the hours on the wall stay.
        (local(2026, 3, 27, 16), "2h", local(2026, 3, 30, 10)),
        (local(2026, 3, 27, 16), "1d", local(2026, 3, 30, 17)),
        (local(2026, 10, 23, 16), "2h", local(2026, 10, 26, 10)),
        (local(2026, 10, 23, 16), "1d", local(2026, 10, 26, 17)),
    ],
)
def test_due(start: datetime, wait: str, due: datetime) -> None:
    assert COUNCIL.due(start, wait) == due
    assert COUNCIL.due(start, wait).tzinfo is UTC


def test_summer_opening_is_eight_in_utc() -> None:
    assert COUNCIL.received(datetime(2026, 3, 28, tzinfo=UTC)) == datetime(2026, 3, 30, 8, tzinfo=UTC)
    assert COUNCIL.received(datetime(2026, 10, 24, tzinfo=UTC)) == datetime(2026, 10, 26, 9, tzinfo=UTC)


def test_days_of_the_clock_change_have_23_and_25_hours() -> None:
    assert ROUND_THE_CLOCK.between(local(2026, 3, 29), local(2026, 3, 30)) == timedelta(hours=23)
    assert ROUND_THE_CLOCK.between(local(2026, 10, 25), local(2026, 10, 26)) == timedelta(hours=25)
    assert ROUND_THE_CLOCK.add(local(2026, 3, 28, 23), timedelta(hours=3)) == local(2026, 3, 29, 3)
    assert ROUND_THE_CLOCK.add(local(2026, 10, 24, 23), timedelta(hours=3)) == local(2026, 10, 25, 1, fold=1)


def test_hours_inside_the_skipped_hour_do_not_happen() -> None:
    assert NIGHTS.opening(date(2026, 3, 29)) is None
    to_the_skipped_hour = Calendar.model_validate({"zone": "Europe/London", "hours": {"sun": "01:00-02:00"}})
    assert to_the_skipped_hour.opening(date(2026, 3, 29)) is None
    assert NIGHTS.opening(date(2026, 3, 30)) == (local(2026, 3, 30, 1, 30), local(2026, 3, 30, 2, 10))


def test_open_from_the_opening_instant_until_before_the_closing_instant() -> None:
    assert COUNCIL.is_open(local(2026, 11, 23, 9))
    assert not COUNCIL.is_open(local(2026, 11, 23, 17))
    assert not COUNCIL.is_open(local(2026, 11, 22, 12))


def test_working_days_are_counted_from_the_day_itself_or_the_next_open_one() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert COUNCIL.at_day(friday, 0, time(15)) == local(2026, 11, 20, 15)
    assert COUNCIL.at_day(friday, 1, time(9)) == local(2026, 11, 23, 9)
    assert COUNCIL.at_day(friday, 3, time(9)) == local(2026, 11, 25, 9)
    assert COUNCIL.at_day(friday, -5, time(9)) == local(2026, 11, 13, 9)
    assert COUNCIL.at_day(sunday, 0, time(9)) == local(2026, 11, 23, 9)
    assert COUNCIL.at_day(sunday, 1, time(9)) == local(2026, 11, 24, 9)
    assert (
        COUNCIL.at_day(friday, 1, time(9)).tzinfo is COUNCIL.before(local(2026, 11, 23, 12), timedelta()).tzinfo is UTC
    )


def test_before_counts_back_over_the_weekend() -> None:
    assert COUNCIL.before(local(2026, 11, 23, 9, 30), timedelta(hours=1)) == local(2026, 11, 20, 16, 30)
    assert COUNCIL.before(local(2026, 11, 23, 11), timedelta(hours=1)) == local(2026, 11, 23, 10)
    assert COUNCIL.before(local(2026, 11, 23, 7), timedelta(0)) == local(2026, 11, 20, 17)


def test_before_stays_on_the_day_that_has_just_enough() -> None:
    nine = local(2026, 11, 23, 9)
    assert COUNCIL.before(nine, timedelta(0)) == nine
    assert COUNCIL.before(local(2026, 11, 23, 11), timedelta(hours=2)) == nine


def test_a_paused_clock_goes_on_with_what_was_left() -> None:
    tuesday_noon, thursday_ten = local(2026, 11, 24, 12), local(2026, 11, 26, 10)
    # Due at noon on Wednesday, eight hours left.
    assert COUNCIL.resume(local(2026, 11, 25, 12), tuesday_noon, thursday_ten) == local(2026, 11, 27, 10)
    # Due at closing time on Wednesday, thirteen hours left: Friday 15:00, so the end of Friday.
    assert COUNCIL.resume(local(2026, 11, 25, 17), tuesday_noon, thursday_ten) == local(2026, 11, 27, 17)
    # Due at the moment of the pause, or overdue: nothing is left to go on with.
    assert COUNCIL.resume(tuesday_noon, tuesday_noon, thursday_ten) == tuesday_noon
    assert COUNCIL.resume(tuesday_noon, thursday_ten, local(2026, 12, 1, 9)) == tuesday_noon
    # A due time that somebody set by hand, on a closed day.
    assert COUNCIL.resume(local(2026, 11, 28, 12), tuesday_noon, thursday_ten) == local(2026, 12, 1, 15)


def test_a_day_that_ends_at_midnight_stays_one_after_a_pause() -> None:
    new_york = ZoneInfo("America/New_York")
    thursday_midnight = datetime(2026, 11, 27, tzinfo=new_york)
    paused, resumed = datetime(2026, 11, 26, 21, tzinfo=new_york), datetime(2026, 12, 1, 9, tzinfo=new_york)
    # Three hours left from Tuesday at nine, and then to the end of that day.
    assert NARROW.resume(thursday_midnight, paused, resumed) == datetime(2026, 12, 1, 12, 45, tzinfo=new_york)


def test_nothing_to_wait_for_at_closing_time_is_over_then() -> None:
    assert COUNCIL.add(local(2026, 11, 20, 17), timedelta()) == local(2026, 11, 20, 17)


def test_negative_lengths_are_refused() -> None:
    for count in (COUNCIL.add, COUNCIL.before):
        with pytest.raises(ValueError, match="^a wait cannot be negative$"):
            count(local(2026, 11, 23, 9), timedelta(hours=-1))


def test_bank_holidays_follow_the_nation() -> None:
    assert date(2026, 12, 28) in bank_holidays("england", 2026)
    assert date(2026, 4, 6) not in bank_holidays("scotland", 2026)
    assert date(2026, 11, 30) in bank_holidays("scotland", 2026)
    assert date(2026, 7, 13) in bank_holidays("northern-ireland", 2026)
    assert bank_holidays("wales", 2026) == bank_holidays("england", 2026)


@LAW
@given(CALENDARS, MOMENTS, WAITS)
def test_due_times_lie_in_opening_hours_or_on_the_closing_instant(
    calendar: Calendar, start: datetime, wait: timedelta
) -> None:
    due = calendar.add(start, wait)
    assert calendar.is_open(due) or calendar.is_open(due - timedelta(microseconds=1))
    assert due >= start


@LAW
@given(CALENDARS, MOMENTS, WAITS, WAITS)
def test_add_is_additive(calendar: Calendar, start: datetime, first: timedelta, second: timedelta) -> None:
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@LAW
@given(CALENDARS, MOMENTS, MOMENTS, WAITS, WAITS)
def test_add_is_monotone(calendar: Calendar, a: datetime, b: datetime, short: timedelta, long: timedelta) -> None:
    assert calendar.add(min(a, b), min(short, long)) <= calendar.add(max(a, b), max(short, long))


@LAW
@given(CALENDARS, MOMENTS, WAITS)
def test_between_inverts_add_and_before(calendar: Calendar, start: datetime, wait: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, wait)) == wait
    assert calendar.between(calendar.before(start, wait), start) == wait


@LAW
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_between_adds_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert calendar.between(a, b) == -calendar.between(b, a)


@LAW
@given(CALENDARS, MOMENTS)
def test_received_is_open_and_settles(calendar: Calendar, start: datetime) -> None:
    received = calendar.received(start)
    assert received >= start
    assert calendar.is_open(received)
    assert calendar.received(received) == received
    assert calendar.between(start, received) == timedelta(0)


@LAW
@given(CALENDARS, MOMENTS, st.integers(0, 12))
def test_days_end_at_closing_time(calendar: Calendar, start: datetime, days: int) -> None:
    due = calendar.due(start, f"{days}d")
    assert not calendar.is_open(due) or calendar.is_open(due - timedelta(microseconds=1))
    assert calendar.due(start, f"{days + 1}d") > due > start


@LAW
@given(CALENDARS, MOMENTS, MOMENTS, st.integers(1, 6))
def test_a_pause_never_shortens_a_wait(calendar: Calendar, start: datetime, end: datetime, days: int) -> None:
    paused, resumed = min(start, end), max(start, end)
    due = calendar.due(paused, f"{days}d")
    assert calendar.resume(due, paused, resumed) >= due
    assert calendar.between(resumed, calendar.resume(due, paused, resumed)) >= calendar.between(paused, due)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (local(2026, 11, 23, 14), "2pm today"),
        (local(2026, 11, 24, 17), "5pm Tuesday 24 November"),
        (local(2026, 11, 24, 14, 2), "2:02pm Tuesday 24 November"),
        (local(2026, 11, 26, 12), "midday Thursday 26 November"),
        (local(2026, 11, 26), "midnight Thursday 26 November"),
        (local(2026, 11, 26, 12, 30), "12:30pm Thursday 26 November"),
        (local(2027, 5, 22, 9), "9am Saturday 22 May"),  # 180 days ahead
        (local(2027, 5, 23, 9), "9am Sunday 23 May 2027"),
        (local(2027, 1, 4, 9), "9am Monday 4 January"),
        (local(2027, 7, 5, 9, 30), "9:30am Monday 5 July 2027"),
    ],
)
def test_times_as_people_say_them(moment: datetime, said: str) -> None:
    assert speak(moment, local(2026, 11, 23, 10), "Europe/London") == said


def test_today_is_the_councils_today() -> None:
    assert speak(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 2, 9, tzinfo=UTC), "Europe/London") == (
        "12:30am today"
    )
    just_after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert speak(datetime(2026, 7, 2, 9, tzinfo=UTC), just_after_midnight, "Europe/London") == "10am today"
    noon = datetime(2026, 7, 2, 12, tzinfo=UTC)  # where this machine thinks it is (tests/conftest.py), tomorrow
    assert speak(noon, noon, "Europe/London") == "1pm today"


def test_waits_hours_and_times_are_read_or_refused() -> None:
    assert read_wait("2h") == timedelta(hours=2)
    assert read_wait("30m") == timedelta(minutes=30)
    assert read_wait("3d") == 3
    assert read_time("07:05") == time(7, 5)
    assert read_hours("22:00 - 24:00") == (1320, 1440)
    assert read_hours("08:45-17:15") == (525, 1035)
    for read, text in [
        (read_wait, "2 days"),
        (read_time, "9am"),
        (read_time, "24:00"),
        (read_hours, "09:00"),
        (read_hours, "17:00-09:00"),
        (read_hours, "09:00-09:00"),
    ]:
        with pytest.raises(ValueError, match="write"):
            read(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"zone": "Europe/Telford"}, "not a time zone"),
        ({"hours": {"mon": "9 to 5"}}, "not opening hours"),
        ({"hours": {}}, "at least 1"),
        ({"hours": {"monday": "09:00-17:00"}}, "mon"),
        ({"closed": [{"from": "2026-12-31", "until": "2026-12-29"}]}, "swap the dates"),
        ({"closed": [{"from": "2026-12-31", "until": "2028-12-29"}]}, "more than a year"),
        ({"closed": "2026-12-29"}, "tuple"),
    ],
)
def test_a_wrong_calendar_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Calendar.model_validate({"zone": "Europe/London", "hours": WEEK, **change})


def test_a_closed_date_is_a_closure_of_one_day() -> None:
    calendar = Calendar.model_validate({"zone": "Europe/London", "hours": WEEK, "closed": ["2026-11-24"]})
    day = date(2026, 11, 24)
    assert calendar.closed == (Closure.model_validate({"from": day, "until": day}),)
    assert calendar.opening(day) is None
