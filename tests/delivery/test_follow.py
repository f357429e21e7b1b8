"""A message too long for one: what follows it stands in its thread, in order, each once, whatever gets lost."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.cards.message import Follow, Message
from bot.delivery.dispatcher import Dispatcher
from bot.simulator import faults
from storage.outbox import SENT, Delivery
from storage.session import reading
from tests.delivery.post_room import PostRoom
from triage_rules.council import Council

PAGES = ("One screen", "More", "The rest")


def drawn(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message:
    page = delivery.data.get("page", 0)
    return Message(PAGES[page], follow=Follow("more", {"page": page + 1}) if page + 1 < len(PAGES) else None)


def check(room: PostRoom) -> None:
    first, *others = room.ws.messages["C0000TEAM"]
    assert [first.text, *(other.text for other in others)] == list(PAGES)
    assert {other.thread_ts for other in others} == {first.ts}
    with reading(room.engine) as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    assert [row.state for row in rows] == [SENT] * 3
    assert len({row.lane for row in rows}) == 1


def dispatcher(room: PostRoom) -> Dispatcher:
    return room.new_dispatcher(drawn=drawn)


def test_in_the_thread_and_in_order(room: PostRoom):
    room.put("team")
    dispatcher(room).drain()
    check(room)


def test_each_once_though_every_answer_is_lost(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.lost_answer(), times=3)
    room.put("team")
    for _ in range(4):
        dispatcher(room).drain()
        room.pass_time(seconds=5)
    check(room)


def test_what_somebody_else_has_to_know_is_told_once(room: PostRoom):
    def troubled(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message:
        notice = Follow("trouble", {}, to="team", key="trouble-1")
        return Message(delivery.kind, follow=None if delivery.kind == "trouble" else notice)

    room.put("org:streets")
    room.put("org:streets")
    room.new_dispatcher(drawn=troubled).drain()
    assert room.texts() == ["trouble"]
    assert room.texts("C0000STRE") == ["told", "told"]
