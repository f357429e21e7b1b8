"""What Slack refuses, or asks to wait with: nothing is lost, and nobody else waits."""

import socket
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.dispatcher import LONGEST_PAUSE, backoff
from bot.simulator import faults
from storage import outbox
from storage.outbox import DUE, FAILED, SENT
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
