"""Writes down what becomes of each delivery; each method is one short transaction.

A lease begins and ends by the database's clock, whatever the machines' own clocks say. How much of it is left a worker
measures with its steady clock from before it asked, so it lets go early, never late.

Only who holds a row's lease may write, with one exception: what a process did that was paused for longer than its
lease. What it posted is a fact, and the first to say so is believed; the row is looked at once more, which deletes
a second copy. What it painted may be older than what stood there: the card is painted again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from bot.cards.message import Follow
from bot.clock import Clock
from bot.delivery.sender import Receipt
from bot.shared_time import shared_time
from storage import outbox
from storage.outbox import DROPPED, DUE, FAILED, RESENT, SENDING, SENT, UNKNOWN, Delivery
from storage.session import writing

# Outlasts the longest send by far; nobody sends when, beyond that, less than the margin is left of it.
LEASE = timedelta(minutes=3)
MARGIN = timedelta(seconds=10)
OnParked = Callable[[Session, Delivery], None]


class Ledger:
    """`worker` names the process; all times are system time."""

    def __init__(self, engine: Engine, clock: Clock, worker: str):
        self._engine, self._clock, self._worker = engine, clock, worker
        self._ends = clock.monotonic()
        self._left: set[int] = set()

    def claim(self) -> Delivery | None:
        began = self._clock.monotonic()
        with writing(self._engine) as session:
            row = outbox.claim(session, shared_time(session, self._clock), self._worker, LEASE, self._left)
            session.commit()
        self._ends = began + LEASE.total_seconds()
        return row

    def time_to_send(self, longest: timedelta) -> bool:
        """Whether a send that takes so long is over before another may take what was claimed last."""
        return self._clock.monotonic() + (longest + MARGIN).total_seconds() < self._ends

    def sent(
        self,
        delivery: Delivery,
        receipt: Receipt,
        *,
        stage: str = "",
        repainted: bool = False,
        again: bool = False,
        note: str = "",
        follow: Follow | None = None,
    ) -> None:
        """It arrived, and what follows it is put in the outbox with it. `again`: a copy of an earlier attempt may
        still show up, so it is looked at once more."""
        now = self._clock.system()
        with writing(self._engine) as session:
            row = outbox.locked(session, delivery.id)
            ours = self._holds(row, delivery)
            again = again or not ours  # whoever took it over may send it as well
            if row.state in (SENT, RESENT):
                if (row.channel_id, row.ts) != (receipt.channel, receipt.ts):
                    row.state, row.due_at = RESENT, now
            else:
                row.state = RESENT if again else SENT
                row.channel_id, row.ts, row.sent_at = receipt.channel, receipt.ts, now
                row.due_at = now + LEASE if again else row.due_at
                row.error = note or None
                outbox.remember_posted(session, row, receipt.channel, receipt.ts, stage)
                if follow is not None:
                    outbox.follow(session, row, follow.kind, follow.data, now, follow.to, follow.key)
            if repainted and not ours:
                row.state, row.due_at = DUE, now
            _release(session, row)
            session.commit()

    def left(self, delivery: Delivery) -> None:
        """As it was, for another process; this one does not take it again. What follows in its lane waits for it."""
        self._left.add(delivery.id or 0)
        self.later(delivery, delivery.due_at, counts=False)

    def looked_at(self, delivery: Delivery) -> None:
        """A row sent twice has no second copy any more."""
        self._write(delivery, lambda session, row: _settle(row, SENT, row.error))

    def dropped(self, delivery: Delivery) -> None:
        """There is nothing to say any more."""
        self._write(delivery, lambda session, row: _settle(row, DROPPED, None))

    def unsaid(self, delivery: Delivery) -> None:
        """A message was deleted; where it stood is forgotten with it."""

        def forget(_: Session, row: Delivery) -> None:
            _settle(row, SENT, None)
            row.data = {}

        self._write(delivery, forget)

    def parked(self, delivery: Delivery, error: str, on_parked: OnParked | None) -> None:
        """It needs a person. `on_parked` writes in the same transaction, so that the team is told for sure."""

        def park(session: Session, row: Delivery) -> None:
            _settle(row, FAILED, error)
            session.add(row)
            if on_parked is not None and row.kind != outbox.PARKED_NOTICE:
                on_parked(session, row)

        self._write(delivery, park)

    def later(
        self,
        delivery: Delivery,
        due_at: datetime,
        error: str | None = None,
        *,
        unknown: bool = False,
        counts: bool = True,
        on_late: OnParked | None = None,
    ) -> None:
        """Again at `due_at`. `counts=False`: it was not really tried. What is unknown stays so.

        `on_late` writes in the same transaction that the message is late.
        """

        def put_off(session: Session, row: Delivery) -> None:
            if row.state == SENDING:
                row.state = UNKNOWN if unknown else DUE
            row.due_at, row.error = due_at, error or row.error
            row.attempts -= 0 if counts else 1
            if on_late is not None:
                session.add(row)
                on_late(session, row)

        def too_late(row: Delivery) -> None:
            """Somebody else has sent it meanwhile, and what we tried may have arrived after theirs."""
            if unknown and row.state in (SENT, RESENT):
                row.state, row.due_at = RESENT, self._clock.system() + LEASE
            elif error and row.card and row.state == SENT:
                row.state, row.due_at = DUE, self._clock.system()

        self._write(delivery, put_off, too_late)

    def _write(
        self,
        delivery: Delivery,
        change: Callable[[Session, Delivery], None],
        too_late: Callable[[Delivery], None] = lambda row: None,
    ) -> None:
        """`change` if the lease is still ours, else `too_late`."""
        with writing(self._engine) as session:
            row = outbox.locked(session, delivery.id)
            if self._holds(row, delivery):
                change(session, row)
                _release(session, row)
            else:
                too_late(row)
                session.add(row)
            session.commit()

    def _holds(self, row: Delivery, delivery: Delivery) -> bool:
        return row.lease_by == self._worker and row.lease_until == delivery.lease_until


def _settle(row: Delivery, state: str, error: str | None) -> None:
    row.state, row.error = state, error


def _release(session: Session, row: Delivery) -> None:
    row.lease_by = row.lease_until = None
    session.add(row)
