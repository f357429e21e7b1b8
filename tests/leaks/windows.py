"""What a person can call up: their Home, an issue, its history, its other buttons and forms, and commands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from bot.desk.actor import Actor
from bot.desk.work import Desk
from bot.slack import commands, pressing, showing
from bot.slack.home import page as home
from bot.slack.incoming import Incoming
from bot.slack.reception import Reception
from bot.slack.report import suggestions
from bot.slack.verbs import VERBS
from tests.desk.people import Office


@dataclass
class Window:
    """Stands where the bot's reception stands, and keeps what it would show to this one person."""

    desk: Desk
    who: Actor
    shown: list[Any] = field(default_factory=list)
    brief_for: Any = None

    @property
    def answers(self) -> "Window":
        return self

    def actor(self, _: Incoming) -> Actor:
        return self.who

    def open(self, _: Incoming, view: Any, kept: str | None = None) -> bool:
        self.shown.append(view)
        return True

    def say(self, _: Incoming, text: str, blocks: Any = None, **more: Any) -> None:
        self.shown.append([text, blocks])

    def looks(self, numbers: tuple[int, ...]) -> str:
        """All that is only looked at."""
        here = cast("Reception", self)
        self.shown.append(home.draw(here, self.who, {}))
        self.shown.append(commands.typed(here, Incoming({"text": "mine"})))
        self.shown.append(suggestions.offered(here, Incoming({"block_id": "issue", "value": ""})))
        for number in numbers:
            self.shown.append(commands.typed(here, Incoming({"text": f"RR-{number}"})))
            for show in (showing.open_issue, showing.history, showing.more):
                show(here, _click("open", str(number)))
        return self._text()

    def tries(self, numbers: tuple[int, ...], actions: tuple[int, ...]) -> str:
        """Every button that opens a form; who may not is told so, which is a line of the history."""
        for press in _forms(numbers, actions):
            pressing.pressed(cast("Reception", self), press)
        return self._text()

    def _text(self) -> str:
        return json.dumps(self.shown, ensure_ascii=False, default=str)


def _click(verb: str, value: str) -> Incoming:
    return Incoming({"actions": [{"type": "button", "action_id": verb, "value": value}]})


def _forms(numbers: tuple[int, ...], actions: tuple[int, ...]) -> Iterator[Incoming]:
    for verb, entry in VERBS.items():
        if entry.form is not None:
            yield from (_click(verb, str(number)) for number in numbers)
            yield from (_click(verb, f"1:{action}") for action in actions)


def people(office: Office, holder: Actor, ward: str) -> dict[str, list[Actor]]:
    """Kinds of readers, and people of each; those with no part in it may read nothing."""
    directory, on = office.directory, office.desk.today()
    members = office.councillors(ward)
    elsewhere = next(
        p.id for p in directory.all_holders("ward_member", on)
        if p.id not in {m.person for m in members} and len(directory.roles_of(p.id, on)) == 1
    )  # fmt: skip
    return {
        "reporter": [office.officer],
        "team": [office.duty, office.holder("team_manager")],
        "asked": [office.police, office.holder("contact", "street_scene")],
        "partner": [office.holder("contact", "fire_service")],
        "was_asked": [office.actor("ruby-register")],
        "other_service": [office.holder("contact", "licensing")],
        "holder": [holder],
        "councillor": [each for each in members if each.person != holder.person],
        "other_councillor": [office.actor(elsewhere)],
        "officer": [office.holder("senior_manager", ward)],
        "director": [office.holder("corporate_director")],
        "colleague": [Actor("user:T0HOME/U0COLLEAGUE", "Cole League")],
        "guest": [Actor("user:T0HOME/U0GUEST", "Gus Guest", way="guest", guest=True)],
        "stranger": [Actor("user:T0AWAY/U0AWAY", "Stan Ger", own_team=False, way="connect")],
    }
