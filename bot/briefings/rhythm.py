"""When somebody's briefings go out: as the council has it, or as they chose within what it allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.briefing_choices import BriefingChoice
from triage_rules.folder.briefing_kinds import Briefing


@dataclass(frozen=True)
class Rhythm:
    """name: of the schedule's row. daily: then a day on which there is nothing to tell is passed over."""

    name: str
    kind: Briefing
    daily: bool = False


def rhythm(kind: Briefing, choice: BriefingChoice | None) -> Rhythm:
    """A choice that the council allows no more counts as none."""
    if choice is None or not kind.cron:
        return Rhythm(kind.name, kind)
    minute, hour, day, month, weekday = kind.cron.split()
    may, daily = kind.choices, choice.roll_up == "daily" and choice.roll_up in kind.choices.roll_ups
    if daily:
        weekday = "*"  # what falls on a closed day moves to the next open one, where it is one with that day's
    elif choice.day in may.days:
        weekday = choice.day or weekday
    if choice.hour in may.hours:
        hour = str(choice.hour)
    cron = " ".join((minute, hour, day, month, weekday))
    if cron == kind.cron:
        return Rhythm(kind.name, kind, daily)
    name = f"{kind.name}@{'daily' if daily else weekday}-{hour}"
    return Rhythm(name, kind.model_copy(update={"cron": cron}), daily)


def is_paused(kind: Briefing, choice: BriefingChoice | None, on: date) -> bool:
    until = choice.paused_until if choice else None
    return bool(until and on <= until and kind.choices.pause_weeks)


def by(kinds: Sequence[Briefing], choice: BriefingChoice | None) -> dict[str, Any]:
    """For the delivery: the way that they chose, where they did and may; else it goes as other news does."""
    chosen = choice.channel if choice else None
    return {"by": chosen} if any(chosen == each for kind in kinds for each in kind.choices.channels) else {}
