"""From a message to a letter: text and HTML that say the same, with the links by which it is answered.

Nothing in a letter tells us that it was read: no images, no counted links. Headers: RFC 5322, 2369 (unsubscribe),
3834 (Auto-Submitted: out-of-office notes stay away).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.cards.message import Message
from bot.cards.offers import Offer
from bot.cards.plain_lines import pieces
from bot.cards.text import one_line, shorten

# What a link can be used for (see bot/web/partner_verbs.py), by the verb that a card offers: the page's own path.
PAGES = {
    "acknowledge": "",
    "not_ours": "/not-ours",
    "done": "/done",
    "add_note": "/note",
    "reply": "/reply",
    "put_off": "/put-off",
}
# These ask for nothing.
NOT_ASKING = frozenset({"history", "add_note", "edit", "put_off"})
SUBJECT = 200
_TEMPLATES = PackageLoader("bot.delivery")
_HTML = Environment(loader=_TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_TEXT = Environment(  # noqa: S701  (plain text, no markup)  # nosec B701
    loader=_TEMPLATES, autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Answer:
    """One way to answer: the button's label, and the page that opens."""

    label: str
    url: str


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, and how the letter is found again. `about` makes letters on one matter a thread."""

    sender: Address
    to: Address
    message_id: str
    at: datetime
    team: str
    about: str = ""
    reply_to: str = ""
    unsubscribe: str = ""


def answers(offer: Offer, url_of: Callable[[int], str | None]) -> tuple[Answer, ...]:
    """The links of a letter, in the order of the card's buttons. `url_of` gives the address for an action's id."""
    _, _, action = offer.target.partition(":")
    url = url_of(int(action)) if action else None
    return tuple(Answer(c.label, url + PAGES[c.verb]) for c in offer.all if c.verb in PAGES) if url else ()


def as_text(message: Message, links: Sequence[Answer], envelope: Envelope) -> str:
    """The letter for whoever reads without HTML: complete by itself."""
    return _TEXT.get_template("letter.txt.j2").render(_facts(message, links, envelope)).strip() + "\n"


def as_html(message: Message, links: Sequence[Answer], envelope: Envelope) -> str:
    return message.html or _HTML.get_template("letter.html.j2").render(_facts(message, links, envelope))


def _facts(message: Message, links: Sequence[Answer], envelope: Envelope) -> dict[str, object]:
    return {
        "message": message,
        "pieces": list(pieces(message.plain_text)),
        "links": links,
        "by_hand": not links and any(choice.verb not in NOT_ASKING for choice in message.offer.buttons),
        "whole": bool(message.html),  # a page of its own, which says everything
        "name": envelope.to.display_name,
        "team": envelope.team,
        "reply_to": envelope.reply_to,
    }


def compose(message: Message, links: Sequence[Answer], envelope: Envelope) -> EmailMessage:
    """Raises ValueError for an address that cannot stand in a header."""
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = envelope.sender, envelope.to
    letter["Subject"] = _header(message.subject or message.plain_text.split("\n", 1)[0])
    letter["Date"] = format_datetime(envelope.at)
    letter["Message-ID"] = envelope.message_id
    if envelope.about:
        letter["References"] = envelope.about
    if envelope.reply_to:
        letter["Reply-To"] = envelope.reply_to
    if envelope.unsubscribe:
        letter["List-Unsubscribe"] = f"<mailto:{envelope.unsubscribe}?subject=No%20more%20briefings>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(as_text(message, links, envelope), charset="utf-8", cte="quoted-printable")
    letter.add_alternative(as_html(message, links, envelope), subtype="html", charset="utf-8", cte="quoted-printable")
    return letter


def _header(text: str) -> str:
    """One line, whatever people typed: nothing can begin another header."""
    return shorten(one_line(text), SUBJECT, "…")


def message_id(key: str, domain: str) -> str:
    """Made of the delivery's key, so that a letter sent twice has the same."""
    return f"<{re.sub(r'[^A-Za-z0-9_-]', '-', key)}@{domain}>"
