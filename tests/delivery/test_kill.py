"""SIGKILL around the send: a new process finds out what became of it. Nothing lost, nothing doubled."""

import multiprocessing
import signal
from datetime import datetime

import pytest

from bot.delivery.ledger import LEASE
from storage.outbox import RESENT, SENDING, SENT
from tests.delivery.post_room import PostRoom
from tests.delivery.sends_and_dies import main

MOMENTS = ["before the send", "after the answer", "before the commit", "after the commit"]
PROCESSES = multiprocessing.get_context("forkserver")  # clean ones: this one has threads and connections
PROCESSES.set_forkserver_preload([main.__module__])


def run_worker(room: PostRoom, database_url: str, moment: str, now: datetime) -> int | None:
    """Its exit status: 0, or the negative number of the signal that ended it."""
    process = PROCESSES.Process(target=main, args=(database_url, room.api_url, moment, now))
    process.start()
    process.join(60)
    return process.exitcode


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_sending(room: PostRoom, database_url: str, moment: str):
    issue = room.issue()
    card = room.card("team", issue)
    assert run_worker(room, database_url, moment, room.clock.system()) == -signal.SIGKILL
    committed = moment == "after the commit"
    assert room.states(card) == [SENT if committed else SENDING]
    assert len(room.texts()) == (0 if moment == "before the send" else 1)
    # Life goes on: the card changes, and news follows it.
    room.summarise(issue, "A mended gate")
    rest = [room.card("team", issue), room.put("team", "News", issue_id=issue, lane=f"team {issue}")]

    later = room.clock.system() + LEASE * 1.1
    assert run_worker(room, database_url, "never", later) == 0
    assert room.texts() == ["A mended gate", "News"]
    assert room.states(card, *rest) == [RESENT if moment == "before the send" else SENT, SENT, SENT]
    assert [place.ts for place in room.posted()] == [room.ws.messages["C0000TEAM"][0].ts]

    room.pass_time(seconds=2.2 * LEASE.total_seconds())
    room.drain()  # the second look
    assert room.texts() == ["A mended gate", "News"]
    assert room.states(card) == [SENT]


def test_another_process_does_not_wait_for_the_dead_ones_other_rows(room: PostRoom, database_url: str):
    rows = [room.put("team", "one"), room.put("org:streets", "two")]
    run_worker(room, database_url, "after the answer", room.clock.system())
    room.drain()
    assert room.states(*rows) == [SENDING, SENT]
    room.pass_time(seconds=LEASE.total_seconds() + 1)
    room.drain()
    assert room.states(*rows) == [SENT, SENT]
    assert room.texts() == ["one"]
