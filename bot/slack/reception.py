"""What every answer to a payload has at hand, and how a verb's refusal reaches the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.hints.suggestions import Advisor
from bot.desk.work import Desk
from bot.slack.answering import Answers
from bot.slack.blocks import Block
from bot.slack.identity import People
from bot.slack.incoming import Incoming

Later = Callable[[Callable[[], None]], Any]
Briefing = Callable[[Actor], list[list[Block]] | None]


@dataclass(frozen=True)
class Reception:
    """`later` runs what nobody waits for. `brief_for` gives a person's briefing as blocks, page by page; None: they
    get none."""

    desk: Desk
    client: WebClient
    people: People
    answers: Answers
    own_team: Callable[[], str]
    later: Later
    advisor: Advisor
    brief_for: Briefing | None = None

    def actor(self, incoming: Incoming) -> Actor:
        return self.people.actor(incoming.team, incoming.user, self.own_team())


def may_report(reception: Reception, actor: Actor) -> bool:
    desk = reception.desk
    return access.may(actor, "report", access.Subject(), desk.council(), desk.today())
