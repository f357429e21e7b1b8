"""What is done once a night: a row says when next, so that a restart or a second worker changes nothing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta

from sqlalchemy.exc import IntegrityError

from bot.desk.actor import the_clock
from bot.desk.due import handover
from bot.desk.records import retain
from bot.desk.work import Desk
from storage.briefings import ScheduleRun


def _retain(desk: Desk) -> int:
    return sum(len(numbers) for numbers in retain.retain(desk).issues.values())


# Name of the row -> when, in the council's zone, and what. Each may run twice without harm.
JOBS: dict[str, tuple[time, Callable[[Desk], int]]] = {
    "handover": (time(0, 5), handover.hand_on),
    "retention": (retain.HOUR, _retain),
}


def nightly(desk: Desk) -> dict[str, int]:
    """Do what is due; how many of each."""
    return {name: job(desk) for name, (at, job) in JOBS.items() if _is_due(desk, name, at)}


def _is_due(desk: Desk, name: str, at: time) -> bool:
    """Whether it is time; the next time is set. At the first start nothing is due: it is set for the next night."""
    now = desk.clock.now()
    with desk.look() as session:
        run = session.get(ScheduleRun, name)
        if run is not None and run.next_at > now:
            return False
    with desk.work(the_clock()) as work:
        night = datetime.combine(work.on, at, work.zone)
        following = night if night > work.now else night + timedelta(days=1)
        with suppress(IntegrityError), work.session.begin_nested():
            work.session.merge(ScheduleRun(name=name, next_at=following))
    return run is not None
