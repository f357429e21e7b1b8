"""What a way of sending offers to the dispatcher, and which way a recipient is told by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from bot.cards.message import Message
from bot.delivery.pacing import Limits
from bot.delivery.transport_error import TransportError
from storage.outbox import Delivery

if TYPE_CHECKING:
    from triage_rules.council import Council
    from triage_rules.directory import Person

Way = Literal["slack", "email", "print", "webhook"]


@dataclass(frozen=True)
class Place:
    """Where a message goes. `channel` is a Slack conversation id, or an e-mail address.

    thread: ts of the message that it answers; card: ts of the card there that it repaints.
    """

    channel: str
    thread: str | None = None
    card: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Where a message stands: a Slack conversation id and ts; an e-mail address and Message-ID."""

    channel: str
    ts: str


class CardGone(Exception):
    """The card to be repainted is not there any more: post it anew."""


class Sender(Protocol):
    """One way of sending. Every method raises TransportError.

    limits: how fast it may go, None for no limit; longest: the longest that one send can take;
    repaints: whether a message can be changed after it was sent (e-mail: no).
    """

    limits: Limits | None
    longest: timedelta
    repaints: bool

    def address(self, recipient: str, council: Council) -> str: ...

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt: ...

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        """Raises CardGone."""
        ...

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        """All copies of this delivery that arrived, the oldest first; () where one cannot ask (e-mail)."""
        ...

    def delete(self, receipt: Receipt) -> None: ...


NOT_SET_UP: dict[str, str] = {
    "slack": "Slack is not set up: set SLACK_BOT_TOKEN.",
    "email": "No e-mail is set up: set SMTP_URL.",
    "webhook": "No webhooks are set up: set WEBHOOK_SECRETS.",
    "print": "This person is told on paper: print it, hand it over, then drop this delivery.",
}


CHOSEN: dict[str, Way] = {"slack": "slack", "email": "email", "print": "print"}


def way_of(recipient: str, council: Council, chosen: str | None = None) -> Way:
    """Persons choose their way, for their briefings another than for the rest; a partner's own system has one; all
    others are told in Slack."""
    if recipient.startswith("hook:"):
        return "webhook"
    if not recipient.startswith("person:"):
        return "slack"
    return CHOSEN.get(chosen or "") or person_of(recipient, council).tells_by


def way_for(delivery: Delivery, council: Council) -> Way:
    """`by` in its data is the way that was chosen for this one."""
    return way_of(delivery.recipient, council, delivery.data.get("by"))


def person_of(recipient: str, council: Council) -> Person:
    """Raises a permanent TransportError for one who is not in the directory."""
    slug = recipient.removeprefix("person:")
    try:
        return council.directory.person(slug)
    except LookupError:
        raise TransportError(
            f"The directory has no person '{slug}': put them back, or drop this delivery.", permanent=True
        ) from None


# Slack has no way to this person: not there, of another workspace that lets nobody write, in no channel of ours.
UNREACHABLE = frozenset(
    {
        "users_not_found",
        "user_not_found",
        "user_disabled",
        "account_inactive",
        "user_not_visible",
        "invalid_user_combination",
        "channel_not_found",
    }
)


def is_outside(recipient: str, council: Council, on: date) -> bool:
    """Whether this is somebody who acts for a partner or parish council, whom e-mail serves as well."""
    if not recipient.startswith("person:"):
        return False
    acts_for = council.directory.organisations_of(recipient.removeprefix("person:"), on)
    return any(organisation.kind != "service" for organisation in acts_for)


def sender_for(delivery: Delivery, council: Council, senders: Mapping[Way, Sender]) -> Sender:
    """Raises a permanent TransportError that says what to set up."""
    way = way_for(delivery, council)
    if way not in senders:
        raise TransportError(NOT_SET_UP[way], permanent=True)
    return senders[way]


def reached(delivery: Delivery, council: Council, senders: Mapping[Way, Sender], on: date) -> tuple[Sender, str]:
    """The way and the address. A partner's person whom Slack does not reach gets a letter, with their own link."""
    sender = sender_for(delivery, council, senders)
    try:
        return sender, sender.address(delivery.recipient, council)
    except TransportError as error:
        letters = senders.get("email")
        outside = is_outside(delivery.recipient, council, on)
        if not outside or error.code not in UNREACHABLE or letters is None or letters is sender:
            raise
        return letters, letters.address(delivery.recipient, council)
