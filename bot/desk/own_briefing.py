"""What somebody may choose for their own briefing, and what they have chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from bot.briefings import schedule
from bot.briefings.readers import reader
from bot.briefings.rhythm import rhythm
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.work import Desk
from storage.briefing_choices import BriefingChoice
from triage_rules.council import Briefing as Kind
from triage_rules.council import Council

T = TypeVar("T")
NO_BRIEFING = "There is no briefing for you, so there is nothing to choose."


@dataclass(frozen=True)
class Wish:
    """All of it at once; None is as the council has it. pause: the last day without."""

    day: str | None = None
    hour: int | None = None
    roll_up: str | None = None
    channel: str | None = None
    pause: date | None = None


@dataclass(frozen=True)
class Allowed:
    """What somebody may choose, what they have chosen, and when their next one is planned (aware UTC).

    pauses: last days of a pause to choose from; weeks: the longest.
    """

    days: tuple[str, ...]
    hours: tuple[int, ...]
    roll_ups: tuple[str, ...]
    channels: tuple[str, ...]
    pauses: tuple[date, ...]
    weeks: int
    wish: Wish
    next_at: datetime | None = None

    @property
    def anything(self) -> bool:
        return bool(self.days or self.hours or self.roll_ups or self.channels or self.pauses)

    def of(self, what: str) -> tuple[Any, ...]:
        """What may be chosen of "day", "hour", "roll_up", "channel"."""
        return {"day": self.days, "hour": self.hours, "roll_up": self.roll_ups, "channel": self.channels}[what]


def allowed(desk: Desk, actor: Actor) -> Allowed | None:
    """None for who gets no briefing."""
    council, on = desk.council(), desk.today()
    may = actor.person is not None and access.may(actor, "brief", access.Subject(), council, on)
    kinds = kinds_of(council, actor.person or "", on) if may else []
    with desk.look() as session:
        wish = wish_of(session.get(BriefingChoice, actor.person or ""))
    return within(council, kinds, wish, on, desk.clock.now()) if kinds else None


def kinds_of(council: Council, person: str, on: date) -> list[Kind]:
    """What this person's roles bring."""
    return [share.kind for share in reader(council, council.directory.person(person), on).shares]


def wish_of(choice: BriefingChoice | None) -> Wish:
    if choice is None:
        return Wish()
    return Wish(choice.day, choice.hour, choice.roll_up, choice.channel, choice.paused_until)


def within(council: Council, kinds: list[Kind], wish: Wish, on: date, now: datetime) -> Allowed:
    weeks = max((kind.choices.pause_weeks for kind in kinds), default=0)
    pauses = [on + timedelta(weeks=n) for n in range(1, weeks + 1)]
    if wish.pause and wish.pause >= on:
        pauses = sorted({*pauses, wish.pause})
    return Allowed(
        days=_each(day for kind in kinds for day in kind.choices.days),
        hours=tuple(sorted(_each(hour for kind in kinds for hour in kind.choices.hours))),
        roll_ups=_each(each for kind in kinds for each in kind.choices.roll_ups),
        channels=_each(each for kind in kinds for each in kind.choices.channels),
        pauses=tuple(pauses),
        weeks=weeks,
        wish=wish,
        next_at=_next_at(council, kinds, wish, now),
    )


def _each(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _next_at(council: Council, kinds: list[Kind], wish: Wish, now: datetime) -> datetime | None:
    """The first one after now and after a pause."""
    calendar = council.calendar()
    choice = BriefingChoice(
        person="", day=wish.day, hour=wish.hour, roll_up=wish.roll_up, changed_at=now, changed_by=""
    )
    found = []
    for kind in kinds:
        if not (kind.cron or kind.meetings):
            continue
        for at in schedule.moments(rhythm(kind, choice).kind, calendar, now + schedule.AN_INSTANT):
            paused = wish.pause if kind.choices.pause_weeks else None
            if paused is None or calendar.local_date(at) > paused:
                found.append(at)
                break
    return min(found, default=None)
