"""The way "email": letters through a mail server, one at a time, each with a Message-ID of its own.

A mail server cannot be asked what it has. After a lost answer the letter is sent again with the same Message-ID,
three times at most; then a person has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import TYPE_CHECKING

from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery import letter
from bot.delivery.letter import Envelope
from bot.delivery.pacing import Limits
from bot.delivery.sender import Place, Receipt, person_of
from bot.delivery.smtp_server import LONGEST, Post
from bot.delivery.transport_error import TransportError
from storage.outbox import Delivery

if TYPE_CHECKING:
    from triage_rules.council import Council

MAIL_LIMITS = Limits(per_channel=timedelta(), workspace=timedelta(milliseconds=100), burst=30)
MOST_COPIES = 3
BAD_ADDRESS = "This is no e-mail address. Correct it in the council's directory."
PERHAPS_TWICE = (
    "The mail server took the letter several times and never confirmed it. Ask them whether they have it; then drop"
    " this delivery, or retry it"
)
# The person's slug and the action's id to the address of their link; None when they may not answer it.
LinkFor = Callable[[str, int], str | None]


def address(text: str) -> Address:
    """MAIL_FROM: "Rapid Response <rr@example.org>" or "rr@example.org". Raises ValueError for anything else."""
    name, plain = parseaddr(text)
    try:
        return _address(name, plain)
    except ValueError as error:
        raise ValueError(f"MAIL_FROM: {error}") from None


def _address(name: str, plain: str) -> Address:
    try:
        plain.encode("ascii")  # letters to others need SMTPUTF8, which few servers have
        found = Address(display_name=name, addr_spec=plain)
    except (ValueError, IndexError, HeaderParseError):
        raise ValueError(f"{plain!r} is no e-mail address") from None
    if not (found.username and "." in found.domain):
        raise ValueError(f"{plain!r} is no e-mail address")
    return found


class MailSender:
    """`link_for` is None where there are no links (no PUBLIC_URL or SECRET_KEY)."""

    repaints = False

    def __init__(
        self,
        post: Post,
        mail_from: Address,
        council: Callable[[], Council],
        clock: Clock,
        link_for: LinkFor | None = None,
        limits: Limits | None = MAIL_LIMITS,
    ):
        self._post, self._from, self._council, self._clock = post, mail_from, council, clock
        self._link_for = link_for
        self.limits = limits
        self.longest = timedelta(seconds=LONGEST)

    def address(self, recipient: str, council: Council) -> str:
        person = person_of(recipient, council)
        try:
            return _address(person.name, person.email).addr_spec
        except ValueError:
            raise TransportError(f"{person.name}: {BAD_ADDRESS}", permanent=True) from None

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        envelope = self._envelope(delivery, place)
        sealed = letter.compose(message, self._answers(delivery, message), envelope).as_bytes()
        try:
            self._post.hand_over(self._from.addr_spec, place.channel, sealed)
        except TransportError as error:
            error.channel = place.channel
            if error.unknown and delivery.attempts >= MOST_COPIES:
                raise TransportError(PERHAPS_TWICE, permanent=True, code=error.code) from error
            raise
        return Receipt(place.channel, envelope.message_id)

    def _envelope(self, delivery: Delivery, place: Place) -> Envelope:
        council = self._council()
        person = person_of(delivery.recipient, council)
        domain, reply_to = self._from.domain, council.team.email or ""
        team = f"{council.team.name}, {council.name}"
        briefing = delivery.kind == "briefing"
        return Envelope(
            sender=self._from if self._from.display_name else _address(team, self._from.addr_spec),
            to=_address(person.name, place.channel),
            message_id=letter.message_id(delivery.key, domain),
            at=self._clock.system(),
            team=council.team.name,
            about=f"<rr-{delivery.issue_id}@{domain}>" if delivery.issue_id else "",
            reply_to=reply_to,
            unsubscribe=(reply_to or self._from.addr_spec) if briefing else "",
        )

    def _answers(self, delivery: Delivery, message: Message) -> Sequence[letter.Answer]:
        if self._link_for is None:
            return ()
        link_for, person = self._link_for, delivery.recipient.removeprefix("person:")
        links = letter.answers(message.offer, lambda action: link_for(person, action))
        for title, offer in message.offers:
            found = letter.answers(offer, lambda action: link_for(person, action))
            links += tuple(replace(each, label=f"{each.label}: {title}") for each in found)
        return links

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        """A letter cannot be changed: another one goes. The dispatcher asks for that only when there is news."""
        return self.post(delivery, message, place)

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        """A mail server does not say what it has."""
        return ()

    def delete(self, receipt: Receipt) -> None:
        """A letter cannot be called back."""
