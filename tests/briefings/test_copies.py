"""One copy a person and period, whatever happens; and nothing told twice."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as sql

from bot.briefings.content import Briefing
from bot.clock import StandingClock
from bot.desk.due import brief as briefing_desk
from bot.desk.verbs import decide
from bot.desk.work import Desk
from tests.briefings.weeks import BRYONY, LEAD, QUIET, entries, issues, number
from tests.sample import sample_council


@pytest.fixture
def desk(engine: Engine, clock: StandingClock) -> Desk:
    return Desk(engine, clock, sample_council)


def test_the_first_start_sets_the_schedules_and_sends_nothing(weeks):
    assert weeks.brief() == 0
    assert weeks.copies() == []
    assert weeks.next_at()["ward"] == weeks.next_at()["team"] == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert weeks.next_at()["safer-board"] == datetime(2026, 12, 2, 9, tzinfo=UTC)  # five working days before it meets
    assert "caps" not in weeks.next_at()  # on request


def test_each_person_has_one_copy_and_one_message(weeks):
    weeks.busy_week()
    made = weeks.brief()
    people = [copy.person for copy in weeks.copies()]
    assert made == len(people) == len(set(people))
    assert {d.recipient for d in weeks.deliveries()} == {f"person:{person}" for person in people}
    assert [d.data["copy"] for d in weeks.deliveries()] == [copy.id for copy in weeks.copies()]
    assert {QUIET, BRYONY, LEAD} <= set(people)
    assert weeks.next_at()["ward"] == weeks.next_at()["cabinet"] == datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_several_roles_are_parts_of_one_copy(weeks):
    weeks.busy_week()
    weeks.brief()
    [copy] = weeks.copies(LEAD)
    briefing = weeks.last_copy(LEAD)
    assert copy.briefings == ["cabinet_leads", "ward_members"]
    assert [part.audience for part in briefing.parts] == copy.briefings
    told = [
        e for part in briefing.parts for section in part.sections for entry in section.entries for e in entry.events
    ]
    assert len(told) == len(set(told))
    assert sorted(told) == copy.events


def test_run_again_nothing_more_is_made(weeks):
    weeks.busy_week()
    first = weeks.brief()
    assert first
    assert weeks.brief() == 0
    assert len(weeks.copies()) == first


def test_two_mondays_tell_nothing_twice_and_leave_nothing_out(weeks):
    made = weeks.busy_week()
    weeks.brief()
    weeks.to(1, month=12)
    weeks.acknowledge(made["light"])
    weeks.reply(made["light"])
    late = made["waiting"]
    decide.accept(weeks.desk, weeks.duty, number(late))
    weeks.to(7, 9, month=12)
    weeks.brief()
    first, second = weeks.copies(BRYONY)
    assert not set(first.events) & set(second.events)
    [part] = weeks.last_copy(BRYONY).parts
    assert issues(part, "new") == []
    assert made["light"].id in issues(part, "moved")
    assert made["done"].id not in issues(part, "closed")
    [madeley, *_] = weeks.councillors("madeley")
    [part] = weeks.last_copy(madeley.person or "").parts
    assert late.id in issues(part, "new") + issues(part, "waiting")  # known since Tuesday, reported the week before


def test_a_change_committed_late_is_told_the_next_time(weeks):
    """Its time lies before the last copy, which could not see it."""
    weeks.only(BRYONY)
    weeks.brief()
    weeks.to(30, 9)
    weeks.brief()
    issue = weeks.report("R13", summary="Late")
    hour_before = datetime(2026, 11, 30, 8, tzinfo=UTC)
    weeks.change(issue, reported_at=hour_before)
    weeks.backdate(issue, hour_before)
    weeks.to(7, 9, month=12)
    weeks.brief()
    [part] = weeks.last_copy(BRYONY).parts
    assert issue.id in issues(part, "new") + issues(part, "waiting")


def test_a_crash_between_two_people_goes_on_where_it_stopped(weeks, monkeypatch):
    weeks.busy_week()
    whole, count = briefing_desk.compose, 0

    def crash(*args, **more):
        nonlocal count
        count += 1
        if count == 5:
            raise SystemExit("killed")
        return whole(*args, **more)

    monkeypatch.setattr(briefing_desk, "compose", crash)
    with pytest.raises(SystemExit):
        weeks.brief()
    assert len(weeks.copies()) == len(weeks.deliveries()) == 4
    monkeypatch.undo()
    weeks.to(1, 9, month=12)  # a restart on Tuesday
    weeks.brief()
    copies = weeks.copies()
    assert len({copy.person for copy in copies}) == len(copies) == len(weeks.deliveries())
    assert {copy.period for copy in copies} == {"2026-11-30"}


def test_one_person_who_cannot_be_briefed_stops_nobody_else(weeks, monkeypatch):
    weeks.brief()
    weeks.to(30, 9)
    whole = briefing_desk.compose

    def fail(session, council, reading, *args, **more):
        if reading.person.id == BRYONY:
            raise LookupError("no such priority")
        return whole(session, council, reading, *args, **more)

    monkeypatch.setattr(briefing_desk, "compose", fail)
    assert weeks.brief() > 50
    assert weeks.copies(BRYONY) == []
    monkeypatch.undo()
    assert weeks.brief() == 1
    assert len(weeks.copies(BRYONY)) == 1


def test_a_bank_holiday_monday_is_briefed_on_tuesday(weeks):
    weeks.only(BRYONY)
    weeks.to(30, month=4, year=2027)
    weeks.brief()
    assert weeks.next_at()["ward"] == datetime(2027, 5, 4, 8, tzinfo=UTC)
    weeks.clock.move_to(datetime(2027, 5, 3, 9, tzinfo=UTC))
    assert weeks.brief() == 0
    weeks.clock.move_to(datetime(2027, 5, 4, 8, tzinfo=UTC))
    assert weeks.brief() > 0
    assert {copy.period for copy in weeks.copies()} == {"2027-05-04"}


def test_weeks_missed_while_it_was_down_become_one_copy(weeks):
    weeks.only(BRYONY)
    weeks.brief()
    issue = weeks.report("R13", summary="Fly-tip")
    weeks.clock.move_to(datetime(2026, 12, 16, 12, tzinfo=UTC))
    weeks.brief()
    [copy] = weeks.copies(BRYONY)
    assert copy.period == "2026-12-14"
    assert issues(weeks.last_copy(BRYONY).parts[0], "waiting") == [issue.id]


def test_a_changed_schedule_holds_from_the_next_tick(weeks):
    weeks.brief()
    later = [b.model_copy(update={"cron": "0 8 * * wed"}) for b in weeks.council.briefings]
    weeks.desk.council = lambda: replaced(weeks.council, later)
    weeks.brief()
    assert weeks.next_at()["ward"] == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_on_demand_shows_the_week_and_records_nothing(weeks):
    weeks.busy_week()
    weeks.brief()
    copies = len(weeks.copies())
    now = briefing_desk.brief_now(weeks.desk, weeks.actor(BRYONY))
    assert isinstance(now, Briefing)
    assert entries(now.parts[0], "new")
    assert len(weeks.copies()) == copies
    assert briefing_desk.brief_now(weeks.desk, weeks.actor("olive-officer")) is None


def selects(desk: Desk, work: Callable[[], object]) -> int:
    asked: list[str] = []

    def count(_connection, _cursor, statement, *_):
        asked.append(statement)

    sql.listen(desk.engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        sql.remove(desk.engine, "before_cursor_execute", count)
    return sum(1 for statement in asked if statement.lstrip().upper().startswith("SELECT"))


@pytest.mark.parametrize("person", [BRYONY, LEAD])
def test_a_briefing_on_demand_takes_three_queries_whatever_the_number_of_issues(weeks, person):
    assert selects(weeks.desk, lambda: weeks.briefing(person, afresh=True)) == 3
    weeks.busy_week()
    assert selects(weeks.desk, lambda: weeks.briefing(person, afresh=True)) == 3


def test_a_copy_of_a_run_takes_fewer_than_three_more(weeks):
    weeks.busy_week()
    made: list[int] = []
    asked = selects(weeks.desk, lambda: made.append(weeks.brief()))
    assert made[0] > 50
    assert asked <= 3 * made[0]


def replaced(council, briefings):
    from dataclasses import replace

    return replace(council, briefings=tuple(briefings))
