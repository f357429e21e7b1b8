"""Workers on machines whose clocks are minutes apart, on one PostgreSQL: its clock is the one that counts."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from bot.clock import SURE, Clock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.ledger import LEASE, MARGIN, Ledger
from bot.delivery.mail_sender import LONGEST
from bot.delivery.slack_sender import TIMEOUT, SlackSender
from bot.desk.actor import the_clock
from bot.desk.work import ASK_THE_TIME, Desk
from bot.simulator import Served, simulator_app
from storage.outbox import DUE, SENT
from storage.session import writing
from tests.databases import PostgresServer, open_shared
from tests.delivery.conftest import Stage
from tests.delivery.post_room import PostRoom, draw, small_workspace
from tests.sample import sample_council

APART = LEASE + timedelta(minutes=1)
BOTH_WAYS = pytest.mark.parametrize("off", [APART, -APART], ids=["ahead", "behind"])


class WrongClock(Clock):
    """A machine's clock that somebody set wrong; its steady one can be made to jump, as after a pause."""

    def __init__(self, off: timedelta = timedelta()):
        super().__init__()
        self._off, self._paused = off, 0.0

    def _own(self) -> datetime:
        return datetime.now(UTC) + self._off

    def monotonic(self) -> float:
        return super().monotonic() + self._paused

    def pause(self, by: timedelta) -> None:
        self._paused += by.total_seconds()


@pytest.fixture
def machine(postgres: PostgresServer) -> Iterator[Engine]:
    with postgres.database() as url:
        engine = open_shared(url)
        yield engine
        engine.dispose()


@pytest.fixture
def hall(machine: Engine, stage: tuple[Stage, Served]) -> Iterator[PostRoom]:
    """A post room in real time."""
    clock = Clock()
    ws = small_workspace(clock)  # type: ignore[arg-type]
    stage[0].app = simulator_app(ws)
    yield PostRoom(machine, clock, ws, stage[1].api_url)  # type: ignore[arg-type]
    ws.faults.clear()


def worker(hall: PostRoom, off: timedelta, sender: SlackSender | None = None, drawn=draw, engine=None) -> Dispatcher:
    ways = {"slack": sender or hall.new_sender()}
    return Dispatcher(engine or hall.engine, WrongClock(off), ways, drawn, lambda: hall.council, f"off by {off}")


def long_passes(hall: PostRoom) -> None:
    """For every lease."""
    with writing(hall.engine) as session:
        gone = {"gone": LEASE + timedelta(seconds=1)}
        session.execute(text("UPDATE delivery SET lease_until = lease_until - CAST(:gone AS interval)"), gone)
        session.commit()


@BOTH_WAYS
def test_nobody_takes_what_another_is_sending(hall: PostRoom, off: timedelta):
    took: list[bool] = []

    class Watching(SlackSender):
        def post(self, delivery, message, place):
            took.append(worker(hall, off).step())
            return super().post(delivery, message, place)

    row = hall.put("team", "Hello")
    worker(hall, -off, hall.new_sender(kind=Watching)).drain()
    assert (took, hall.texts(), hall.states(row)) == ([False], ["Hello"], [SENT])


@BOTH_WAYS
def test_nobody_keeps_a_lease_that_has_ended(hall: PostRoom, off: timedelta):
    row = hall.put("team", "Hello")
    assert Ledger(hall.engine, WrongClock(-off), "dies").claim()
    second = worker(hall, off)
    assert not second.step()
    long_passes(hall)
    assert second.step()
    assert (hall.texts(), hall.states(row)) == (["Hello"], ["resent"])


def test_each_row_is_sent_once_by_workers_ten_minutes_apart(hall: PostRoom):
    rows = [hall.put("team", f"{n}") for n in range(12)]
    workers = [worker(hall, timedelta(minutes=minutes)) for minutes in (-5, 0, 5)]
    threads = [threading.Thread(target=each.drain) for each in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    workers[0].drain()
    assert hall.states(*rows) == [SENT] * 12
    assert sorted(hall.texts(), key=int) == [f"{n}" for n in range(12)]
    assert sum((each.counts for each in workers), workers[0].counts.__class__()) == {"sent": 12}


@BOTH_WAYS
def test_what_is_written_as_due_now_is_due_now_for_all(hall: PostRoom, off: timedelta):
    desk = Desk(hall.engine, WrongClock(off), sample_council)
    with desk.work(the_clock()) as work:
        row = work.tell("told", "team")
    for moment in (row.created_at, desk.clock.now()):  # reminders fall due by it, too
        assert abs(moment - Clock().now()) < timedelta(minutes=1)
    assert worker(hall, -off).drain() == 1
    assert hall.states(row.id or 0) == [SENT]


def test_a_process_asks_for_the_time_once_a_minute(hall: PostRoom):
    clock = WrongClock()
    desk = Desk(hall.engine, clock, sample_council)

    def wrong_by() -> timedelta:
        with desk.work(the_clock()) as work:
            return work.system - Clock().now()

    assert abs(wrong_by()) < timedelta(minutes=1)
    clock._off = APART
    assert wrong_by() > LEASE
    clock.pause(timedelta(seconds=ASK_THE_TIME + 1))
    assert abs(wrong_by()) < timedelta(minutes=1)


def test_an_answer_that_took_long_moves_no_clock():
    clock, moment = WrongClock(APART), Clock().now()
    assert clock.shared(moment, SURE + 1) == moment
    assert clock.system() > moment + LEASE
    clock.shared(moment, SURE)
    assert clock.system() < moment + LEASE


def test_who_was_paused_sends_nothing_on_what_is_left_of_a_lease(hall: PostRoom):
    """Though its own clock was set back meanwhile, so that by it no time has passed."""
    first = worker(hall, timedelta())
    slept = LEASE - timedelta(seconds=2 * 5) - MARGIN  # the sender's two time-outs
    first._draw = lambda *given: first._clock.pause(slept) or draw(*given)  # type: ignore[attr-defined]
    row = hall.put("team", "Hello")
    first.step()
    assert (hall.texts(), hall.states(row)) == ([], [DUE])
    first._draw = draw
    first.step()
    assert (hall.texts(), hall.states(row)) == (["Hello"], [SENT])


def test_every_way_of_sending_fits_into_a_lease():
    assert timedelta(seconds=max(LONGEST, 2 * TIMEOUT)) + MARGIN < LEASE


def test_a_worker_cut_off_from_the_database_stops_sending(hall: PostRoom):
    """It finishes what it has a lease for; another sends the rest, and nothing twice."""
    alone = open_shared(hall.engine.url.render_as_string(hide_password=False))
    cut = threading.Event()

    @event.listens_for(alone, "checkout")
    def connects(*_):
        if cut.is_set():
            raise OperationalError("connect", {}, Exception("no route to host"))

    class LosesItsDatabase(SlackSender):
        def post(self, delivery, message, place):
            cut.set()
            return super().post(delivery, message, place)

    rows = [hall.put("team", text) for text in ("one", "two", "three")]
    first = worker(hall, timedelta(), hall.new_sender(kind=LosesItsDatabase), engine=alone)
    for _ in range(3):
        with pytest.raises(OperationalError):
            first.drain()
    assert hall.texts() == ["one"]
    second = worker(hall, timedelta())
    second.drain()
    assert hall.texts() == ["one", "two", "three"]
    long_passes(hall)
    second.drain()
    assert (hall.texts(), hall.states(*rows)) == (["one", "two", "three"], [SENT] * 3)
    alone.dispose()
