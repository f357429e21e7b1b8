"""Two releases side by side: what the newer one writes, and the older one does not know, is left for the newer one."""

import pytest

from bot.cards.draw import draw as draw_card
from bot.cards.message import Message, UnknownKind
from storage.outbox import DUE, ROUND_UP, SENDING, SENT, UNKNOWN, Delivery
from tests.delivery.post_room import PostRoom, draw

NEW = "written_by_the_next_release"


def older(session, council, delivery: Delivery, now) -> Message | None:
    if delivery.kind == NEW:
        raise UnknownKind(delivery.kind)
    return draw(session, council, delivery, now)


def test_the_older_one_leaves_it_and_goes_on(room: PostRoom, caplog: pytest.LogCaptureFixture):
    strange, after = (room.put("team", text, kind=kind, lane="same") for text, kind in (("one", NEW), ("two", "told")))
    other = room.put("team", "other")
    before = room.row(strange)
    old = room.new_dispatcher(worker="old", drawn=older)
    for _ in range(3):
        old.drain()
        room.pass_time(minutes=10)
    assert room.states(strange, after, other) == [DUE, DUE, SENT]
    assert room.row(strange) == before, "as if nobody had touched it"
    assert (room.told, old.counts["left"]) == ([], 1)
    assert caplog.text.count(f"Delivery {strange} is left for a newer release, which knows it: {NEW}") == 1

    room.dispatcher.drain()
    assert room.states(strange, after) == [SENT, SENT]
    assert room.texts() == ["other", "one", "two"]


def test_what_may_have_been_sent_already_is_left_as_such(room: PostRoom):
    row = room.put("team", "one", kind=NEW, state=SENDING, lease_until=room.clock.system(), lease_by="dead")
    room.pass_time(seconds=1)
    room.new_dispatcher(worker="old", drawn=older).drain()
    assert room.states(row) == [UNKNOWN]
    room.dispatcher.drain()
    assert room.texts() == ["one"]


@pytest.mark.parametrize("kind", [NEW, ROUND_UP])
def test_what_the_drawers_do_not_know_they_say_so(sqlite_engine, clock, kind: str):
    from bot.desk.work import Desk
    from tests.sample import sample_council

    data = {"items": [{"kind": "chase", "issue": 1}, {"kind": NEW, "issue": 2}]}
    now = clock.now()
    row = Delivery(key="k", kind=kind, recipient="team", lane="l", data=data, due_at=now, created_at=now)
    with Desk(sqlite_engine, clock, sample_council).look() as session, pytest.raises(UnknownKind, match=NEW):
        draw_card(session, sample_council(), row, now)
