"""Which row goes next, and that each goes once."""

import threading
from datetime import timedelta

from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.delivery.ledger import Ledger
from bot.delivery.slack_sender import SlackSender
from bot.simulator import faults
from storage.outbox import DUE, SENT, UNKNOWN
from tests.delivery.post_room import PostRoom

FIVE_MINUTES = timedelta(minutes=5)


def accepted(room: PostRoom) -> tuple[list[int], int]:
    """Two councillors to be told, and a partner after them; the partner's row is the oldest."""
    until = room.clock.system() + FIVE_MINUTES
    partner = room.put("org:police", "Accepted", behind="RR-1 accepted", behind_until=until)
    return [room.put(f"person:{who}", "Accepted", group="RR-1 accepted") for who in ("ann", "bob")], partner


def test_councillors_hear_before_partners(room: PostRoom):
    councillors, partner = accepted(room)
    for expected in (["sent", "due", "due"], ["sent", "sent", "due"], ["sent", "sent", "sent"]):
        assert room.dispatcher.step()
        assert room.states(*councillors, partner) == expected


def test_a_first_attempt_that_failed_is_enough(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.server_error(), where=lambda args: args["channel"] == "D1")
    councillors, partner = accepted(room)
    room.drain()
    assert room.states(*councillors, partner) == [UNKNOWN, SENT, SENT]


def test_a_councillor_who_was_not_tried_holds_partners_for_five_minutes(room: PostRoom):
    """Too fast is not an attempt."""
    room.ws.faults.add("users.lookupByEmail", faults.rate_limited(600), times=None)
    councillors, partner = accepted(room)
    room.drain()
    assert room.states(*councillors, partner) == [DUE, DUE, DUE]
    room.pass_time(minutes=4, seconds=59)
    room.drain()
    assert room.states(partner) == [DUE]
    room.pass_time(seconds=1)
    room.drain()
    assert room.states(*councillors, partner) == [DUE, DUE, SENT]


def test_a_councillor_who_is_being_told_still_holds_partners(room: PostRoom):
    seen: list[str] = []

    class Watching(SlackSender):
        def post(self, delivery, message, place):
            if delivery.recipient == "person:bob":
                assert room.new_dispatcher(worker="second").step() is False
                seen.append("looked")
            return super().post(delivery, message, place)

    councillors, partner = accepted(room)
    room.new_dispatcher(room.new_sender(kind=Watching)).drain()
    assert seen == ["looked"]
    assert room.states(*councillors, partner) == [SENT] * 3


def test_somebody_elses_councillors_hold_nobody(room: PostRoom):
    room.ws.faults.add("users.lookupByEmail", faults.rate_limited(600), times=None)
    room.put("person:ann", "Accepted", group="RR-2 accepted")
    row = room.put("org:police", "Accepted", behind="RR-1 accepted", behind_until=room.clock.system() + FIVE_MINUTES)
    room.drain()
    assert room.states(row) == [SENT]


def test_a_lane_goes_one_at_a_time_though_two_processes_send(room: PostRoom):
    """While the first row of a lane is being sent, nobody takes the second."""
    seen: list[bool] = []

    class Watching(SlackSender):
        def post(self, delivery, message, place):
            seen.append(room.new_dispatcher(worker="second").step())
            return super().post(delivery, message, place)

    for text in ("one", "two"):
        room.put("team", text, lane="same")
    first = room.new_dispatcher(room.new_sender(kind=Watching))
    first.drain()
    assert seen == [False, False]
    assert room.texts() == ["one", "two"]


def test_many_workers_claim_each_row_once(engine: Engine, clock: StandingClock, room: PostRoom):
    rows = [room.put("team", f"{n}") for n in range(60)]
    start, taken, lock = threading.Barrier(4), [], threading.Lock()

    def work(name: str) -> None:
        ledger = Ledger(engine, clock, name)
        start.wait()
        while (delivery := ledger.claim()) is not None:
            with lock:
                taken.append(delivery.id)

    threads = [threading.Thread(target=work, args=(f"worker-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # A worker may find nothing while all that is left is locked by the others; the rest is still due.
    ledger = Ledger(engine, clock, "last")
    while (delivery := ledger.claim()) is not None:
        taken.append(delivery.id)
    assert sorted(taken) == rows


def test_two_dispatchers_send_each_row_once(room: PostRoom):
    rows = [room.put("team", f"{n}") for n in range(20)]
    start = threading.Barrier(2)

    def work(name: str) -> None:
        dispatcher = room.new_dispatcher(room.new_sender(), worker=name)
        start.wait()
        dispatcher.drain()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    room.drain()
    assert room.states(*rows) == [SENT] * 20
    assert sorted(room.texts(), key=int) == [f"{n}" for n in range(20)]
