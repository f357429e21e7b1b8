"""What a drawer has before it: the rows, the council in force, the moment, and whom the message is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.cards.offers import Choice, Offer, Place, Situation, beside, offered, withdraw
from bot.cards.text import listed
from storage.actions import Action
from storage.issues import Event, Issue
from triage_rules.council import Council
from triage_rules.plain_words import a
from triage_rules.records import RoleName
from triage_rules.working_time import speak, speak_date

# How something reached us, where it was not a button in Slack.
WAYS = {
    "link": "by e-mail link",
    "connect": "from their own Slack",
    "guest": "as a guest in Slack",
    "webhook": "from their own system",
    "open311": "through Open311",
    "email": "by e-mail",
    "phone": "by phone",
    "print": "on paper",
}


def way_words(way: str) -> str:
    return "" if way in ("", "slack") else WAYS.get(way, f"by {way}")


@dataclass(frozen=True)
class Scene:
    """`now` is aware UTC; `recipient` is whom the message goes to, "" when it is for nobody in particular."""

    session: Session
    council: Council
    now: datetime
    recipient: str = ""

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.council.zone)

    @cached_property
    def on(self) -> date:
        return self.now.astimezone(self.tz).date()

    @property
    def person(self) -> str | None:
        """The slug of the person whom the message is for; None for a team or an organisation."""
        return self.recipient.removeprefix("person:") if self.recipient.startswith("person:") else None

    @property
    def team(self) -> str:
        return f"the {self.council.team.name}"

    def say(self, moment: datetime) -> str:
        return speak(moment, self.now, self.council.zone)

    def moment(self, written: str) -> datetime:
        """A moment as rows keep it in JSON."""
        return datetime.fromisoformat(written)

    def day(self, moment: datetime) -> str:
        """The local day of a moment: "Friday 27 November"."""
        return speak_date(moment.astimezone(self.tz).date())

    def name(self, id: str) -> str:
        """The name of an organisation, person or area; the id itself for one that left the council's files."""
        return self.council.directory.name(id)

    def names(self, ids: Iterable[str]) -> str:
        return listed([self.name(id) for id in ids])

    def owner(self, owner: str) -> str:
        """Who answers for something: "the Rapid Response Team", "West Mercia Police", "the councillors for Park"."""
        words = self.council.words
        if owner == "team":
            return self.team
        if owner == "wards":
            return f"the {words.ward}'s {words.councillors}"
        kind, _, id = owner.partition(":")
        return self.name(id) if kind in ("org", "person") and self._known(id) else "the reporter"

    def _known(self, id: str) -> bool:
        return self.council.directory.name(id) != id

    def holds(self, role: RoleName, of: str | None = None) -> bool:
        """Whether this message's person holds the role today; over anything when `of` is None."""
        if self.person is None:
            return False
        roles = self.council.directory.roles_of(self.person, self.on)
        return any(held.role == role and (of is None or held.of == of) for held in roles)

    def who(self, event: Event) -> str:
        """Who did it, as shown: the name with the organisation or role held then."""
        role = event.actor_role
        return f"{event.actor_name}, {role}" if role and role not in event.actor_name else event.actor_name

    # -- what may be done -----------------------------------------------------------------------------------------

    def offered(self, place: Place, issue: Issue, situation: Situation) -> Offer:
        """The buttons of a message at this place: what the council's table keeps from its reader is left out."""
        reader = self._reader(place, issue, situation)
        return offered(place, issue, situation, lambda verb: bool(self.council.access.get(verb, frozenset()) & reader))

    def beside(self, issue: Issue, action: Action) -> tuple[Choice, ...]:
        """What the team may do about one action of its card."""
        return tuple(choice for choice in beside(issue, action) if self.may("team", issue, choice.verb))

    def withdraw(self, issue: Issue, action: Action) -> Choice | None:
        return withdraw(issue, action) if self.may("team", issue, "withdraw") else None

    def may(self, place: Place, issue: Issue, verb: str) -> bool:
        return bool(self.council.access.get(verb, frozenset()) & self._reader(place, issue, Situation()))

    def _reader(self, place: Place, issue: Issue, situation: Situation) -> frozenset[str]:
        """What whoever reads it is to the issue (see bot/desk/access.py)."""
        if self.recipient == "team" and place in ("contact", "team"):
            return frozenset({"team"})
        leads = self.person in issue.leads
        match place:
            case "action":
                action = situation.action
                owns = action is not None and issue.owner == f"org:{action.owner}"
                return frozenset({"assignee", "owner"} if owns else {"assignee"})
            case "receipt" | "question":
                return frozenset({"reporter"})
            case "agree":
                return self._as(cabinet_lead="cabinet", corporate_director="director")
            case "lead" | "councillor":
                return self._as(ward_member="councillor") | ({"lead"} if leads else frozenset())
            case "contact":
                return frozenset({"lead"}) if leads else self._as(senior_manager="contact")
        return self._as(team_officer="team", team_manager="team", rural_officer="team", senior_manager="contact")

    def _as(self, **standings: str) -> frozenset[str]:
        return frozenset(standing for role, standing in standings.items() if self.holds(cast("RoleName", role)))

    def facts(self, **more: Any) -> dict[str, Any]:
        """What every template may use."""
        return {
            "scene": self,
            "say": self.say,
            "name": self.name,
            "names": self.names,
            "owner": self.owner,
            "who": self.who,
            "team": self.team,
            "words": self.council.words,
            "listed": listed,
            "a": a,
            "way": way_words,
            **more,
        }
