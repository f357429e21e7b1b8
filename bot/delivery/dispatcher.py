"""Takes deliveries from the outbox one at a time, draws them, sends them, and says what is done next.

The database is never held while something is sent. A row that may have been sent already is looked for first.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from bot.cards.message import Follow, Message, UnknownKind
from bot.cards.stages import is_news
from bot.clock import Clock
from bot.delivery.ledger import Ledger, OnParked
from bot.delivery.pacing import Pacer
from bot.delivery.sender import CardGone, Place, Receipt, Sender, Way, reached, sender_for
from bot.delivery.transport_error import TransportError
from storage import outbox
from storage.outbox import RESENT, UNKNOWN, UNSAY, Delivery
from storage.session import reading

if TYPE_CHECKING:
    from triage_rules.council import Council

# What a delivery says now, in business time; None when there is nothing to say any more.
Draw = Callable[[Session, "Council", Delivery, datetime], Message | None]

LATE_AFTER = 6  # attempts, two and a half minutes: then the team is told that something is late
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
IDLE = 1.0  # seconds between two looks when nobody wakes us
SUPERSEDED = "Not sent: a later repaint of the same card follows."
AGAIN = "Sent again after a lost answer: it may have arrived twice."

log = logging.getLogger(__name__)


class Dispatcher:
    """`council` gives the council in force; `on_parked` tells the team, in the transaction that parks a row, and
    `on_late` that one is tried again and again.

    `counts` says what was done since the start: sent, repainted, found, twins, later, parked and so on.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        senders: Mapping[Way, Sender],
        draw: Draw,
        council: Callable[[], Council],
        worker: str,
        on_parked: OnParked | None = None,
        on_late: OnParked | None = None,
    ):
        self._engine, self._clock, self._senders = engine, clock, senders
        self._draw, self._council, self._on_parked, self._on_late = draw, council, on_parked, on_late
        self._ledger = Ledger(engine, clock, worker)
        self._pacers = {id(sender): Pacer(sender.limits) for sender in senders.values()}
        self.counts: Counter[str] = Counter()

    # -- the loop -------------------------------------------------------------------------------------------

    def run(self, stop: Event, wake: Event, beat: Callable[[], None] = lambda: None) -> None:
        """Until `stop` is set. Setting `wake` (after a commit, or after `stop`) ends a pause at once.

        `beat` is called after each round, and during long ones: it shows that deliveries go on.
        """
        while not stop.is_set():
            wake.clear()
            try:
                while not stop.is_set() and self.step():
                    beat()
                beat()
                pause = self._pause()
            except (OperationalError, InterfaceError):
                log.exception("The database does not answer; deliveries wait.")
                pause = IDLE
            wake.wait(pause)

    def _pause(self) -> float:
        now = self._clock.system()
        with reading(self._engine) as session:
            due = outbox.next_due(session, now)
        return min(IDLE, (due - now).total_seconds()) if due else IDLE

    def drain(self, limit: int = 1000) -> int:
        """Deal with all that is due, at most `limit` times; how many times it was."""
        for done in range(limit):
            if not self.step():
                return done
        return limit

    def step(self) -> bool:
        """Deal with one delivery; False when none is due."""
        council = self._council()
        delivery = self._ledger.claim()
        if delivery is None:
            return False
        problem = self._fenced(lambda: self._deliver(delivery, council))
        if problem is not None:
            self._failed(delivery, council, problem)
        return True

    def _fenced(self, work: Callable[[], None]) -> Exception | None:
        """The one place where a row's trouble stops, whatever it is: the other rows go on."""
        try:
            work()
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not the row's
        except Exception as problem:  # noqa: BLE001  a bad row must not stop the others; it is parked and logged
            return problem
        return None

    # -- one delivery ---------------------------------------------------------------------------------------

    def _deliver(self, delivery: Delivery, council: Council) -> None:
        if delivery.kind == UNSAY:
            self._unsay(delivery, council)
            return
        sender, address = reached(delivery, council, self._senders, self._clock.now().date())
        with reading(self._engine) as session:
            message = self._draw(session, council, delivery, self._clock.now())
            place = _place(session, delivery, message, address, sender)
            if message is not None and not _goes(session, delivery, message, sender):
                message = None
            superseded = place.card and outbox.superseded(session, delivery, self._clock.system())
        if delivery.state == RESENT:
            self._look_again(delivery, sender, place)
        elif superseded and place.card:
            self._sent(delivery, Receipt(place.channel, place.card), "superseded", note=SUPERSEDED)
        elif self._arrived_already(delivery, sender, place, message.follow if message else None):
            return
        elif message is None:
            self.counts["dropped"] += 1
            self._ledger.dropped(delivery)
        elif not self._too_early(delivery, sender, address):
            self._send(delivery, sender, message, place)

    def _unsay(self, delivery: Delivery, council: Council) -> None:
        """Delete what was posted; doing it twice does no harm."""
        sender, gone = sender_for(delivery, council, self._senders), Receipt(**delivery.data)
        if not self._too_early(delivery, sender, gone.channel):
            self._pacers[id(sender)].went(gone.channel, self._clock.system())
            sender.delete(gone)
            self.counts["unsaid"] += 1
            self._ledger.unsaid(delivery)

    def _send(self, delivery: Delivery, sender: Sender, message: Message, place: Place) -> None:
        if not self._ledger.time_to_send(sender.longest):  # looking for it, say, has taken long
            self._ledger.later(delivery, self._clock.system(), counts=False)
            return
        if place.card is None:
            receipt, again = self._post(delivery, sender, message, place), delivery.state == UNKNOWN
            self.counts["again"] += again
            note = AGAIN if again and not sender.repaints else ""
            self._sent(delivery, receipt, "sent", stage=message.stage, again=again, note=note, follow=message.follow)
            return
        try:
            receipt = sender.repaint(delivery, message, place)
            self._sent(delivery, receipt, "repainted", stage=message.stage, repainted=True)
        except CardGone:
            place = replace(place, card=None)
            if not self._arrived_already(delivery, sender, place):
                self._send(delivery, sender, message, place)

    def _post(self, delivery: Delivery, sender: Sender, message: Message, place: Place) -> Receipt:
        try:
            return sender.post(delivery, message, place)
        finally:
            self._pacers[id(sender)].went(place.channel, self._clock.system())

    def _too_early(self, delivery: Delivery, sender: Sender, address: str) -> bool:
        now = self._clock.system()
        slot = self._pacers[id(sender)].slot(delivery.key, address, now)
        if slot > now:
            self.counts["paced"] += 1
            self._ledger.later(delivery, slot, counts=False)
        return slot > now

    def _arrived_already(self, delivery: Delivery, sender: Sender, place: Place, follow: Follow | None = None) -> bool:
        """For a row whose answer was lost: found in Slack after all. A repaint need not ask, it is repeated."""
        if delivery.state != UNKNOWN or place.card is not None:
            return False
        found = sender.find(delivery, place)
        if found:
            self._delete(sender, found[1:])
            self._sent(delivery, found[0], "found", follow=follow)
        return bool(found)

    def _look_again(self, delivery: Delivery, sender: Sender, place: Place) -> None:
        """For a row sent twice: should the first copy have arrived as well, the later of the two goes."""
        kept = Receipt(delivery.channel_id or "", delivery.ts or "")
        found = sender.find(delivery, replace(place, channel=kept.channel, card=None))
        self._delete(sender, [copy for copy in found if copy != kept])
        self._ledger.looked_at(delivery)

    def _delete(self, sender: Sender, twins: Sequence[Receipt]) -> None:
        for twin in twins:
            sender.delete(twin)
            self.counts["twins"] += 1

    def _sent(self, delivery: Delivery, receipt: Receipt, how: str, **more: Any) -> None:
        """`more` is for the ledger."""
        self._ledger.sent(delivery, receipt, **more)
        self.counts[how] += 1

    # -- when it does not go --------------------------------------------------------------------------------

    def _failed(self, delivery: Delivery, council: Council, problem: Exception) -> None:
        if isinstance(problem, TransportError) and not problem.permanent:
            self._put_off(delivery, council, problem)
        elif isinstance(problem, UnknownKind):
            log.warning("Delivery %s is left for a newer release, which knows it: %s", delivery.id, problem)
            self._ledger.left(delivery)
            self.counts["left"] += 1
        elif delivery.state == RESENT:  # it was sent; only the second look is not possible
            log.warning("Delivery %s cannot be looked at again: %s", delivery.id, problem)
            self._ledger.looked_at(delivery)
        else:
            self._park(delivery, problem)

    def _put_off(self, delivery: Delivery, council: Council, problem: TransportError) -> None:
        now = self._clock.system()
        pause = backoff(delivery.attempts)
        if problem.retry_after is not None:
            pause = timedelta(seconds=problem.retry_after)
        late = delivery.attempts == LATE_AFTER and not problem.limited
        self._ledger.later(
            delivery,
            now + pause,
            str(problem),
            unknown=problem.unknown,
            counts=not problem.limited,
            on_late=self._on_late if late else None,
        )
        self.counts["limited" if problem.limited else "later"] += 1
        if problem.everything or (problem.limited and problem.channel):  # a look-up that waits holds nobody else
            pacer = self._pacers[id(sender_for(delivery, council, self._senders))]
            pacer.hold(now, now + pause, "" if problem.everything else problem.channel)
        level = logging.ERROR if problem.everything else logging.WARNING
        log.log(level, "Delivery %s (%s) waits %s: %s", delivery.id, delivery.kind, pause, problem)

    def _park(self, delivery: Delivery, problem: Exception) -> None:
        if isinstance(problem, TransportError):
            log.error("Delivery %s (%s) is parked: %s", delivery.id, delivery.kind, problem)
            error = str(problem)
        else:
            log.error("Delivery %s (%s) is parked.", delivery.id, delivery.kind, exc_info=problem)
            error = f"{type(problem).__name__}: a mistake in the bot; its log says more. Tell whoever looks after it."
        self.counts["parked"] += 1
        trouble = self._fenced(lambda: self._ledger.parked(delivery, error, self._on_parked))
        if trouble is not None:
            log.error("The team could not be told of delivery %s.", delivery.id, exc_info=trouble)
            self._ledger.parked(delivery, error, None)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 s, doubled each time, ten minutes at most, without end."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10))


