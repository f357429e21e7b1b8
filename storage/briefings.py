"""Copies of briefings: one a person and period, with the events that it held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, case, func
from sqlmodel import Field, Session, col, select

from storage.base import Table


class BriefingCopy(Table, table=True):
    __table_args__ = (
        UniqueConstraint("person", "period"),
        Index("ix_briefingcopy_person_made_at", "person", "made_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    person: str
    period: str  # the schedule's fire time, ISO date in the council's zone
    briefings: list[str] = Field(default_factory=list, sa_type=JSON)
    events: list[int] = Field(default_factory=list, sa_type=JSON)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # its numbers, for the next one
    content: str = Field(default="", sa_type=Text)  # as it was sent, JSON of the content model
    made_at: datetime


class ScheduleRun(Table, table=True):
    """The next time a schedule fires; the row is the truth, APScheduler only ticks.

    put_off_to: when the team has it go out instead. shown_for: the `next_at` before which the team was shown it.
    """

    name: str = Field(primary_key=True)
    next_at: datetime
    put_off_to: datetime | None = None
    shown_for: datetime | None = None

    @property
    def goes_at(self) -> datetime:
        return self.put_off_to or self.next_at


class Heartbeat(Table, table=True):
    """When each part last did its round, in system time: what /readyz looks at."""

    part: str = Field(primary_key=True)
    at: datetime


@dataclass(frozen=True)
class Had:
    """What a person has had: the ids of the events in their copies, when the last copy was made, and the copies'
    numbers, oldest first."""

    events: frozenset[int] = frozenset()
    last_at: datetime | None = None
    figures: tuple[dict[str, Any], ...] = ()


def had(session: Session, person: str, since: datetime, before: datetime | None = None) -> Had:
    """One query. Events of the copies made from `since` on, which is as far back as any change is told of. `before`
    leaves out later copies, for a briefing as it would have been at that time."""
    made_at = col(BriefingCopy.made_at)
    lately = made_at >= since
    events, figures = (case((lately, col(each)), else_=None) for each in (BriefingCopy.events, BriefingCopy.figures))
    query = select(events, figures, made_at).where(BriefingCopy.person == person).order_by(made_at)
    if before is not None:
        query = query.where(made_at < before)
    rows = session.exec(query).all()
    told = frozenset(event for held, _, _ in rows for event in held or ())
    return Had(told, rows[-1][2] if rows else None, tuple(numbers for _, numbers, _ in rows if numbers))


def last_copies(session: Session, before: datetime) -> dict[str, datetime]:
    """When each person's last copy was made."""
    made_at = col(BriefingCopy.made_at)
    query = select(BriefingCopy.person, func.max(made_at)).where(made_at < before)
    return dict(session.exec(query.group_by(col(BriefingCopy.person))).all())


def copy_for(session: Session, person: str, period: str) -> BriefingCopy | None:
    return session.exec(
        select(BriefingCopy).where(BriefingCopy.person == person, BriefingCopy.period == period)
    ).first()


def people_of(session: Session, period: str) -> frozenset[str]:
    """Who has a copy for this period already."""
    return frozenset(session.exec(select(BriefingCopy.person).where(BriefingCopy.period == period)))


def copies_of(session: Session, period: str) -> Sequence[BriefingCopy]:
    return session.exec(select(BriefingCopy).where(BriefingCopy.period == period).order_by(col(BriefingCopy.id))).all()
