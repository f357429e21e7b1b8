"""A process that was paused for longer than its lease, and goes on as if nothing had been."""

from bot.delivery.ledger import LEASE
from bot.delivery.sender import Receipt
from bot.delivery.slack_sender import SlackSender
from bot.simulator import faults
from storage.outbox import DUE, RESENT, SENT, UNKNOWN
from tests.delivery.post_room import PostRoom


def paused(room: PostRoom, meanwhile) -> SlackSender:
    """A sender that sleeps right before each request; `meanwhile` happens before it wakes."""

    class Sleepy(SlackSender):
        def post(self, delivery, message, place) -> Receipt:
            meanwhile()
            return super().post(delivery, message, place)

        def repaint(self, delivery, message, place) -> Receipt:
            meanwhile()
            return super().repaint(delivery, message, place)

    return room.new_sender(kind=Sleepy)


def test_what_it_posts_last_and_hears_nothing_of_is_deleted(room: PostRoom):
    second = room.new_dispatcher(worker="second")

    def meanwhile() -> None:
        for _ in range(2):  # sent by another, and looked at once more
            room.pass_time(seconds=LEASE.total_seconds() + 1)
            second.drain()
        room.ws.faults.add("chat.postMessage", faults.lost_answer())

    row = room.put("team", "Hello")
    room.new_dispatcher(paused(room, meanwhile)).step()
    assert len(room.texts()) == 2
    assert room.states(row) == [RESENT]
    room.pass_time(seconds=LEASE.total_seconds() + 1)
    second.drain()
    assert [message.ts for message in room.ws.messages["C0000TEAM"]] == [room.row(row).ts]


def test_what_it_paints_over_a_newer_card_is_painted_anew(room: PostRoom):
    second = room.new_dispatcher(worker="second")
    issue = room.issue("A broken gate")
    room.card("team", issue)
    room.drain()

    def meanwhile() -> None:
        room.pass_time(seconds=LEASE.total_seconds() + 1)
        room.summarise(issue, "A mended gate")
        second.drain()
        assert room.texts() == ["A mended gate"]

    row = room.card("team", issue)
    room.new_dispatcher(paused(room, meanwhile)).step()
    assert (room.texts(), room.states(row)) == (["A broken gate"], [DUE])
    second.drain()
    assert (room.texts(), room.states(row)) == (["A mended gate"], [SENT])


def test_a_lost_answer_to_such_a_repaint_counts_as_well(room: PostRoom):
    second = room.new_dispatcher(worker="second")
    issue = room.issue("A broken gate")
    room.card("team", issue)
    room.drain()

    def meanwhile() -> None:
        room.pass_time(seconds=LEASE.total_seconds() + 1)
        room.summarise(issue, "A mended gate")
        second.drain()
        room.ws.faults.add("chat.update", faults.lost_answer())

    row = room.card("team", issue)
    room.new_dispatcher(paused(room, meanwhile)).step()
    assert (room.texts(), room.states(row)) == (["A broken gate"], [DUE])
    second.drain()
    assert (room.texts(), room.states(row)) == (["A mended gate"], [SENT])


def test_what_it_posts_while_another_has_the_row_is_looked_at_once_more(room: PostRoom):
    """The other may post as well and die before it can say so."""
    second = room.new_dispatcher(worker="second")

    def meanwhile() -> None:
        room.pass_time(seconds=LEASE.total_seconds() + 1)
        room.ws.faults.add("chat.postMessage", faults.rate_limited(600))
        second.step()
        assert room.states(row) == [UNKNOWN]

    row = room.put("team", "Hello")
    room.new_dispatcher(paused(room, meanwhile)).step()
    assert room.states(row) == [RESENT]
    room.pass_time(seconds=LEASE.total_seconds() + 1)
    second.drain()
    assert (room.texts(), room.states(row)) == (["Hello"], [SENT])
