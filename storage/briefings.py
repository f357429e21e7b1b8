"""Copies of briefings: one a person and period, with the events that it held; and what a briefing is made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import JSON, Text, UniqueConstraint, false, func, true
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, col, or_, select

from storage.actions import Action
from storage.base import Table
from storage.issues import LIVE, Event, Issue, IssueWard
from storage.waits import PAUSED, RUNNING, Wait


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


@dataclass(frozen=True)
class Had:
    """What a person has had: the ids of the events in their copies, and when the last copy was made."""

    events: frozenset[int] = frozenset()
    last_at: datetime | None = None


@dataclass(frozen=True)
class Scope:
    """Which issues a briefing may be about, and how far back it looks. Times are aware UTC.

    Issues count that are live or have changed since `since`. Events of `standing` verbs are read back to
    `horizon`, all others to `since`. Nothing from after `until` is read.
    """

    since: datetime
    horizon: datetime
    until: datetime
    everything: bool = False
    team_work: bool = False  # routes of the team and everything with a stream
    wards: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()  # of waits: "org:<id>"
    reporter: str | None = None  # recipient key
    standing: tuple[str, ...] = ()


@dataclass
class Matter:
    """An issue with what belongs to it. Its note and its reporter's address are not loaded: reading them raises."""

    issue: Issue
    wards: tuple[str, ...]
    waits: list[Wait] = field(default_factory=list)
    actions: dict[int, Action] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.issue.id or 0


def had(session: Session, person: str, before: datetime | None = None) -> Had:
    """One query. `before` leaves out later copies, for a briefing as it would have been at that time."""
    query = select(BriefingCopy.events, BriefingCopy.made_at).where(BriefingCopy.person == person)
    if before is not None:
        query = query.where(col(BriefingCopy.made_at) < before)
    rows = session.exec(query).all()
    events = frozenset(event for held, _ in rows for event in held)
    return Had(events, max((made_at for _, made_at in rows), default=None))


def matters(session: Session, scope: Scope) -> list[Matter]:
    """In order of their numbers. Two queries, however many there are: the issues with their wards, waits and
    actions; then the events."""
    found: dict[int, Matter] = {}
    for issue, wards, wait, action in session.exec(_issues(scope)):
        matter = found.setdefault(
            issue.id or 0, Matter(issue, tuple(sorted((wards or "").split(",") if wards else ())))
        )
        if wait is not None:  # one row a wait
            matter.waits.append(wait)
        if action is not None:
            matter.actions[action.id or 0] = action
    for event in session.exec(_events(scope)):
        if event.issue_id in found:
            found[event.issue_id].events.append(event)
    return sorted(found.values(), key=lambda matter: matter.number)


def _issues(scope: Scope):
    # Not ordered: in the order of ids SQLite would read the whole table instead of two indexes.
    wards = (
        select(func.aggregate_strings(col(IssueWard.ward), ","))
        .where(IssueWard.issue_id == Issue.id)
        .correlate(Issue)
        .scalar_subquery()
    )
    return (
        select(Issue, wards, Wait, Action)
        .outerjoin(Wait, (col(Wait.issue_id) == Issue.id) & _open_or_recent(scope))
        .outerjoin(Action, col(Action.id) == Wait.action_id)
        .where(_in_scope(scope))
        .options(
            defer(Issue.note, raiseload=True),  # pyright: ignore[reportArgumentType]
            defer(Issue.reply_to, raiseload=True),  # pyright: ignore[reportArgumentType]
        )
    )


def _events(scope: Scope):
    recent = col(Event.at) >= scope.since
    standing = col(Event.verb).in_(scope.standing) & (col(Event.at) >= scope.horizon)
    return (
        select(Event)
        .where(
            col(Event.issue_id).in_(select(Issue.id).where(_in_scope(scope))),
            recent | standing,
            col(Event.at) <= scope.until,
        )
        .order_by(col(Event.issue_id), col(Event.seq))
    )


def _open_or_recent(scope: Scope):
    return col(Wait.state).in_((RUNNING, PAUSED)) | (col(Wait.ended_at) >= scope.since)


def _in_scope(scope: Scope):
    """Live or changed lately, and somebody's business who is in the scope."""
    touched = col(Issue.id).in_(select(IssueWard.issue_id).where(col(IssueWard.ward).in_(scope.wards)))
    waited = col(Issue.id).in_(select(Wait.issue_id).where(col(Wait.owner).in_(scope.owners), _open_or_recent(scope)))
    concerns = or_(
        true() if scope.everything else false(),
        (col(Issue.route) == "team") | col(Issue.stream).is_not(None) if scope.team_work else false(),
        touched | col(Issue.whole_borough) if scope.wards else false(),
        col(Issue.owner).in_(scope.owners) | waited if scope.owners else false(),
        col(Issue.entered_by) == scope.reporter if scope.reporter else false(),
    )
    current = col(Issue.state).in_(LIVE) | (col(Issue.changed_at) >= scope.since)
    return concerns & current & (col(Issue.reported_at) <= scope.until)


def copy_for(session: Session, person: str, period: str) -> BriefingCopy | None:
    return session.exec(
        select(BriefingCopy).where(BriefingCopy.person == person, BriefingCopy.period == period)
    ).first()


def people_of(session: Session, period: str) -> frozenset[str]:
    """Who has a copy for this period already."""
    return frozenset(session.exec(select(BriefingCopy.person).where(BriefingCopy.period == period)))


def copies_of(session: Session, period: str) -> Sequence[BriefingCopy]:
    return session.exec(select(BriefingCopy).where(BriefingCopy.period == period).order_by(col(BriefingCopy.id))).all()
