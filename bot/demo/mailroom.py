"""What would go out by e-mail or on paper, kept on a page: the demo sends nothing to anybody.

Its links work: follow one to answer as a partner who has no Slack.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.cards.message import Message
from bot.cards.plain_lines import Piece, pieces
from bot.clock import Clock
from bot.delivery.letter import Answer, answers
from bot.delivery.mail_sender import LinkFor
from bot.delivery.pacing import Limits
from bot.delivery.sender import Place, Receipt, way_for
from storage.outbox import Delivery
from triage_rules.council import Council

KEPT = 500


@dataclass(frozen=True)
class Letter:
    at: datetime
    to: str
    subject: str
    pieces: list[Piece]
    links: Sequence[Answer] = ()
    by: str = ""  # "by e-mail", "on paper"


class Mailroom:
    """A sender for "email" and "print": every letter is kept, the newest first."""

    limits: Limits | None = None
    longest = timedelta(seconds=1)
    repaints = False

    def __init__(self, clock: Clock):
        self._clock = clock
        self._council: Callable[[], Council] | None = None
        self._link_for: LinkFor | None = None
        self._letters: list[Letter] = []
        self._lock = threading.Lock()
        self._page = Environment(loader=PackageLoader("bot.demo"), autoescape=True).get_template("mailroom.html.j2")

    def write_with(self, council: Callable[[], Council], link_for: LinkFor | None) -> None:
        """What letters need that is made after the mailroom."""
        self._council, self._link_for = council, link_for

    def address(self, recipient: str, council: Council) -> str:
        person = council.directory.person(recipient.removeprefix("person:"))
        return f"{person.name} <{person.email}>"

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        subject = message.subject or message.plain_text.split("\n", 1)[0]
        rows, person = list(pieces(message.plain_text)), delivery.recipient.removeprefix("person:")
        by_mail = self._council is not None and way_for(delivery, self._council()) == "email"
        link_for = self._link_for
        links = answers(message.offer, lambda action: link_for(person, action)) if by_mail and link_for else ()
        by = "by e-mail" if by_mail else "on paper"
        with self._lock:
            self._letters.insert(0, Letter(self._clock.now(), place.channel, subject, rows, links, by))
            del self._letters[KEPT:]
        return Receipt(place.channel, f"letter-{delivery.key}")

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        return self.post(delivery, message, place)

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        return ()

    def delete(self, receipt: Receipt) -> None:
        """Post cannot be called back."""

    @property
    def written(self) -> list[Letter]:
        """The newest first."""
        with self._lock:
            return list(self._letters)

    def route(self) -> Route:
        async def page(_: Request) -> HTMLResponse:
            return HTMLResponse(self._page.render(letters=self.written))

        return Route("/post", page)
