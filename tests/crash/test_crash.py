"""A process killed around its commit: Slack sends again, the next tick comes; nothing is lost, nothing doubled."""

import multiprocessing
import signal

import pytest
from sqlmodel import func, select

from bot.desk.refusal import Doubled
from storage.actions import Action
from storage.issues import Event, Issue
from storage.outbox import Delivery
from storage.waits import Reminder
from tests.crash.child import CHASED, REPORTED, desk_at, do, do_and_die
from tests.desk.people import Office

PROCESSES = multiprocessing.get_context("forkserver")  # clean ones: this one has threads and connections
PROCESSES.set_forkserver_preload([do_and_die.__module__])


def killed(url: str, what: str, when: str) -> None:
    process = PROCESSES.Process(target=do_and_die, args=(url, what, when))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def counted(desk, *tables) -> list[int]:
    with desk.look() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_report(database_url, when):
    killed(database_url, "report", when)
    desk = desk_at(database_url, REPORTED)
    assert counted(desk, Issue, Action) == ([0, 0] if when == "before" else [1, 1])
    if when == "before":
        do(desk, "report")
    else:
        with pytest.raises(Doubled):
            do(desk, "report")
    assert counted(desk, Issue, Action, Delivery, Event) == [1, 1, 2, 2]
    desk.engine.dispose()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_click(database_url, when):
    desk = desk_at(database_url, REPORTED)
    issue = Office(desk).report("R13")
    killed(database_url, "click", when)
    try:
        do(desk, "click")
    except Doubled:
        assert when == "after"
    office = Office(desk)
    assert [action.state for action in office.actions(issue.id)] == ["acknowledged"]
    assert office.verbs(issue.id).count("acknowledged") == 1
    assert "progress" in office.waits(issue.id)
    desk.engine.dispose()


def _reminded(office: Office) -> list[int]:
    """The issue of each reminder on its way, whether it goes alone or with others."""
    rows = [row for row in office.outbox() if row.kind in ("chase", "round_up")]
    assert {row.state for row in rows} <= {"due"}
    return [item["issue"] for row in rows for item in row.data.get("items", [{"issue": row.issue_id}])]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_tick(database_url, when):
    desk = desk_at(database_url, REPORTED)
    issues = [Office(desk).report("R13"), Office(desk).report("R13")]
    desk.engine.dispose()
    killed(database_url, "tick", when)
    later = desk_at(database_url, CHASED)
    do(later, "tick")
    office = Office(later)
    for issue in issues:
        assert office.verbs(issue.id).count("reminded") == 1
        assert _reminded(office).count(issue.id) == 1
    with later.look() as session:
        done = session.exec(select(Reminder).where(Reminder.state == "done")).all()
    assert len(done) == len(issues)
    later.engine.dispose()
