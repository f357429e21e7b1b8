"""One tick at a time on all machines: two at once would tell one person twice of what belongs in one message."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.desk.actor import Actor
from bot.desk.work import Desk, Work
from storage import turns
from storage.session import writing


class NotOurTurn(Exception):
    """Another process is at it, or has taken over while this one was held up."""


class InTurn(Desk):
    """The desk for one tick. Each of its transactions asks first whether it is still this tick's turn."""

    def __init__(self, desk: Desk):
        super().__init__(desk.engine, desk.clock, desk.council, desk.wake)
        self._by = desk.clock.token()

    @contextmanager
    def work(self, actor: Actor, once: str | None = None) -> Iterator[Work]:
        with super().work(actor, once) as work:
            if not turns.take(work.session, turns.TICK, self._by, work.system):
                raise NotOurTurn
            yield work

    def over(self) -> None:
        with writing(self.engine) as session:
            turns.give_up(session, turns.TICK, self._by)
            session.commit()
