"""Answers that are lost: the message is looked for before it is sent again, so it stands there once."""

from typing import Any

import pytest

from bot.cards.message import Message
from bot.delivery.ledger import LEASE
from bot.delivery.sender import Place, Receipt
from bot.delivery.slack_sender import SlackSender
from bot.simulator import faults
from storage.outbox import DUE, RESENT, SENDING, SENT, UNKNOWN
from tests.delivery.post_room import PostRoom


@pytest.mark.parametrize("how", ["reset", "timeout"])
def test_a_lost_answer_is_found_again(room: PostRoom, how: Any):
    room.ws.faults.add("chat.postMessage", faults.lost_answer(how))
    dispatcher = room.new_dispatcher(room.new_sender(timeout=1))
    row, other = room.put("team", "Hello"), room.put("org:streets", "Hello")
    dispatcher.drain()
    assert room.states(row, other) == [UNKNOWN, SENT]
    assert "looked for" in (room.row(row).error or "")
    room.pass_time(seconds=5)
    dispatcher.drain()
    assert room.states(row) == [SENT]
    assert (room.row(row).ts, room.row(row).error) == (room.ws.messages["C0000TEAM"][0].ts, None)
    assert room.texts() == ["Hello"]
    assert dispatcher.counts["found"] == 1


def test_a_lost_answer_is_found_in_its_thread(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    room.ws.faults.add("chat.postMessage", faults.lost_answer())
    row = room.put("team", "A note", issue_id=issue, data={"thread_of": ["issue_card", None]})
    room.drain()
    room.pass_time(seconds=5)
    room.drain()
    assert room.states(row) == [SENT]
    assert room.texts() == ["A broken gate", "A note"]


def test_a_card_that_is_found_is_repainted_later(room: PostRoom):
    issue = room.issue()
    room.ws.faults.add("chat.postMessage", faults.lost_answer())
    room.card("team", issue)
    room.drain()
    room.summarise(issue, "A mended gate")
    room.card("team", issue)
    room.pass_time(seconds=5)
    room.drain()
    assert room.texts() == ["A mended gate"]


def test_a_lost_answer_to_a_card_posted_anew_is_found(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    room.ws.messages["C0000TEAM"].clear()
    room.ws.faults.add("chat.postMessage", faults.lost_answer())
    row = room.card("team", issue)
    room.drain()
    assert room.states(row) == [UNKNOWN]
    room.pass_time(seconds=5)
    room.drain()
    assert room.texts() == ["A broken gate"]
    assert room.posted()[0].ts == room.row(row).ts


@pytest.mark.parametrize("fault", [faults.connection_reset(), faults.server_error(503), faults.error("fatal_error")])
def test_what_did_not_arrive_is_sent_again_and_looked_at_once_more(room: PostRoom, fault: faults.Fault):
    room.ws.faults.add("chat.postMessage", fault)
    row = room.put("team", "Hello")
    room.drain()
    assert room.states(row) == [UNKNOWN]
    room.pass_time(seconds=5)
    room.drain()
    assert room.states(row) == [RESENT]
    assert room.texts() == ["Hello"]
    room.pass_time(minutes=3)
    room.drain()
    assert room.states(row) == [SENT]
    assert room.texts() == ["Hello"]


def test_a_first_copy_that_shows_up_late_is_the_only_one_left(room: PostRoom):
    """Slack took the message and showed it only after we had looked for it."""
    room.ws.faults.add("chat.postMessage", faults.server_error())
    row = room.put("team", "Hello")
    room.drain()
    room.pass_time(seconds=5)
    room.drain()
    twin = room.new_sender().post(room.row(row), Message("Hello"), Place("C0000TEAM"))
    assert len(room.texts()) == 2
    room.pass_time(minutes=3)
    room.drain()
    assert room.states(row) == [SENT]
    assert [message.ts for message in room.ws.messages["C0000TEAM"]] == [room.row(row).ts]
    assert twin.ts != room.row(row).ts
    assert room.dispatcher.counts["twins"] == 1


def test_several_copies_found_become_one(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.lost_answer())
    row = room.put("team", "Hello")
    room.drain()
    room.new_sender().post(room.row(row), Message("Hello"), Place("C0000TEAM"))
    first = room.ws.messages["C0000TEAM"][0].ts
    room.pass_time(seconds=5)
    room.drain()
    assert [message.ts for message in room.ws.messages["C0000TEAM"]] == [first]
    assert room.row(row).ts == first


def test_a_paused_process_that_sends_late_leaves_no_second_copy(room: PostRoom):
    """It looked at its lease, slept, and sent after another had taken the row over."""
    second = room.new_dispatcher(worker="second")

    class Sleepy(SlackSender):
        def post(self, delivery, message, place) -> Receipt:
            room.pass_time(minutes=5)
            assert second.drain() == 1
            return super().post(delivery, message, place)

    row = room.put("team", "Hello")
    first = room.new_dispatcher(room.new_sender(kind=Sleepy))
    assert first.step()
    assert len(room.texts()) == 2
    second.drain()
    assert room.states(row) == [SENT]
    assert [message.ts for message in room.ws.messages["C0000TEAM"]] == [room.row(row).ts]
    assert second.counts["twins"] == 1


def test_a_late_refusal_does_not_undo_what_another_sent(room: PostRoom):
    second = room.new_dispatcher(worker="second")

    class Sleepy(SlackSender):
        def post(self, delivery, message, place) -> Receipt:
            room.pass_time(minutes=5)
            second.drain()
            room.ws.faults.add("chat.postMessage", faults.error("msg_too_long"))
            return super().post(delivery, message, place)

    row = room.put("team", "Hello")
    room.new_dispatcher(room.new_sender(kind=Sleepy)).step()
    assert room.states(row) == [RESENT]
    assert room.told == []


def test_nothing_is_sent_on_a_lease_that_runs_out(room: PostRoom):
    class Slow(SlackSender):
        def find(self, delivery, place):
            room.pass_time(seconds=LEASE.total_seconds() - 1)
            return super().find(delivery, place)

    row = room.put("team", "Hello", state=UNKNOWN)
    room.new_dispatcher(room.new_sender(kind=Slow)).step()
    assert room.states(row) == [UNKNOWN]
    assert room.calls() == 0
    room.drain()
    assert room.texts() == ["Hello"]


def test_a_lost_answer_to_a_repaint_is_only_repeated(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    room.ws.faults.add("chat.update", faults.lost_answer())
    row = room.card("team", issue)
    room.drain()
    assert room.states(row) == [DUE]
    room.pass_time(seconds=5)
    room.drain()
    assert room.states(row) == [SENT]
    assert (room.calls("conversations.history"), len(room.texts())) == (0, 1)


def test_a_second_look_that_is_refused_parks_nothing(room: PostRoom):
    row = room.put("team", "Hello", state=RESENT, channel_id="C0000TEAM", ts="1.0")
    room.ws.scopes.remove("channels:history")
    room.drain()
    assert room.states(row) == [SENT]
    assert room.told == []


def test_a_row_whose_worker_died_is_looked_for_when_its_lease_is_over(room: PostRoom):
    now = room.clock.system()
    row = room.put("team", "Hello", state=SENDING, attempts=1, lease_by="dead", lease_until=now + LEASE)
    assert room.drain() == 0
    room.pass_time(minutes=4)
    room.drain()
    assert room.texts() == ["Hello"]
    assert room.calls("conversations.history") == 1
    assert room.states(row) == [RESENT]
