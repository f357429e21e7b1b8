"""A process that does one thing at the desk and dies by SIGKILL, just before or just after its commit."""

import os
import signal
from datetime import UTC, datetime

from sqlalchemy import event

from bot.clock import StandingClock
from bot.desk.due import chase
from bot.desk.verbs import respond
from bot.desk.work import Desk
from storage.session import open_engine
from tests.desk.people import Office
from tests.sample import sample_council

REPORTED = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHASED = datetime(2026, 11, 24, 15, tzinfo=UTC)
sample_council()  # read before the fork


def desk_at(url: str, moment: datetime) -> Desk:
    return Desk(open_engine(url), StandingClock(moment), sample_council)


def do(desk: Desk, what: str) -> None:
    """The thing itself, with the key that Slack's repeat would carry."""
    office = Office(desk)
    if what == "report":
        office.report("R13", once="view:V1")
    elif what == "click":
        respond.acknowledge(desk, office.holder("contact", "street_scene"), 1, once="action:1")
    else:
        chase.tick(desk)


def die_around_commit(desk: Desk, when: str) -> None:
    def die(_connection) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if when == "before":
        event.listen(desk.engine, "commit", die)
    else:
        _die_after(desk, die)


def _die_after(desk: Desk, die) -> None:
    """The commit reaches the database, and nothing of ours runs afterwards."""
    commit = desk.engine.dialect.do_commit

    def commit_and_die(connection) -> None:
        commit(connection)
        die(connection)

    desk.engine.dialect.do_commit = commit_and_die  # type: ignore[method-assign]


def do_and_die(url: str, what: str, when: str) -> None:
    """what: "report", "click" or "tick"; when: "before" or "after" the commit."""
    desk = desk_at(url, CHASED if what == "tick" else REPORTED)
    die_around_commit(desk, when)
    do(desk, what)