def _goes(session: Session, delivery: Delivery, message: Message, sender: Sender) -> bool:
    """Whether a way that cannot repaint has news in this card (see bot/cards/stages.py)."""
    if sender.repaints or not delivery.card:
        return True
    last = outbox.posted(session, delivery.kind, delivery.recipient, delivery.issue_id or 0, delivery.action_id)
    return is_news(message.stage, last.stage if last else None)


def _place(session: Session, delivery: Delivery, message: Message | None, address: str, sender: Sender) -> Place:
    """The card to repaint and the thread to answer in, where they stand at this address."""
    if sender.repaints and delivery.data.get("channel") == address:
        return Place(address, delivery.data.get("thread"))
    if sender.repaints and (of := delivery.data.get("repaints")):
        first = session.get(Delivery, of)
        return Place(address, card=first.ts if first and first.channel_id == address else None)
    if not sender.repaints or delivery.issue_id is None:
        return Place(address)

    def standing(kind: str, action_id: int | None) -> str | None:
        card = outbox.posted(session, kind, delivery.recipient, delivery.issue_id or 0, action_id)
        return card.ts if card and card.channel_id == address else None

    card = standing(delivery.kind, delivery.action_id) if delivery.card else None
    thread = standing(*message.thread_of) if message and message.thread_of else None
    return Place(address, thread, card)
