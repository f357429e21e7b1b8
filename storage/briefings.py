"""Copies of briefings: one a person and period, with the events that it held."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage.base import Table


class BriefingCopy(Table, table=True):
    __table_args__ = (UniqueConstraint("person", "period"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    period: str  # the schedule's fire time, ISO date in the council's zone
    briefings: list[str] = Field(default_factory=list, sa_type=JSON)
    events: list[int] = Field(default_factory=list, sa_type=JSON)
    content: str = Field(default="", sa_type=Text)  # as it was sent, JSON of the content model
    made_at: datetime


class ScheduleRun(Table, table=True):
    """The next time a schedule fires; the row is the truth, APScheduler only ticks."""

    name: str = Field(primary_key=True)
    next_at: datetime


class Heartbeat(Table, table=True):
    """When each part last did its round, in system time: what /readyz looks at."""

    part: str = Field(primary_key=True)
    at: datetime


def events_had(session: Session, person: str) -> set[int]:
    had: set[int] = set()
    for events in session.exec(select(BriefingCopy.events).where(BriefingCopy.person == person)):
        had.update(events)
    return had


def copies_of(session: Session, period: str) -> Sequence[BriefingCopy]:
    return session.exec(select(BriefingCopy).where(BriefingCopy.period == period).order_by(col(BriefingCopy.id))).all()
