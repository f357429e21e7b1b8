"""The bot's processes: each lives, works, and may meet its fate. A fork server starts them, clean and quickly."""

import logging
import multiprocessing
import sys
import tempfile
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event

from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from bot import scheduler
from bot.app import draw
from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery.addresses import Addresses
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.pacing import Limits
from bot.delivery.sender import Place, Receipt
from bot.delivery.slack_sender import TIMEOUT, SlackSender
from bot.desk.due import undelivered
from bot.desk.refusal import Doubled, Refusal
from bot.desk.work import Desk
from storage import schema
from storage.issues import Event as Line
from storage.outbox import Delivery
from storage.session import open_engine
from tests.sample import sample_council
from torture.hurried_clock import RATE, HurriedClock
from torture.moments import Fate, Moments
from torture.verbs import Deed, do

DONE, REFUSED, DOUBLED, KILLED = 0, 3, 4, -9
STEPS_A_TURN = 25  # deliveries between two ticks
MARK = "as of line "

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])


_ASKING = threading.Lock()


@dataclass(frozen=True)
class Life:
    """What one process is to do: a deed, then (if it is a worker) ticks and deliveries, for `turns` turns or, with
    None, until the file `stop` is there. `off`: how wrong the clock of its machine is."""

    name: str
    database: str
    api: str
    origin: datetime
    diary: Path
    stop: Path
    fate: Fate = Fate()
    deed: Deed | None = None
    turns: int | None = 0
    off: timedelta = timedelta()


def begin(life: Life) -> BaseProcess:
    process = PROCESSES.Process(target=live, args=(life,))
    with _ASKING:  # it asks after all the others, too
        process.start()
    return process


def ended(process: BaseProcess, patience: float = 0.0) -> int | None:
    """Its exit status; None if it has not ended after so many seconds.

    A fork server tells it once: of two threads that ask at the same time one would hear nonsense.
    """
    wait([process.sentinel], patience)
    with _ASKING:
        return process.exitcode


def live(life: Life) -> None:
    """The whole life of a process; its exit status says what became of the deed."""
    logging.disable()  # what goes wrong on a day like this is known
    moments = Moments(life.fate, life.diary)
    engine, clock = open_engine(life.database), HurriedClock(life.origin, life.off)
    moments.watch_database(engine)
    desk = Desk(engine, clock, sample_council)
    status = _dealt_with(desk, life.deed, moments) if life.deed else DONE
    if life.turns != 0:
        client = WebClient(token="xoxb-simulator", base_url=life.api, timeout=TIMEOUT / RATE, retry_handlers=[])  # type: ignore[arg-type]
        moments.watch_requests(client)
        _work(desk, dispatcher(desk, client, life.name), moments, life)
    engine.dispose()
    sys.exit(status)


def _dealt_with(desk: Desk, deed: Deed, moments: Moments) -> int:
    moments.part = "web"
    try:
        do(desk, deed)
    except Refusal:
        return REFUSED
    except Doubled:
        return DOUBLED
    return DONE


def _work(desk: Desk, dispatcher: Dispatcher, moments: Moments, life: Life) -> None:
    turns = 0
    while not life.stop.exists() and (life.turns is None or turns < life.turns):
        turns += 1
        moments.part = "tick"
        scheduler.tick(desk)
        moments.part = "send"
        if dispatcher.drain(STEPS_A_TURN) < STEPS_A_TURN:
            Event().wait(0.02)


def dispatcher(desk: Desk, client: WebClient, name: str, limits: Limits | None = None) -> Dispatcher:
    """Put together as the application does; cards say as of which line of history they were drawn."""
    sender = SlackSender(client, Addresses(desk.engine, client, desk.clock), limits)
    sender.longest = timedelta(seconds=2 * TIMEOUT)
    return Dispatcher(
        desk.engine,
        desk.clock,
        {"slack": sender},
        _marked,
        desk.council,
        name,
        on_parked=lambda session, delivery: undelivered.tell_team(session, delivery, desk.clock),
    )


def _marked(session: Session, council, delivery: Delivery, now: datetime) -> Message | None:
    message = draw(session, council, delivery, now)
    if message is None or not delivery.card:
        return message
    return replace(message, text=f"{message.text}\n{MARK}{newest_line(session, delivery.issue_id)}")


def newest_line(session: Session, issue: int | None) -> int:
    """The number of the last line of an issue's history; a refusal changes nothing that a card shows."""
    query = select(func.max(Line.seq)).where(Line.issue_id == issue, col(Line.verb) != "refused")
    return session.exec(query).one() or 0


def migrate(database: str, fate: Fate, diary: Path) -> None:
    moments = Moments(fate, diary)
    engine: Engine = open_engine(database)
    moments.watch_database(engine, statements=True)
    moments.part = "migrate"
    schema.upgrade(engine)
    engine.dispose()


class _Nowhere:
    """A way of sending for the rehearsal: everything arrives."""

    limits, longest, repaints = None, timedelta(), True

    def address(self, recipient: str, council: object) -> str:
        return recipient

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        return Receipt(place.channel, str(delivery.id))

    repaint = post


def _rehearse() -> None:
    """Slow things once, in the fork server, so that its children have them: mappers, templates, holidays."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/rehearsal.db")
        schema.upgrade(engine)
        desk = Desk(engine, HurriedClock(Clock().system()), sample_council)
        for row in ("R9", "R13"):
            do(desk, Deed(row, "report", {"row": row, "ward": "cuckoo-oak"}))
        scheduler.tick(desk)
        Dispatcher(engine, desk.clock, {"slack": _Nowhere()}, _marked, desk.council, "rehearsal").drain()  # type: ignore[dict-item]
        engine.dispose()


_rehearse()
