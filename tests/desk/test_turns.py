"""Many workers tick at the same time: what belongs in one message is one message, and each briefing goes once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import scheduler
from bot.desk.due import chase
from bot.desk.due.turn import InTurn, NotOurTurn
from bot.desk.work import Desk
from storage import turns
from storage.outbox import GATHERING, Delivery
from storage.waits import Reminder
from tests.sample import sample_council

BRIEFED = datetime(2026, 11, 30, 9, tzinfo=UTC)  # Monday: briefings, and a week of reminders


def written(desk: Desk, *kinds: str) -> Counter[tuple[str, str]]:
    """How many deliveries of these kinds to each recipient."""
    with desk.look() as session:
        rows = session.exec(select(Delivery).where(col(Delivery.kind).in_(kinds)))
        return Counter((row.kind, row.recipient) for row in rows)


@pytest.fixture
def busy(desk, office, clock) -> Desk:
    """A desk with three matters that nobody has acknowledged, about to be reminded of."""
    scheduler.tick(desk)
    for _ in range(3):
        office.report("R13")
    clock.move_to(datetime(2026, 11, 24, 15, tzinfo=UTC))
    return desk


@pytest.fixture
def other(busy, clock) -> Desk:
    """Another worker's."""
    return Desk(busy.engine, clock, sample_council)


def test_who_ticks_meanwhile_does_nothing(busy, other, clock):
    """After each commit of the first worker the second one ticks."""
    clock.move_to(BRIEFED)
    did: list[Counter] = []
    busy.wake = lambda: did.append(scheduler.tick(other))
    first = scheduler.tick(busy)
    assert len(did) > 20
    assert not sum(did, Counter())
    assert (first["reminded"] > 3, first["briefed"] > 10) == (True, True)
    assert set(written(busy, "round_up", "chase", "escalation", "briefing").values()) == {1}
    busy.wake = lambda: None
    assert scheduler.tick(other).total() == 0


def test_what_a_dead_worker_was_at_another_finishes_once_its_turn_is_over(busy, other, clock):
    assert chase._one(InTurn(busy), []) == "reminded"  # and here it dies
    assert not scheduler.tick(other)
    clock.move_system(turns.LEASE + timedelta(seconds=1))
    assert scheduler.tick(other)["reminded"] == 2
    assert written(busy, "round_up", "chase") == {("round_up", "org:street_scene"): 1}


def test_who_was_paused_for_longer_does_nothing_more(busy, other, clock):
    """Nor does it write what it was about to write when it was paused."""
    paused = InTurn(busy)
    assert chase._one(paused, []) == "reminded"
    clock.move_system(turns.LEASE + timedelta(seconds=1))
    assert chase._one(InTurn(other), []) == "reminded"
    with pytest.raises(NotOurTurn):
        chase.tick(paused)
    with pytest.raises(NotOurTurn):
        chase._let_go(paused)
    paused.over()  # nor does it end the other's turn
    with busy.look() as session:
        done = select(Reminder.id).where(Reminder.state == "done")
        assert len(session.exec(done).all()) == 2
        assert session.get_one(turns.Turn, turns.TICK).by
        [row] = session.exec(select(Delivery).where(Delivery.state == GATHERING))
        assert len(row.data["items"]) == 2


def test_a_tick_that_fails_gives_its_turn_up(busy, other, monkeypatch: pytest.MonkeyPatch):
    def fails(*_):
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(scheduler.brief, "brief", fails)
        with pytest.raises(RuntimeError):
            scheduler.tick(busy)
    assert scheduler.tick(other)["briefed"] == 0
    assert written(busy, "round_up", "chase") == {("round_up", "org:street_scene"): 1}
