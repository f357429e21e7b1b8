"""What would go out by e-mail or on paper, kept on a page: the demo sends nothing to anybody."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery.pacing import Limits
from bot.delivery.sender import Place, Receipt
from storage.outbox import Delivery
from triage_rules.council import Council

KEPT = 500


class Mailroom:
    """A sender for "email" and "print": every letter is kept as text, the newest first."""

    limits: Limits | None = None
    longest = timedelta(seconds=1)
    repaints = False

    def __init__(self, clock: Clock):
        self._clock = clock
        self._letters: list[tuple[datetime, str, str, str]] = []
        self._lock = threading.Lock()
        self._page = Environment(loader=PackageLoader("bot.demo"), autoescape=True).get_template("mailroom.html.j2")

    def address(self, recipient: str, council: Council) -> str:
        person = council.directory.person(recipient.removeprefix("person:"))
        return f"{person.name} <{person.email}>"

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        with self._lock:
            subject = message.subject or message.text.splitlines()[0]
            self._letters.insert(0, (self._clock.now(), place.channel, subject, message.text))
            del self._letters[KEPT:]
        return Receipt(place.channel, f"letter-{delivery.key}")

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        return self.post(delivery, message, place)

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        return ()

    def delete(self, receipt: Receipt) -> None:
        """Post cannot be called back."""

    def route(self) -> Route:
        async def page(_: Request) -> HTMLResponse:
            with self._lock:
                return HTMLResponse(self._page.render(letters=list(self._letters)))

        return Route("/post", page)
