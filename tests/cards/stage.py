"""A desk whose messages are drawn and looked at: what stands in the outbox, as its readers would see it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.cards.draw import draw
from bot.cards.message import Message
from bot.clock import StandingClock
from bot.desk.work import Desk
from storage.outbox import Delivery
from tests.desk.people import Office


@dataclass(frozen=True)
class Drawn:
    """A delivery and its message; None where there is nothing to say any more."""

    delivery: Delivery
    message: Message | None

    @property
    def name(self) -> str:
        why = self.delivery.data.get("why") or self.delivery.data.get("moment") or ""
        return " ".join(part for part in (self.delivery.kind, why, self.delivery.recipient) if part)


class Stage:
    def __init__(self, desk: Desk, clock: StandingClock):
        self.desk, self.clock = desk, clock
        self.office = Office(desk)

    def later(self, **by: float) -> None:
        self.clock.move(timedelta(**by))

    def until(self, moment: datetime) -> None:
        self.clock.move_to(moment)

    def all(self, number: int | None = None) -> list[Drawn]:
        """Every delivery so far, drawn as things stand now."""
        with self.desk.look() as session:
            query = select(Delivery).order_by(col(Delivery.id))
            if number is not None:
                query = query.where(Delivery.issue_id == number)
            now, council = self.clock.now(), self.desk.council()
            return [Drawn(d, draw(session, council, d, now)) for d in session.exec(query)]

    def some(self, number: int | None = None, after: int = 0) -> list[Drawn]:
        """Like `all`, but where many hear the same (every councillor of the borough), only the first and the last.

        `after` is the id of a delivery: later ones only.
        """
        with self.desk.look() as session:
            groups: dict[tuple[Any, ...], list[Delivery]] = {}
            for delivery in session.exec(select(Delivery).order_by(col(Delivery.id))):
                if (number is not None and delivery.issue_id != number) or (delivery.id or 0) <= after:
                    continue
                about = (delivery.kind, delivery.issue_id, delivery.action_id, str(delivery.data))
                groups.setdefault((*about, delivery.recipient.partition(":")[0]), []).append(delivery)
            chosen = [d for group in groups.values() for d in dict.fromkeys((group[0].id, group[-1].id))]
            now, council = self.clock.now(), self.desk.council()
            return [Drawn(d, draw(session, council, d, now)) for id in chosen if (d := session.get_one(Delivery, id))]

    def drawn(self, kind: str, recipient: str | None = None, number: int | None = None, **data: Any) -> Message | None:
        """The newest message of this kind; fails when none was written."""
        for found in reversed(self.all(number)):
            delivery = found.delivery
            if delivery.kind != kind or (recipient and delivery.recipient != recipient):
                continue
            if all(delivery.data.get(name) == value for name, value in data.items()):
                return found.message
        raise AssertionError(f"no {kind} for {recipient} {data}: {[found.name for found in self.all(number)]}")

    def message(self, kind: str, recipient: str | None = None, number: int | None = None, **data: Any) -> Message:
        """Like `drawn`, and there is something to say."""
        message = self.drawn(kind, recipient, number, **data)
        assert message is not None, f"{kind} for {recipient} has nothing to say"
        return message


def labels(message: Message) -> tuple[list[str], list[str]]:
    """(buttons in sight, entries of the menu), as people see them."""
    row = next((block for block in message.blocks if block["type"] == "actions"), {"elements": []})
    buttons = [e["text"]["text"] for e in row["elements"] if e["type"] == "button"]
    menu = [o["text"]["text"] for e in row["elements"] if e["type"] == "overflow" for o in e["options"]]
    return buttons, menu
