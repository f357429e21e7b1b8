"""The loop: it sleeps until it is woken or something is due, and outlives the database's trouble."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery.dispatcher import IDLE, Dispatcher
from tests.delivery.post_room import PostRoom


@contextmanager
def running(dispatcher: Dispatcher) -> Iterator[threading.Event]:
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=dispatcher.run, args=(stop, wake))
    thread.start()
    try:
        yield wake
    finally:
        stop.set()
        wake.set()
        thread.join(10)
    assert not thread.is_alive()


def test_it_sends_what_it_is_woken_for(room: PostRoom):
    with running(room.dispatcher) as wake:
        for text in ("one", "two"):
            room.put("team", text)
            wake.set()
            assert room.ws.wait(lambda text=text: text in room.texts())
    assert room.texts() == ["one", "two"]


def test_it_finds_by_itself_what_nobody_woke_it_for(room: PostRoom):
    with running(room.dispatcher):
        room.put("team", "one")
        assert room.ws.wait(lambda: room.texts() == ["one"])


def test_it_sleeps_until_something_is_due_a_second_at_most(room: PostRoom):
    assert room.dispatcher._pause() == IDLE
    room.put("team", "past, and waiting for its lane", lane="a")
    room.put("team", "soon", due_at=room.clock.system().replace(microsecond=250_000))
    assert room.dispatcher._pause() == pytest.approx(0.25)
    room.pass_time(seconds=1)
    assert room.dispatcher._pause() == IDLE


def test_it_outlives_a_database_that_is_away(room: PostRoom, caplog: pytest.LogCaptureFixture):
    fail, failed = threading.Event(), threading.Event()

    def council():
        if fail.is_set():
            fail.clear()
            failed.set()
            raise OperationalError("select", {}, Exception("away"))
        return room.council

    dispatcher = room.new_dispatcher()
    dispatcher._council = council
    fail.set()
    with running(dispatcher) as wake:
        assert failed.wait(5)
        room.put("team", "one")
        wake.set()
        assert room.ws.wait(lambda: room.texts() == ["one"])
    assert "database does not answer" in caplog.text


def test_a_database_that_goes_away_while_drawing_parks_nothing(room: PostRoom):
    def draws(*_):
        raise OperationalError("select", {}, Exception("away"))

    row = room.put("team", "one")
    with pytest.raises(OperationalError):
        room.new_dispatcher(drawn=draws).step()
    assert room.states(row) == ["sending"]
    room.pass_time(minutes=4)
    room.drain()
    assert room.texts() == ["one"]
