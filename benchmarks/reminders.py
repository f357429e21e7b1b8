"""100,000 reminders that wait: an idle tick, starting up, memory, and 1,000 due at once; beside one APScheduler date
job each in its SQLAlchemy store. Both in SQLite, each in a process of its own.

Ours are ladder steps of issues on record. A due one is a transaction: history, notice in the outbox, cards to repaint.
APScheduler's job does nothing at all but be run: it is the least that it can cost.
"""

import multiprocessing
import pickle
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import text

from benchmarks import _job
from benchmarks._databases import SqliteFiles
from benchmarks._figures import row
from benchmarks._fill import DUE_AT, copies, first_issue
from bot.clock import Clock, StandingClock
from bot.desk.due import chase
from bot.desk.work import Desk
from storage.session import open_engine
from tests.sample import sample_council

PENDING, DUE_AT_ONCE = 100_000, 1_000
SPAWN = multiprocessing.get_context("spawn")
clock = Clock()


def fill_ours(file: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    copies(engine, PENDING // first_issue(engine), closed=False)
    with engine.begin() as connection:  # these fall due together
        first = "(SELECT id FROM reminder WHERE state = 'planned' ORDER BY id LIMIT :number)"
        moved = f"UPDATE reminder SET due_at = :at WHERE id IN {first}"  # noqa: S608
        connection.execute(text(moved), {"at": DUE_AT - timedelta(days=1), "number": DUE_AT_ONCE})
    engine.dispose()


def fill_theirs(file: Path, due_at: datetime) -> None:
    """The rows that APScheduler would write itself, in one transaction, which it does not do."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.start(paused=True)
    state = scheduler.add_job(_job.job, "date", run_date=due_at, misfire_grace_time=None).__getstate__()
    scheduler.remove_all_jobs()
    rows = []
    for number in range(PENDING):
        at = due_at if number < DUE_AT_ONCE else datetime(2050, 1, 1, tzinfo=UTC)
        mine = {**state, "id": str(number), "next_run_time": at, "trigger": DateTrigger(at)}
        rows.append({"id": str(number), "next_run_time": at.timestamp(), "job_state": pickle.dumps(mine, 5)})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)
    scheduler.shutdown()


def ours(answer: Connection, file: Path, _due_at: datetime) -> None:
    before, began = _memory(), clock.monotonic()
    engine = open_engine(f"sqlite:///{file}")
    desk = Desk(engine, StandingClock(DUE_AT - timedelta(days=2)), sample_council)
    chase.tick(desk)
    started = clock.monotonic() - began
    idle = min(_timed(lambda: chase.tick(desk)) for _ in range(20))
    memory = _memory() - before
    desk.clock = StandingClock(DUE_AT - timedelta(hours=23))
    done: list[int] = []
    at_once = _timed(lambda: done.append(chase.tick(desk).total()))
    answer.send((started, idle, memory, at_once, done[0]))


def theirs(answer: Connection, file: Path, due_at: datetime) -> None:
    before, began = _memory(), clock.monotonic()
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.start()
    scheduler._process_jobs()
    started = clock.monotonic() - began
    idle = min(_timed(scheduler._process_jobs) for _ in range(20))
    memory = _memory() - before
    SPAWN.Event().wait(max(due_at - clock.system(), timedelta()).total_seconds())
    at_once = _timed(_until_all_ran)
    scheduler.shutdown()
    answer.send((started, idle, memory, at_once, _job.ran))


def _until_all_ran() -> None:
    """A minute at most."""
    pause = SPAWN.Event()
    for _ in range(1200):
        if _job.ran >= DUE_AT_ONCE:
            return
        pause.wait(0.05)


def _timed(work: Callable[[], object]) -> float:
    began = clock.monotonic()
    work()
    return clock.monotonic() - began


def _memory() -> int:
    """Kilobytes in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def measure(
    what: Callable[[Connection, Path, datetime], None], file: Path, due_at: datetime
) -> tuple[float, float, int, float, int]:
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=what, args=(there, file, due_at))
    process.start()
    found = here.recv()
    process.join()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        with SqliteFiles(Path(folder)).database(Path(folder)) as url:
            file = Path(url.removeprefix("sqlite:///"))
            fill_ours(file)
            our = measure(ours, file, DUE_AT)
        jobs = Path(folder) / "jobs.db"
        soon = clock.system() + timedelta(seconds=30)  # until then it starts, and idles
        fill_theirs(jobs, soon)
        their = measure(theirs, jobs, soon)
    row(f"{PENDING:,} reminders that wait", "ours", "APScheduler", "ratio")
    for title, mine, other, unit in (
        ("started, first tick included", our[0], their[0], "s"),
        ("an idle tick", 1000 * our[1], 1000 * their[1], "ms"),
        ("memory for it", our[2] / 1024, their[2] / 1024, "MB"),
        (f"{DUE_AT_ONCE:,} due at once", our[3], their[3], "s"),
    ):
        row(title, f"{mine:.2f} {unit}", f"{other:.2f} {unit}", f"{mine / other:.2f}" if other else "")
    row("of them done", our[4], their[4])


if __name__ == "__main__":
    main()
