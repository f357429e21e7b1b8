"""The tick. APScheduler only says when; what is due is in the rows."""

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import IntegrityError

from bot.desk.due import brief, chase, housekeeping, nightly, show
from bot.desk.due.turn import InTurn, NotOurTurn
from bot.desk.records import book
from bot.desk.work import Desk
from storage.briefings import Heartbeat
from storage.session import writing

log = logging.getLogger(__name__)

TICK_SECONDS = 15
PART = "tick"
# APScheduler goes by this machine's own clock, which may be behind the one that we go by.
AT_ONCE = timedelta(hours=1)


def tick(desk: Desk) -> Counter[str]:
    """All that is due by now: reminders, escalations, briefings, housekeeping. How many of each; none while another
    process is at it. Two threads of this one wait for each other."""
    with desk.ticking:
        mine = InTurn(desk)
        try:
            return _tick(mine)
        except NotOurTurn:
            return Counter()
        finally:
            mine.over()


def _tick(desk: Desk) -> Counter[str]:
    did = chase.tick(desk)
    did["shown"] += show.show(desk)
    did["briefed"] += brief.brief(desk)
    housekeeping.tidy(desk)
    did.update(nightly.nightly(desk))
    book.seal_heads(desk)
    beat(desk, PART, desk.clock.system())
    return did


class Beats:
    """Writes a part's heartbeat when called, at most every few seconds."""

    EVERY = 10.0

    def __init__(self, desk: Desk, part: str):
        self._desk, self._part = desk, part
        self._last = float("-inf")

    def __call__(self) -> None:
        now = self._desk.clock.monotonic()
        if now - self._last >= self.EVERY:
            self._last = now
            beat(self._desk, self._part, self._desk.clock.system())


def beat(desk: Desk, part: str, at: datetime) -> None:
    with writing(desk.engine) as session, suppress(IntegrityError):  # another worker's first beat came first
        session.merge(Heartbeat(part=part, at=at))
        session.commit()


def start(desk: Desk) -> BackgroundScheduler:
    """A running scheduler with the one tick; late ticks become one, and none overlaps another."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        _tick_and_log,
        "interval",
        args=(desk,),
        seconds=TICK_SECONDS,
        next_run_time=desk.clock.system() - AT_ONCE,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler


def _tick_and_log(desk: Desk) -> None:
    did = tick(desk)
    if any(did.values()):
        log.info("tick: %s", ", ".join(f"{count} {verb}" for verb, count in sorted(did.items()) if count))
