"""What people chose for their briefings, and what the team wrote above those of a day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, Session, col, select

from storage.base import Table


class BriefingChoice(Table, table=True):
    """One person's; None is as the council has it. day: "mon". hour: local. paused_until: the last day without."""

    person: str = Field(primary_key=True)
    day: str | None = None
    hour: int | None = None
    roll_up: str | None = None
    channel: str | None = None
    paused_until: date | None = None
    changed_at: datetime
    changed_by: str


class BriefingEdition(Table, table=True):
    """What stands above every copy of one period."""

    period: str = Field(primary_key=True)
    introduction: str = Field(default="", sa_type=Text)
    changed_at: datetime
    changed_by: str


def choices(session: Session) -> dict[str, BriefingChoice]:
    """By person."""
    return {choice.person: choice for choice in session.exec(select(BriefingChoice))}


def paused(session: Session, on: date) -> Sequence[BriefingChoice]:
    """Who gets none on that day by their own wish, soonest back first."""
    until = col(BriefingChoice.paused_until)
    return session.exec(select(BriefingChoice).where(until >= on).order_by(until, col(BriefingChoice.person))).all()


def introduction(session: Session, period: str) -> str:
    edition = session.get(BriefingEdition, period)
    return edition.introduction if edition else ""
