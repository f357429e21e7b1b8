"""The team's hand on briefings: what stands above them, when they go, and what people chose. What is sent stays so."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from bot.desk.refusal import Refusal
from storage.briefing_choices import BriefingChoice, BriefingEdition
from storage.briefings import ScheduleRun, copies_of
from triage_rules.council import Briefing, Council
from triage_rules.directory import Person

T = TypeVar("T")


def introduce(session: Session, period: str, text: str, by: str, now: datetime) -> None:
    """For the copies of that day that are still to be made. Raises Refusal once some have gone."""
    if copies_of(session, period):
        raise Refusal(f"The briefings of {period} have gone out; what was sent stays as it was sent.")
    edition = session.get(BriefingEdition, period) or BriefingEdition(period=period, changed_at=now, changed_by=by)
    edition.introduction, edition.changed_at, edition.changed_by = text.strip(), now, by
    session.add(edition)


def put_off(session: Session, name: str, to: datetime) -> datetime:
    """This time only; a moment that has passed sends them now. Returns when they would have gone. Raises Refusal."""
    run = session.get(ScheduleRun, name)
    if run is None:
        raise Refusal(f"No briefing called '{name}' is planned. `rapid-response briefings planned` shows them.")
    run.put_off_to = to
    session.add(run)
    return run.next_at


def choose(
    session: Session, council: Council, person: Person, kinds: list[Briefing], by: str, now: datetime
) -> "Chosen":
    """Their choice, to be changed within what the council allows for these kinds."""
    choice = session.get(BriefingChoice, person.id) or BriefingChoice(person=person.id, changed_at=now, changed_by=by)
    choice.changed_at, choice.changed_by = now, by
    session.add(choice)
    return Chosen(choice, kinds, council.calendar().local_date(now))


class Chosen:
    """Every change raises Refusal for what none of the kinds allows, and says what is allowed."""

    def __init__(self, choice: BriefingChoice, kinds: list[Briefing], on: date):
        self.choice, self.kinds, self.on = choice, kinds, on

    def day(self, day: str) -> None:
        self.choice.day = self._allowed(day, [each for kind in self.kinds for each in kind.choices.days])

    def hour(self, hour: int) -> None:
        self.choice.hour = self._allowed(hour, [each for kind in self.kinds for each in kind.choices.hours])

    def roll_up(self, roll_up: str) -> None:
        self.choice.roll_up = self._allowed(roll_up, [each for kind in self.kinds for each in kind.choices.roll_ups])

    def pause(self, until: date) -> None:
        """The last day without. A day that has passed ends a pause."""
        weeks = max((kind.choices.pause_weeks for kind in self.kinds), default=0)
        if (until - self.on).days > 7 * weeks:
            raise Refusal(f"A pause can be {weeks} weeks long." if weeks else "These briefings cannot be paused.")
        self.choice.paused_until = until

    def _allowed(self, value: T, allowed: Sequence[T]) -> T:
        if value not in allowed:
            can = ", ".join(str(each) for each in dict.fromkeys(allowed))
            raise Refusal(f"'{value}' cannot be chosen. " + (f"What can: {can}." if can else "Nothing can be."))
        return value
