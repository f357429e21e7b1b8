"""Chasing: each planned step once, in working time, to the right people; silence has its meaning."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import scheduler
from bot.desk.due import chase
from bot.desk.verbs import decide, respond, talk
from bot.desk.work import Desk
from storage.waits import Reminder
from tests.sample import sample_council


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def steps(office, number, clock=None):
    """(verb, who) of each step so far, of one clock where given."""
    return [
        (event.verb, tuple(event.data.get("recipients", ())))
        for event in office.history(number)
        if event.verb in ("reminded", "escalated", "lapsed") and clock in (None, event.data["clock"])
    ]


def test_an_unacknowledged_action_climbs_its_ladder_once(desk, office, clock):
    issue = office.report("R13")
    manager = office.holder("manager", "street_scene").key
    executive = office.holder("executive", "street_scene").key
    moments = [
        (at(24, 15), ("reminded", ("org:street_scene",))),
        (at(25, 9), ("escalated", (manager,))),
        (at(26, 9), ("escalated", (executive,))),
        (at(27, 9), ("escalated", ("team",))),
    ]
    for number, (moment, step) in enumerate(moments, start=1):
        clock.move_to(moment - timedelta(seconds=1))
        chase.tick(desk)
        assert len(steps(office, issue.id, "acknowledge")) == number - 1
        clock.move_to(moment)
        chase.tick(desk)
        assert steps(office, issue.id, "acknowledge")[number - 1 :] == [step]
        assert not chase.tick(desk)
    clock.move(timedelta(days=60))
    chase.tick(desk)
    assert len(steps(office, issue.id, "acknowledge")) == 4


def test_nothing_is_chased_once_it_is_met(desk, office, clock):
    issue = office.report("R13")
    owner = office.holder("contact", "street_scene")
    talk.reply(desk, owner, issue.id, "On our list")
    respond.done(desk, owner, office.actions(issue.id)[0].id, "Cleared")
    clock.move(timedelta(days=30))
    assert not chase.tick(desk)
    assert steps(office, issue.id) == []


def test_a_long_stop_takes_each_step_once_and_in_order(desk, office, clock):
    issue = office.report("R13")
    clock.move(timedelta(days=10))
    chase.tick(desk)
    mine = [e.data["step"] for e in office.history(issue.id) if e.data.get("clock") == "acknowledge"]
    assert mine == sorted(set(mine))
    assert len(mine) == 4


def test_the_team_is_reminded_an_hour_before_it_should_accept(desk, office, clock):
    issue = office.report("R9")
    clock.move_to(at(23, 12))
    chase.tick(desk)
    assert steps(office, issue.id) == [("reminded", ("team",))]
    decide.accept(desk, office.duty, issue.id)
    clock.move_to(at(24, 14, 59))
    assert not chase.tick(desk)


def test_councillors_are_nudged_once_then_the_named_officer_takes_it(desk, office, clock):
    issue = office.report("R12")
    clock.move_to(at(24, 15))
    chase.tick(desk)
    nudged = {a.key for a in office.councillors("cuckoo-oak")}
    assert set(steps(office, issue.id)[0][1]) == nudged
    clock.move_to(at(24, 17))
    chase.tick(desk)
    assert steps(office, issue.id)[-1][0] == "lapsed"
    officer = office.holder("senior_manager", "cuckoo-oak").key
    assert office.waits(issue.id)["first_response"].owner == officer
    clock.move(timedelta(days=30))
    chase.tick(desk)
    later = [who for _, who in steps(office, issue.id)[2:]]
    assert not nudged & {key for who in later for key in who}


def test_a_reporters_silence_lets_the_clock_go_on(desk, office, clock):
    issue = office.report("R13")
    talk.ask(desk, office.duty, issue.id, "Which shelter?")
    clock.move_to(at(26, 17))
    chase.tick(desk)
    assert office.waits(issue.id)["first_response"].due_at > at(26, 17)
    assert ("told", "org:street_scene") in office.told(issue.id)


def test_progress_is_asked_for_after_five_working_days(desk, office, clock):
    issue = office.report("R13")
    owner = office.holder("contact", "street_scene")
    action = respond.acknowledge(desk, owner, office.actions(issue.id)[0].id)
    talk.reply(desk, owner, issue.id, "Soon")
    clock.move_to(at(30, 15))
    chase.tick(desk)
    (last,) = [e for e in office.history(issue.id) if e.verb == "reminded"]
    assert (last.data["clock"], last.data["action"]) == ("progress", action.id)


def test_one_bad_step_does_not_stop_the_others(desk, office, clock, monkeypatch, caplog):
    first, second = office.report("R13"), office.report("R13")
    clock.move_to(at(24, 15))
    step = chase._step

    def breaks(work, issue, wait, reminder):
        if issue.id == first.id:
            raise RuntimeError("broken row")
        step(work, issue, wait, reminder)

    monkeypatch.setattr(chase, "_step", breaks)
    chase.tick(desk)
    assert steps(office, first.id) == []
    assert steps(office, second.id)
    assert "broken row" in caplog.text
    monkeypatch.undo()
    chase.tick(desk)
    assert steps(office, first.id)


@pytest.mark.parametrize("moment", [at(28, 12), at(25, 20)])
def test_reminders_are_planned_inside_working_hours(desk, office, clock, moment):
    clock.move_to(moment)
    issue = office.report("R9")
    calendar = office.council.calendar()
    with desk.look() as session:
        from sqlmodel import select

        planned = session.exec(select(Reminder)).all()
    assert planned
    assert all(calendar.is_open(reminder.due_at) or reminder.due_at.hour == 17 for reminder in planned)
    assert office.waits(issue.id)["accept"].due_at > moment


def test_another_worker_ticks_in_the_middle_of_a_step(desk, office, clock, monkeypatch: pytest.MonkeyPatch):
    """Were it to let go what the first one is still gathering, a second message would begin. More: test_turns.py"""
    if desk.engine.name == "sqlite":
        pytest.skip("one writer at a time: there is no middle of a step")
    for _ in range(2):
        office.report("R13")
    clock.move_to(at(24, 15))
    other, step = Desk(desk.engine, clock, sample_council), chase._step

    def with_another(*given) -> None:
        step(*given)
        assert not scheduler.tick(other)

    monkeypatch.setattr(chase, "_step", with_another)
    assert scheduler.tick(desk)["reminded"] == 2
    assert [row.kind for row in office.outbox() if row.kind in ("chase", "round_up")] == ["round_up"]
