"""Waits: who has to answer what by when, and the reminders planned for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage.base import Table

RUNNING, PAUSED, MET, ENDED = "running", "paused", "met", "ended"


class Wait(Table, table=True):
    """Something somebody owes. `clock` is a name in the council's clocks (accept, acknowledge, ...).

    `owner` is "team", "org:<id>", "wards", or a recipient key. A paused wait remembers when it stopped.
    Times are aware UTC.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    clock: str
    issue_id: int = Field(foreign_key="issue.id", index=True)
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    owner: str = Field(index=True)
    state: str = Field(default=RUNNING, index=True)
    started_at: datetime
    due_at: datetime = Field(index=True)
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    round: int = 0  # planned again after a pause: the reminders of an earlier round are void


class Reminder(Table, table=True):
    """One planned step of a wait's ladder. The unique key makes a second copy of a step impossible."""

    __table_args__ = (
        UniqueConstraint("wait_id", "round", "step"),
        Index(
            "ix_reminder_state_due_at", "state", "due_at"
        ),  # what is due is found among what is planned, however much has been done
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    wait_id: int = Field(foreign_key="wait.id", index=True)
    round: int = 0
    step: int
    to: str
    kind: str  # chase, escalate, team
    due_at: datetime
    state: str = "planned"  # planned, done, void
    done_at: datetime | None = None


def open_waits(
    session: Session, issue_id: int, clock: str | None = None, action_id: int | None = None
) -> Sequence[Wait]:
    """Running and paused waits of an issue, oldest first; of one clock or one action where given."""
    query = select(Wait).where(Wait.issue_id == issue_id, col(Wait.state).in_((RUNNING, PAUSED)))
    if clock is not None:
        query = query.where(Wait.clock == clock)
    if action_id is not None:
        query = query.where(Wait.action_id == action_id)
    return session.exec(query.order_by(col(Wait.id))).all()


def latest(session: Session, issue_id: int, clock: str, action_id: int | None = None) -> Wait | None:
    query = select(Wait).where(Wait.issue_id == issue_id, Wait.clock == clock)
    if action_id is not None:
        query = query.where(Wait.action_id == action_id)
    return session.exec(query.order_by(col(Wait.id).desc()).limit(1)).first()


def planned(session: Session, wait: Wait) -> Sequence[Reminder]:
    """The steps still to come of a wait, soonest first."""
    return session.exec(
        select(Reminder)
        .where(Reminder.wait_id == wait.id, Reminder.round == wait.round, Reminder.state == "planned")
        .order_by(col(Reminder.due_at), col(Reminder.step))
    ).all()


def due_reminder(session: Session, now: datetime, passed_over: Sequence[int] = ()) -> Reminder | None:
    """The oldest reminder that is due, locked for this transaction; None when nothing is left."""
    return session.exec(
        select(Reminder)
        .where(
            Reminder.state == "planned",
            col(Reminder.due_at) <= now,
            col(Reminder.id).not_in(list(passed_over)),
        )
        .order_by(col(Reminder.due_at), col(Reminder.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def overdue(session: Session, now: datetime) -> Sequence[Wait]:
    return session.exec(
        select(Wait).where(Wait.state == RUNNING, col(Wait.due_at) < now).order_by(col(Wait.due_at))
    ).all()
