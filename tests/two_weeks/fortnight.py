"""Two weeks at the council in a second: people do things at their times, the clock ticks, and all that is posted is
written down with the moment at which it arrived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import col, select

from bot import scheduler
from bot.app import draw
from bot.cards.message import Message
from bot.clock import StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.sender import Place, Receipt, Sender
from bot.desk.due import undelivered
from bot.desk.work import Desk
from storage import council_files, outbox
from storage.outbox import Delivery
from storage.waits import Reminder
from tests.desk.people import Office
from tests.properties.pretend_slack import PretendSlack
from tests.sample import NAME
from triage_rules.council import Council, parse

LONDON = ZoneInfo("Europe/London")
WIDTH = 96  # of a line of the table


@dataclass
class Notebook:
    """A way of sending that writes down what is posted, and hands it on to another."""

    way: Sender
    written: list[str]
    clock: StandingClock
    council: Council

    def __getattr__(self, name: str) -> Any:
        return getattr(self.way, name)

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        receipt = self.way.post(delivery, message, place)
        first = message.plain_text.strip().splitlines()[0]
        line = f"{self.clock.now().astimezone(LONDON):%a %d %b %H:%M}  {self._who(delivery.recipient):<24}  {first}"
        self.written.append(line if len(line) <= WIDTH else line[: WIDTH - 1] + "…")
        return receipt

    def _who(self, recipient: str) -> str:
        kind, _, id = recipient.partition(":")
        directory = self.council.directory
        match kind:
            case "org":
                return f"#{directory.organisation(id).channel}"
            case "person":
                return directory.person(id).name
        return "the team"


class Fortnight:
    """`changes` are pieces of the council's files to be replaced, by file."""

    def __init__(
        self,
        engine: Engine,
        start: str,
        *,
        changes: Mapping[str, tuple[str, str]] | None = None,
        way: Callable[[Desk], Sender] = lambda desk: PretendSlack(),
    ):
        """`start` is local to London, such as "2026-11-23 09:00"."""
        self.clock = StandingClock(_utc(start))
        self.council = _council(changes or {})
        self.desk = Desk(engine, self.clock, lambda: self.council)
        self.office = Office(self.desk)
        self.table: list[str] = []
        notebook = Notebook(way(self.desk), self.table, self.clock, self.council)
        self.dispatcher = Dispatcher(
            engine,
            self.clock,
            dict.fromkeys(("slack", "email", "print"), notebook),
            draw,
            lambda: self.council,
            "worker",
            on_parked=lambda session, delivery: undelivered.tell_team(session, delivery, self.clock),
            on_late=lambda session, delivery: undelivered.tell_of_delay(session, delivery, self.clock),
        )

    def at(self, moment: str, every: timedelta | None = None) -> "Fortnight":
        """Let time pass until then (local), doing all that becomes due on the way, at its minute.

        every: look at the outbox only so often; for when nothing can be sent anyway.
        """
        end = _utc(moment)
        while True:
            scheduler.tick(self.desk)
            self.dispatcher.drain()
            now = self.clock.now()
            if now >= end:
                return self
            self.clock.move_to(min(end, now + every if every else self._next(now) or end))

    def _next(self, now: datetime) -> datetime | None:
        """When a reminder or a delivery is due next."""
        with self.desk.look() as session:
            steps = select(Reminder.due_at).where(Reminder.state == "planned", col(Reminder.due_at) > now)
            due = [session.exec(steps.order_by(col(Reminder.due_at))).first(), outbox.next_due(session, now)]
        return min((moment for moment in due if moment), default=None)

    def left(self) -> list[Delivery]:
        """What has not come to its end."""
        with self.desk.look() as session:
            return list(session.exec(select(Delivery).where(col(Delivery.state).not_in(("sent", "dropped")))))

    def __str__(self) -> str:
        return "\n".join(self.table)


def _utc(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(UTC)


def _council(changes: Mapping[str, tuple[str, str]]) -> Council:
    files = council_files.read(NAME)
    for file, (old, new) in changes.items():
        assert files[file].count(old) == 1, f"'{old}' is not in {file} exactly once"
        files[file] = files[file].replace(old, new)
    # No round-ups: their sixty letters would hide what this is about.
    council = parse(files, NAME)
    return replace(council, briefings=())
