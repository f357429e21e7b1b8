"""Ladders: who is reminded, and who is told next, while something waits. Clocks: how long each wait is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from triage_rules.opening_hours import read_time, read_wait
from triage_rules.working_time import Calendar

StepTo = Literal["owner", "contacts", "manager", "executive", "team"]
Kind = Literal["chase", "escalate", "team"]
KIND: dict[StepTo, Kind] = {
    "owner": "chase",
    "contacts": "chase",
    "manager": "escalate",
    "executive": "escalate",
    "team": "team",
}


class Step(BaseModel):
    """One step: at a time of day on a working day counted from the due day, or a working time before due."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    at: str | None = None
    day: int = 0
    before: str | None = None
    to: StepTo

    @field_validator("at")
    @classmethod
    def readable_time(cls, at: str | None) -> str | None:
        if at is not None:
            read_time(at)
        return at

    @field_validator("before")
    @classmethod
    def exact_wait(cls, before: str | None) -> str | None:
        if before is not None and not isinstance(read_wait(before), timedelta):
            raise ValueError(f"'{before}' is in days; write hours or minutes, such as 1h")
        return before

    @model_validator(mode="after")
    def one_moment(self) -> Step:
        if (self.at is None) == (self.before is None):
            raise ValueError('a step has either a time of day or a time before; write {at: "15:00", day: 0, …}')
        if self.before is not None and self.day:
            raise ValueError("'day' goes with 'at', not with 'before'; remove one of them")
        return self

    def moment(self, due: datetime, calendar: Calendar) -> datetime:
        if self.before is not None:
            early = read_wait(self.before)
            assert isinstance(early, timedelta)
            return calendar.before(due, early)
        assert self.at is not None
        return calendar.at_day(calendar.local_date(due), self.day, read_time(self.at))


class Ladder(BaseModel):
    """Steps in the order in which they are taken; may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Planned:
    """step: place in the ladder from 0. at: aware UTC."""

    step: int
    at: datetime
    to: StepTo
    kind: Kind


def plan(ladder: Ladder, received: datetime, due: datetime, calendar: Calendar) -> tuple[Planned, ...]:
    """When each step of a wait is taken, each once, in order; moments are aware UTC.

    A step whose moment lies before `received` (the time of planning) moves to the next open moment: it is
    never dropped, and no step comes before the one above it.
    """
    earliest = calendar.received(received)
    planned: list[Planned] = []
    for number, step in enumerate(ladder.steps):
        at = step.moment(due, calendar)
        if at < received:
            at = earliest
        if planned:
            at = max(at, planned[-1].at)
        planned.append(Planned(number, at, step.to, KIND[step.to]))
    return tuple(planned)


class Clock(BaseModel):
    """wait: `4h` or `2d` of working time. ladder: the name of a ladder, or None for no reminders."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    wait: str
    ladder: str | None = None

    @field_validator("wait")
    @classmethod
    def readable_wait(cls, wait: str) -> str:
        read_wait(wait)
        return wait


class Clocks(BaseModel):
    """Every wait that the bot knows (brief, sections 5 and 6); the numbers are the council's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    accept: Clock
    hold: Clock
    acknowledge: Clock
    first_response: Clock
    agree: Clock
    lead: Clock
    progress: Clock
    reporter_answer: Clock

    def named(self, name: str) -> Clock:
        """Raises KeyError for a clock that does not exist."""
        if name not in type(self).model_fields:
            raise KeyError(name)
        return getattr(self, name)
