"""Answers that are lost, refused or late: nothing is lost, nothing is doubled, and nobody else waits."""

import socket
from datetime import timedelta
from typing import Any

import pytest

from bot.cards.message import Message
from bot.delivery.dispatcher import LONGEST_PAUSE, backoff
from bot.delivery.ledger import LEASE
from bot.delivery.sender import Place, Receipt
from bot.delivery.slack_sender import SlackSender
from bot.simulator import faults
from storage import outbox
from storage.outbox import DUE, FAILED, RESENT, SENDING, SENT, UNKNOWN
from storage.session import writing
from tests.delivery.post_room import PostRoom


def to(channel: str) -> Any:
    return lambda args: args["channel"] == channel


def test_too_fast_is_a_new_due_time_and_no_attempt(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.rate_limited(30), where=to("C0000TEAM"))
    limited, other = room.put("team", "Hello"), room.put("org:streets", "Hello")
    room.drain()
    row = room.row(limited)
    assert (row.state, row.attempts, row.due_at) == (DUE, 0, room.clock.system() + timedelta(seconds=30))
    assert room.states(other) == [SENT]
    room.pass_time(seconds=30)
    room.drain()
    assert room.texts() == ["Hello"]


def test_a_channel_that_is_too_fast_is_left_alone(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.rate_limited(30), where=to("C0000TEAM"))
    for number in range(5):
        room.put("team", f"{number}")
    room.drain()
    assert room.calls() == 1
    room.pass_time(seconds=30)
    room.drain()
    assert len(room.texts()) == 5


def test_two_channels_too_fast_hold_the_workspace(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.rate_limited(30), times=2)
    rows = [room.put(to, "Hello") for to in ("team", "org:streets", "person:ann", "person:bob")]
    room.drain()
    assert (room.calls(), room.states(*rows)) == (2, [DUE] * 4)
    room.pass_time(seconds=30)
    room.drain()
    assert room.states(*rows) == [SENT] * 4


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
            room.ws.faults.add("chat.postMessage", faults.error("is_archived"))
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


def test_a_day_without_slack_loses_nothing(room: PostRoom):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # nobody listens: refused at once
        away = room.new_dispatcher(room.new_sender(url=f"http://127.0.0.1:{closed.getsockname()[1]}/api/"))
        rows = [room.put("org:parks", "Hello"), room.put("org:parks", "Hello again")]
        for _ in range(24):
            away.drain()
            room.pass_time(hours=1)
    assert room.states(*rows) == [DUE, DUE]
    assert room.row(rows[0]).attempts == 24
    assert "Slack cannot be reached" in (room.row(rows[0]).error or "")
    room.drain()
    assert room.texts("C0000PARK") == ["Hello", "Hello again"]
    assert room.calls("conversations.history") == 0


def test_the_pause_doubles_up_to_ten_minutes():
    assert [backoff(n).total_seconds() for n in (0, 1, 2, 3, 7)] == [5, 5, 10, 20, 320]
    assert backoff(8) == backoff(100_000) == LONGEST_PAUSE


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive"])
def test_a_dead_token_keeps_everything_waiting_loudly(room: PostRoom, code: str, caplog: pytest.LogCaptureFixture):
    room.put("team", "First")
    room.drain()
    rule = room.ws.faults.add("*", faults.error(code), times=None)
    rows = [room.put("team", "Hello"), room.put("org:streets", "Hello"), room.put("org:parks", "Hello")]
    room.drain()
    assert room.states(*rows) == [DUE] * 3
    assert rule.struck <= 2  # the others need not find out one by one
    assert "SLACK_BOT_TOKEN" in (room.row(rows[0]).error or "")
    assert any(record.levelname == "ERROR" for record in caplog.records)
    room.ws.faults.clear()
    room.pass_time(minutes=1)
    room.drain()
    assert room.states(*rows) == [SENT] * 3


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("is_archived", "archived"),
        ("not_in_channel", "Invite the bot"),
        ("channel_not_found", "Invite the bot"),
        ("cannot_dm_bot", "a bot, not a person"),
        ("account_inactive", "switched off"),
        ("invalid_blocks", "whoever looks after the bot"),
        ("msg_too_long", "too long"),
        ("missing_scope", "install the app again"),
        ("something_new", "something_new"),
    ],
)
def test_what_slack_refuses_is_parked_with_what_to_do(room: PostRoom, code: str, says: str):
    room.ws.faults.add("chat.postMessage", faults.error(code), where=to("C0000PARK"), times=None)
    refused, other = room.put("org:parks", "Hello"), room.put("team", "Hello")
    room.drain()
    assert room.states(refused, other) == [FAILED, SENT]
    assert says in (room.row(refused).error or "")
    assert room.told == [refused]


def test_a_parked_row_is_tried_again_when_a_person_says_so(room: PostRoom):
    room.ws.channels["C0000QUIE"].members.add("U2")
    row = room.put("org:quiet", "Hello")
    room.drain()
    room.ws.channels["C0000QUIE"].members.add(room.ws.bot_user_id)
    with writing(room.engine) as session:
        outbox.retry(session, outbox.parked(session)[0], room.clock.system())
        session.commit()
    room.drain()
    assert room.texts("C0000QUIE") == ["Hello"]
    assert room.row(row).error is None


def test_a_person_may_drop_a_parked_row(room: PostRoom):
    row = room.put("org:parish", "Hello")
    room.drain()
    with writing(room.engine) as session:
        outbox.drop(session, outbox.parked(session)[0])
        session.commit()
    assert room.states(row) == ["dropped"]


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
