"""A message that may not stand any more is deleted in Slack, by way of the outbox like everything else."""

from storage.outbox import FAILED, SENT, UNSAY
from storage.session import writing
from tests.delivery.post_room import PostRoom


def _unsay(room: PostRoom, channel: str, ts: str) -> int:
    number = room.put("team", "")
    with writing(room.engine) as session:
        row = session.get_one(type(room.row(number)), number)
        row.kind, row.data = UNSAY, {"channel": channel, "ts": ts}
        session.add(row)
        session.commit()
    return number


def test_it_is_deleted_once_and_its_place_forgotten(room: PostRoom):
    first = room.row(room.put("person:ann", "Not to be read any more"))
    room.drain()
    sent = room.row(first.id or 0)
    for _ in range(2):  # a second time does no harm
        number = _unsay(room, sent.channel_id or "", sent.ts or "")
        room.drain()
        row = room.row(number)
        assert (row.state, row.data, row.channel_id) == (SENT, {}, None)
    assert room.texts("D1") == []


def test_what_slack_does_not_let_us_delete_needs_a_person(room: PostRoom):
    number = _unsay(room, "C0000NONE", "1.2")
    room.drain()
    assert room.row(number).state == FAILED
    assert room.told == [number]
