"""A way of sending that keeps messages in memory, and goes wrong on demand."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from bot.cards.message import Message
from bot.delivery.sender import CardGone, Place, Receipt
from bot.delivery.transport_error import TransportError
from storage.outbox import Delivery

# refused: not done, and said so; limited: a 429; lost: done, never answered; silent: not done, never answered.
Trouble = Literal["refused", "limited", "lost", "silent"]


@dataclass(frozen=True)
class Standing:
    channel: str
    ts: str
    key: str
    text: str


@dataclass
class PretendSlack:
    limits = None
    longest = timedelta(seconds=30)
    repaints = True

    messages: list[Standing] = field(default_factory=list)
    troubles: deque[Trouble] = field(default_factory=deque)
    _numbers: int = 0

    def address(self, recipient: str, council: object) -> str:
        return recipient

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        trouble = self._next_trouble()
        if trouble in (None, "lost"):
            self._numbers += 1
            self.messages.append(Standing(place.channel, str(self._numbers), delivery.key, message.text))
        if trouble:
            raise TransportError("No answer.", unknown=True, code=trouble)
        return Receipt(place.channel, str(self._numbers))

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        trouble = self._next_trouble()
        found = next((i for i, m in enumerate(self.messages) if (m.channel, m.ts) == (place.channel, place.card)), None)
        if found is None:
            raise CardGone(place.card)
        if trouble in (None, "lost"):
            self.messages[found] = replace(self.messages[found], key=delivery.key, text=message.text)
        if trouble:
            raise TransportError("No answer.", code=trouble)
        return Receipt(place.channel, place.card or "")

    def _next_trouble(self) -> Trouble | None:
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble == "limited":
            raise TransportError("Slack asks to wait.", limited=True, retry_after=30)
        if trouble == "refused":
            raise TransportError("Slack has trouble.")
        return trouble

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        return [Receipt(m.channel, m.ts) for m in self.messages if m.key == delivery.key and m.channel == place.channel]

    def delete(self, receipt: Receipt) -> None:
        self.messages = [m for m in self.messages if (m.channel, m.ts) != (receipt.channel, receipt.ts)]
