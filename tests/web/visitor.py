"""Somebody with a browser, and the desk behind the page."""

import html
import re
from datetime import timedelta

from httpx2 import Client, Response
from sqlalchemy import Engine
from sqlmodel import select

from bot.clock import StandingClock
from bot.desk.verbs import assign, decide
from bot.desk.verbs.links import Links
from bot.desk.work import Desk
from storage.actions import Action
from storage.issues import Event
from storage.session import reading
from tests.desk.people import Office
from tests.sample import sample_council

RUBY = "ruby-register"
SECRET = "a secret of at least thirty-two characters"


class Visitor:
    browser: Client

    def __init__(self, engine: Engine, clock: StandingClock, base_url: str):
        self.engine, self.clock, self.base_url = engine, clock, base_url
        self.council = sample_council()
        self.desk = Desk(engine, clock, lambda: self.council)
        self.office = Office(self.desk)
        self.links = Links(self.desk, SECRET, base_url)
        self.action_id = self.ask()
        self.path = self.link(RUBY, self.action_id)

    def ask(self, owner: str = "schools", text: str = "Ask pupils which way home they avoid") -> int:
        issue = self.office.report(
            "R9", note="Mrs Planted of 1 Hidden Lane rang about the shelter.", summary="Shelter smashed"
        )
        decide.accept(self.desk, self.office.duty, issue.id or 0)
        return assign.add_action(self.desk, self.office.duty, issue.id or 0, text, owner).id or 0

    def link(self, person: str, action: int) -> str:
        url = self.links.url(person, action)
        assert url is not None
        return url.removeprefix(self.base_url)

    # -- in the browser -----------------------------------------------------------------------------------------------

    def open(self, more: str = "", path: str = "") -> Response:
        return self.browser.get((path or self.path) + more)

    def form_token(self, page: Response) -> str:
        found = re.search(r'name="form" value="([^"]+)"', page.text)
        assert found is not None, page.text
        return found[1]

    def send(
        self, verb: str, fields: dict[str, str] | None = None, token: str | None = None, path: str = ""
    ) -> Response:
        """Fill in the form of that page and press its button."""
        if token is None:
            token = self.form_token(self.open(f"/{verb}", path))
        return self.browser.post(f"{path or self.path}/{verb}", data={"form": token, **(fields or {})})

    def press(self, verb: str, **fields: str) -> Response:
        """The same, and the page that follows."""
        answer = self.send(verb, fields)
        assert answer.status_code == 303, text(answer)
        return self.browser.get(answer.headers["location"])

    # -- behind it ----------------------------------------------------------------------------------------------------

    @property
    def action(self) -> Action:
        with reading(self.engine) as session:
            return session.get_one(Action, self.action_id)

    def events(self, verb: str) -> list[Event]:
        with reading(self.engine) as session:
            return list(session.exec(select(Event).where(Event.verb == verb)))

    def later(self, **by: float) -> None:
        self.clock.move(timedelta(**by))


def text(page: Response) -> str:
    """What a person reads."""
    body = page.text.split("<body>", 1)[-1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
