"""Fifteen things on one morning: one message for each person, each thing once; in the thread where it is one matter."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.desk.actor import the_clock
from bot.desk.due import chase
from bot.desk.verbs import respond, talk
from storage import outbox
from storage.outbox import DUE, GATHERING, ROUND_UP, Delivery
from storage.waits import Reminder
from tests.desk.people import Office
from tests.two_weeks.fortnight import Fortnight


def reported(office: Office, n: int) -> None:
    for number in range(n):
        office.report("R13", note=f"Shelter {number} smashed", summary=f"Shelter {number} smashed")


def deliveries(fortnight: Fortnight, *kinds: str) -> list[Delivery]:
    with fortnight.desk.look() as session:
        return list(session.exec(select(Delivery).where(col(Delivery.kind).in_(kinds)).order_by(col(Delivery.id))))


def test_fifteen_issues_that_nobody_acknowledges(sqlite_engine):
    fortnight = Fortnight(sqlite_engine, "2026-11-23 10:00")
    reported(fortnight.office, 15)
    fortnight.at("2026-11-24 10:00")
    fortnight.table.clear()
    fortnight.at("2026-12-04 17:00")
    assert [line.rstrip() for line in fortnight.table] == [
        "Tue 24 Nov 15:00  #street-scene             15 reminders, about 15 matters",
        "Wed 25 Nov 09:00  Merle Kerbside            15 reminders, about 15 matters, some of them late",
        "Wed 25 Nov 15:00  #street-scene             15 reminders, about 15 matters",
        "Thu 26 Nov 09:00  Hollis Cleanway           15 reminders, about 15 matters, some of them late",
        "Fri 27 Nov 09:00  the team                  15 reminders, about 15 matters, some of them late",
    ]
    assert fortnight.left() == []
    items = [item for row in deliveries(fortnight, ROUND_UP) for item in row.data["items"]]
    assert set(Counter((item["wait"], item["step"]) for item in items).values()) == {1}
    assert len(items) == 75


def test_what_is_settled_before_it_goes_is_left_out(sqlite_engine):
    fortnight = Fortnight(sqlite_engine, "2026-11-23 10:00")
    office, owner = fortnight.office, fortnight.office.holder("contact", "street_scene")
    reported(office, 2)
    fortnight.at("2026-11-24 14:00")
    fortnight.clock.move_to(fortnight.clock.now() + timedelta(hours=1))
    chase.tick(fortnight.desk)
    respond.acknowledge(fortnight.desk, owner, office.actions(1)[0].id or 0)
    fortnight.table.clear()
    fortnight.dispatcher.drain()
    assert [line[44:].strip() for line in fortnight.table] == ["A reminder: Shelter 1 smashed (RR-2, Cuckoo Oak)"]


def test_what_is_told_once_is_not_told_again_with_the_missing_answer(sqlite_engine):
    """The manager knows that nobody acknowledged; once somebody has, the missing answer is news of its own."""
    fortnight = Fortnight(sqlite_engine, "2026-11-23 10:00")
    reported(fortnight.office, 1)
    fortnight.at("2026-11-25 12:00")
    owner = fortnight.office.holder("contact", "street_scene")
    respond.acknowledge(fortnight.desk, owner, fortnight.office.actions(1)[0].id or 0)
    fortnight.table.clear()
    fortnight.at("2026-11-26 12:00")
    assert "Merle Kerbside            No first answer yet" in str(fortnight)
    talk.reply(fortnight.desk, owner, 1, "On Friday")


def test_a_worker_that_dies_in_the_middle_of_a_tick_leaves_nothing_behind(engine):
    """What it had gathered goes with the next tick, with what that one finds."""
    fortnight = Fortnight(engine, "2026-11-23 10:00")
    reported(fortnight.office, 3)
    fortnight.at("2026-11-24 14:00")
    fortnight.clock.move_to(fortnight.clock.now() + timedelta(hours=1))
    chase.tick(fortnight.desk, limit=0)
    assert chase._one(fortnight.desk, []) == "reminded"  # and here it dies
    [row] = deliveries(fortnight, "chase", ROUND_UP)
    fortnight.dispatcher.drain()
    assert deliveries(fortnight, "chase", ROUND_UP)[0].state == row.state == GATHERING
    chase.tick(fortnight.desk)
    [row] = deliveries(fortnight, "chase", ROUND_UP)
    assert (row.kind, row.state, len(row.data["items"])) == (ROUND_UP, DUE, 3)
    with fortnight.desk.look() as session:
        done = session.exec(select(Reminder).where(Reminder.state == "done")).all()
    assert len(done) == 3


def test_several_matters_follow_all_that_was_written_to_the_same_recipient(engine):
    fortnight = Fortnight(engine, "2026-11-23 10:00")
    reported(fortnight.office, 2)
    fortnight.clock.move_to(fortnight.clock.now() + timedelta(days=1, hours=5))
    chase.tick(fortnight.desk)
    with fortnight.desk.work(the_clock()) as work:
        for row in work.session.exec(select(Delivery).where(Delivery.kind == "action_card")):
            row.due_at = work.system + timedelta(hours=1)
            work.session.add(row)
    with fortnight.desk.work(the_clock()) as work:
        while (row := outbox.claim(work.session, work.system, "w", timedelta(minutes=3))) is not None:
            assert row.kind not in (ROUND_UP, "action_card")


@pytest.mark.parametrize("same", [True, False])
def test_two_things_about_one_matter_stand_in_its_thread(sqlite_engine, same):
    fortnight = Fortnight(sqlite_engine, "2026-11-23 10:00")
    reported(fortnight.office, 1 if same else 2)
    fortnight.clock.move_to(fortnight.clock.now() + timedelta(days=2, hours=6))  # a day late: both reminders at once
    chase.tick(fortnight.desk)
    [row] = [row for row in deliveries(fortnight, ROUND_UP) if row.recipient == "org:street_scene"]
    assert (row.issue_id, row.lane) == ((1, "org:street_scene RR-1") if same else (None, "org:street_scene round_up"))
