"""Slack's speed limits, kept by due times in system time."""

from datetime import timedelta

import pytest

from bot.clock import StandingClock
from bot.delivery.pacing import Limits, Pacer
from bot.delivery.slack_sender import SlackSender
from storage.outbox import DUE, SENT
from tests.delivery.post_room import PostRoom

SECOND = timedelta(seconds=1)


def test_one_message_a_second_and_channel(clock: StandingClock):
    pacer, now = Pacer(Limits()), clock.system()
    slots = [pacer.slot(f"{n}", "C1", now) - now for n in range(4)]
    assert slots == [SECOND * n for n in range(4)]
    assert pacer.slot("other", "C2", now) == now


def test_a_message_that_waited_keeps_its_slot(clock: StandingClock):
    pacer, now = Pacer(Limits()), clock.system()
    pacer.slot("first", "C1", now)
    slot = pacer.slot("second", "C1", now)
    assert pacer.slot("second", "C1", now) == slot  # asked too early: the same slot
    assert pacer.slot("third", "C1", now) == slot + SECOND
    assert pacer.slot("second", "C1", slot) == slot
    assert pacer.slot("third", "C1", slot + SECOND) == slot + SECOND


def test_a_workspace_takes_a_burst_and_then_its_pace(clock: StandingClock):
    pacer, now = Pacer(Limits(workspace=timedelta(milliseconds=200), burst=5)), clock.system()
    slots = [(pacer.slot(f"{n}", f"C{n}", now) - now).total_seconds() for n in range(8)]
    assert slots == pytest.approx([0, 0, 0, 0, 0, 0.2, 0.4, 0.6])
    later = now + timedelta(minutes=1)
    assert [pacer.slot(f"later {n}", f"D{n}", later) for n in range(5)] == [later] * 5


def test_without_limits_only_a_hold_counts(clock: StandingClock):
    pacer, now = Pacer(None), clock.system()
    assert {pacer.slot(f"{n}", "C1", now) for n in range(100)} == {now}
    pacer.hold(now, now + SECOND, "C1")
    assert pacer.slot("a", "C1", now) == now + SECOND
    assert pacer.slot("b", "C2", now) == now
    pacer.hold(now, now + SECOND * 2)
    assert pacer.slot("b", "C2", now) == now + SECOND * 2
    assert pacer.slot("b", "C2", now + SECOND * 2) == now + SECOND * 2


def test_the_distance_is_kept_from_when_a_message_arrived(clock: StandingClock):
    pacer, now = Pacer(Limits()), clock.system()
    pacer.slot("first", "C1", now)
    assert pacer.slot("second", "C1", now) == now + SECOND
    pacer.went("C1", now + SECOND / 4)  # the first took a quarter of a second
    assert pacer.slot("second", "C1", now + SECOND) == now + SECOND * 1.25
    assert pacer.slot("second", "C1", now + SECOND * 1.25) == now + SECOND * 1.25


def test_slots_of_rows_that_never_came_back_are_forgotten(clock: StandingClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.delivery.pacing.KEPT_SLOTS", 3)
    pacer, now = Pacer(Limits()), clock.system()
    for n in range(5):
        pacer.slot(f"{n}", "C1", now)
    pacer.slot("late", "C1", now + timedelta(hours=1))
    assert len(pacer._slots) <= 1


def test_a_full_channel_gives_due_times_while_others_go_on(room: PostRoom):
    room.ws.pace_messages = True
    room.dispatcher = room.new_dispatcher(room.new_sender(limits=Limits()))
    team = [room.put("team", f"{n}") for n in range(4)]
    others = [room.put("org:streets", "Hello"), room.put("person:ann", "Hello")]
    room.drain()
    now = room.clock.system()
    assert room.states(*team, *others) == [SENT, DUE, DUE, DUE, SENT, SENT]
    assert [room.row(row).due_at - now for row in team[1:]] == [SECOND, SECOND * 2, SECOND * 3]
    assert [room.row(row).attempts for row in team[1:]] == [0, 0, 0]
    for _ in range(3):
        room.pass_time(seconds=1)
        room.drain()
    assert room.texts() == ["0", "1", "2", "3"]
    assert room.ws.log.refused() == []
    assert room.dispatcher.counts["paced"] == 3


def test_a_card_posted_anew_does_not_wait_for_a_second_slot(room: PostRoom):
    issue = room.issue()
    room.dispatcher = room.new_dispatcher(room.new_sender(limits=Limits()))
    room.card("team", issue)
    room.drain()
    room.ws.messages["C0000TEAM"].clear()
    room.pass_time(seconds=1)
    row = room.card("team", issue)
    room.drain()
    assert room.states(row) == [SENT]


def test_a_client_that_repeats_calls_by_itself_is_refused(room: PostRoom):
    client = room.new_sender()._client
    client.retry_handlers.append(object())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="repeats"):
        SlackSender(client, None)  # type: ignore[arg-type]
