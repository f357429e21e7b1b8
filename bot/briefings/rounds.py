"""Which schedules there are, what falls on one day together, and who gets a copy for it."""

from collections.abc import Collection, Mapping
from datetime import date

from bot.briefings import schedule
from bot.briefings.readers import readers_of
from bot.briefings.rhythm import Rhythm, is_paused, rhythm
from storage.briefing_choices import BriefingChoice
from triage_rules.council import Briefing as Kind
from triage_rules.council import Council
from triage_rules.directory import Person
from triage_rules.folder.briefing_kinds import ROLES

PARTS = tuple(ROLES)  # in the order of a copy
Choices = Mapping[str, BriefingChoice]


def rhythms(council: Council, chosen: Choices) -> dict[str, Rhythm]:
    """The schedules in use, by name: the council's, and those that people chose."""
    usual = [rhythm(kind, None) for kind in council.briefings if kind.cron or kind.meetings]
    own = [rhythm(kind, choice) for kind in council.briefings for choice in chosen.values()]
    return {each.name: each for each in (*own, *usual) if each.kind.cron or each.kind.meetings}


def of_day(council: Council, chosen: Choices, period: str) -> frozenset[str]:
    """Every schedule whose turn is on that day, though its hour be later: one copy holds all of a person's parts."""
    day, calendar = date.fromisoformat(period), council.calendar()
    each_of = rhythms(council, chosen).items()
    return frozenset(name for name, each in each_of if schedule.on_day(each.kind, calendar, day) is not None)


def kinds_of(council: Council, names: Collection[str], choice: BriefingChoice | None, on: date) -> list[Kind]:
    """What somebody with this choice gets when these schedules have their turn."""
    return [kind for kind in council.briefings if _has_its_turn(kind, names, choice, on)]


def _has_its_turn(kind: Kind, names: Collection[str], choice: BriefingChoice | None, on: date) -> bool:
    return rhythm(kind, choice).name in names and not is_paused(kind, choice, on)


def people_of(council: Council, names: Collection[str], chosen: Choices, on: date) -> list[tuple[Person, Kind]]:
    """Who gets a copy when these schedules have their turn, each once, with the kind of its first part."""
    people: dict[str, tuple[Person, Kind]] = {}
    for kind in sorted(council.briefings, key=lambda kind: PARTS.index(kind.audience)):
        for person in readers_of(council.directory, kind, on):
            if _has_its_turn(kind, names, chosen.get(person.id), on):
                people.setdefault(person.id, (person, kind))
    return list(people.values())
