"""The team's hand on briefings: what stands above them, when they go, once more; and what people choose for themselves.

What is sent stays as it was sent. Each is a line of the audit book: it is about no issue.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import select

from bot.briefings.readers import reader
from bot.desk.actor import Actor
from bot.desk.records import book
from bot.desk.refusal import Refusal
from bot.desk.work import Desk
from storage.briefing_choices import BriefingChoice, BriefingEdition
from storage.briefings import BriefingCopy, ScheduleRun, copies_of
from triage_rules.council import Briefing

T = TypeVar("T")
VERB = "send_briefings"


def introduce(desk: Desk, actor: Actor, period: str, text: str) -> None:
    """For the copies of that day that are still to be made. Raises Refusal once some have gone."""
    with desk.work(actor) as work:
        work.allow(VERB)
        if copies_of(work.session, period):
            raise Refusal(f"The briefings of {period} have gone out; what was sent stays as it was sent.")
        work.session.merge(
            BriefingEdition(period=period, introduction=text.strip(), changed_at=work.now, changed_by=actor.key)
        )
        book.write(work, "briefings introduced", period=period)


def put_off(desk: Desk, actor: Actor, name: str, to: datetime) -> datetime:
    """This time only; a moment that has passed sends them now. Returns when they would have gone. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        run = work.session.get(ScheduleRun, name)
        if run is None:
            raise Refusal(f"No briefing called '{name}' is planned. `rapid-response briefings planned` shows them.")
        was, run.put_off_to = run.next_at, to
        work.session.add(run)
        book.write(work, "briefings moved", name=name, was=was.isoformat(), to=to.isoformat())
        return was


def resend(desk: Desk, actor: Actor, period: str, person: str) -> None:
    """Their copy of that day once more, as it was. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        theirs = select(BriefingCopy).where(BriefingCopy.period == period, BriefingCopy.person == person)
        copy = work.session.exec(theirs).first()
        if copy is None:
            raise Refusal(f"{work.council.directory.name(person)} has no copy of {period}.")
        work.tell("briefing", f"person:{person}", copy=copy.id)
        book.write(work, "briefing sent again", period=period, person=f"person:{person}")


def choose(desk: Desk, actor: Actor, person: str, **chosen: Any) -> None:
    """Any of day, hour, roll_up, channel and pause, within what the council allows. Raises Refusal.

    Everybody chooses for themselves; the team for whoever asks them to.
    """
    with desk.work(actor) as work:
        if actor.person != person:
            work.allow(VERB)
        who = work.council.directory.person(person)
        kinds = [share.kind for share in reader(work.council, who, work.on).shares]
        mark = {"changed_at": work.now, "changed_by": actor.key}
        choice = work.session.get(BriefingChoice, person) or BriefingChoice(person=person, **mark)
        choice.sqlmodel_update(mark)
        theirs = Chosen(choice, kinds, work.on)
        for what, value in chosen.items():
            getattr(theirs, what)(value)
        work.session.add(choice)
        book.write(work, "briefing chosen", person=f"person:{person}", what=sorted(chosen))


class Chosen:
    """Every change raises Refusal for what none of the kinds allows, and says what is allowed."""

    def __init__(self, choice: BriefingChoice, kinds: list[Briefing], on: date):
        self.choice, self.kinds, self.on = choice, kinds, on

    def day(self, day: str) -> None:
        self.choice.day = self._allowed(day, [each for kind in self.kinds for each in kind.choices.days])

    def hour(self, hour: int) -> None:
        self.choice.hour = self._allowed(hour, [each for kind in self.kinds for each in kind.choices.hours])

    def channel(self, channel: str) -> None:
        self.choice.channel = self._allowed(channel, [each for kind in self.kinds for each in kind.choices.channels])

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
