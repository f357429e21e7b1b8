"""Acknowledged, then no word: asked about, then asked anew. And reminders that are put off."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.actor import Actor
from bot.desk.due import chase
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import close, put_off, respond, talk
from storage import waits
from storage.actions import DUE
from storage.issues import Issue
from storage.outbox import Delivery
from tests.desk.test_chase import at, steps


@pytest.fixture
def owner(office) -> Actor:
    return office.holder("contact", "street_scene")


@pytest.fixture
def issue(desk, office, owner) -> Issue:
    """Its service has acknowledged it and answered the reporter, on Monday 23 November."""
    issue = office.report("R13")
    respond.acknowledge(desk, owner, office.actions(issue.id)[0].id)
    talk.reply(desk, owner, issue.id, "On our list")
    return issue


def put(desk, office, actor, until: str, why: str = "The part is on order.", once=None) -> None:
    put_off.put_off(desk, actor, office.actions(1)[0].id, until, why, once)


def planned(desk, wait) -> list:
    with desk.look() as session:
        return [reminder.due_at for reminder in waits.planned(session, wait)]


def test_no_word_when_asked_counts_as_unacknowledged_and_the_ladder_begins_anew(desk, office, clock, issue):
    manager = office.holder("manager", "street_scene").key
    for moment in (at(30, 15), at(1, 9, month=12), at(2, 15, month=12), at(3, 9, month=12)):
        clock.move_to(moment)
        chase.tick(desk)
    assert steps(office, issue.id) == [
        ("reminded", ("org:street_scene",)),  # how is it going?
        ("lapsed", ()),
        ("reminded", ("org:street_scene",)),  # please acknowledge
        ("escalated", (manager,)),
    ]
    action = office.actions(issue.id)[0]
    assert action.state == DUE
    assert set(office.waits(issue.id)) == {"acknowledge"}
    assert ("quiet", "org:street_scene") in office.told(issue.id)
    respond.acknowledge(desk, office.holder("contact", "street_scene"), action.id)
    assert set(office.waits(issue.id)) == {"progress"}
    assert not chase.tick(desk)


@pytest.mark.parametrize("word", ["note", "reference"])
def test_any_word_starts_the_five_days_again(desk, office, clock, issue, owner, word):
    clock.move_to(at(30, 16))
    chase.tick(desk)
    action = office.actions(issue.id)[0]
    if word == "note":
        talk.add_note(desk, owner, issue.id, "The part comes on Friday", action.id)
    else:
        respond.set_reference(desk, owner, action.id, "SS-12", "Friday")
    clock.move_to(at(1, 12, month=12))
    assert not chase.tick(desk)
    assert office.waits(issue.id)["progress"].due_at == at(7, 17, month=12)
    assert office.actions(issue.id)[0].state == "acknowledged"


def test_reminders_move_with_the_day_and_the_team_hears_why(desk, office, clock, owner):
    issue = office.report("R13")
    before = office.waits(issue.id)["acknowledge"]
    put(desk, office, owner, "2026-12-05")  # a Saturday: the end of Monday is meant
    wait = office.waits(issue.id)["acknowledge"]
    assert (wait.id, wait.round, wait.due_at) == (before.id, 1, at(7, 17, month=12))
    assert planned(desk, wait)[0] == at(7, 15, month=12)
    clock.move_to(at(4, 17, month=12))
    chase.tick(desk)
    assert steps(office, issue.id, "acknowledge") == []
    assert steps(office, issue.id, "first_response")  # the reporter's answer does not wait
    assert ("put_off", "team") in office.told(issue.id)
    (event,) = [e for e in office.history(issue.id) if e.verb == "put_off"]
    assert (event.words, event.data["until"]) == ("The part is on order.", "2026-12-07")
    clock.move_to(at(7, 15, month=12))
    chase.tick(desk)
    assert steps(office, issue.id, "acknowledge") == [("reminded", ("org:street_scene",))]


def test_a_reminder_that_is_due_when_it_is_put_off_does_not_go(desk, office, clock, owner):
    issue = office.report("R13")
    clock.move_to(at(24, 15))
    put(desk, office, owner, "2026-12-03")
    assert not chase.tick(desk)
    assert steps(office, issue.id) == []


@pytest.mark.parametrize(
    ("until", "why", "says", "field"),
    [
        ("", "x", "Choose the day", "until"),
        ("soon", "x", "Choose the day", "until"),
        ("2026-11-23", "x", "Choose a later one", "until"),
        ("2026-12-08", "x", "That is too far off. Choose Monday 7 December or an earlier day.", "until"),
        ("2026-11-24", "x", "It is not due before Tuesday 24 November as it is.", "until"),
        ("2026-12-03", " ", "why it has to wait", "why"),
    ],
)
def test_what_is_missing_is_named(desk, office, owner, until, why, says, field):
    office.report("R13")
    with pytest.raises(Refusal) as refused:
        put(desk, office, owner, until, why)
    assert says in refused.value.message
    assert refused.value.field == field
    assert office.waits(1)["acknowledge"].round == 0


def test_twice_and_then_only_the_team(desk, office, clock, owner):
    office.report("R13")
    put(desk, office, owner, "2026-11-26")
    put(desk, office, owner, "2026-11-27")
    with pytest.raises(Refusal, match="cannot be again. Say where it stands with Add note"):
        put(desk, office, owner, "2026-11-30")
    put(desk, office, office.duty, "2026-11-30")
    assert office.waits(1)["acknowledge"].due_at == at(30, 17)


def test_who_may_and_when_there_is_nothing_to_put_off(desk, office, owner):
    issue = office.report("R13")
    with pytest.raises(Refusal, match="this is for a duty officer of the team or the organisation that was asked"):
        put(desk, office, office.officer, "2026-12-03")
    respond.done(desk, owner, office.actions(1)[0].id, "Cleared")
    with pytest.raises(Refusal, match="finished already"):
        put(desk, office, owner, "2026-12-03")
    close.close(desk, owner, issue.id, "Cleared")
    with pytest.raises(Refusal, match="finished already"):
        put(desk, office, owner, "2026-12-03")


def test_a_click_that_comes_twice_is_one(desk, office, clock, owner):
    office.report("R13")
    put(desk, office, owner, "2026-11-26", once="view:1")
    with pytest.raises(Doubled):
        put(desk, office, owner, "2026-11-26", once="view:1")
    clock.move(timedelta(minutes=1))
    with desk.look() as session:
        assert len(session.exec(select(Delivery).where(Delivery.kind == "put_off")).all()) == 1
