"""What a drawer returns: a message ready to send, whatever the way."""

from dataclasses import dataclass, field
from typing import Any

from bot.cards.offers import NOTHING, Offer
from bot.cards.text import plain


class UnknownKind(LookupError):
    """What another release wrote, which runs beside this one: it knows how to draw it."""


@dataclass(frozen=True)
class Follow:
    """What goes once this message stands: to the same recipient into its thread, or to somebody else.

    `data` is the delivery's. `key`: what is said under it has been said for good.
    """

    kind: str
    data: dict[str, Any]
    to: str = ""
    key: str = ""


@dataclass(frozen=True)
class Message:
    """`text` is complete by itself (screen readers, notifications, e-mail); `blocks` are Slack's Block Kit.

    Both are escaped for Slack; `plain_text` and `subject` are not, and are for e-mail and paper.
    A message with `thread_of` goes into the thread of that card (its kind and, for an action card, the
    action's id) where the card stands at the same recipient; otherwise it is posted by itself.
    `offer` holds the buttons that the blocks show, for ways that make links of them.
    `offers`: the same where it is about several matters, each with its title.
    `html` is a whole page for e-mail, where one is drawn (briefings); other letters are made from `text`.
    `stage` is of cards: what somebody has to hear of who cannot see it repainted (bot/cards/stages.py).
    `follow` is of messages that are too long for one, or that somebody has to know of.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_of: tuple[str, int | None] | None = None
    subject: str = ""  # for e-mail
    offer: Offer = NOTHING
    html: str = ""
    offers: tuple[tuple[str, Offer], ...] = ()
    stage: str = ""
    follow: Follow | None = None

    @property
    def plain_text(self) -> str:
        """`text` as people would write it: "Bed & Breakfast", not "Bed &amp; Breakfast"."""
        return plain(self.text)
