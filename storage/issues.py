"""Issues, where they are, and their append-only history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from storage.base import Table
from storage.lines import Line

# Issue.state; the diagram of states and verbs is in docs/states.md.
HELD, AWAITING, OPEN = "held", "awaiting_acceptance", "open"
SIGNPOSTED, JOINED, CLOSED = "signposted", "joined", "closed"
LIVE = (HELD, AWAITING, OPEN)


class Issue(Table, table=True):
    """One matter. The row says how it stands now; `Event` rows say how it came to stand so.

    `note` is restricted to those who work on it; `summary` is the only text that leaves the team.
    `owner` is who answers for it: "team", "org:<id>" or "wards". Times are aware UTC.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(index=True)
    route: str
    stream: str | None = None
    row: str | None = None
    criteria_version: str
    owner: str

    summary: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    place: str = Field(default="", sa_type=Text)
    whole_borough: bool = False
    services: list[str] = Field(default_factory=list, sa_type=JSON)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    # What a Yes referred to: {"threat": ["reputation", "priority:jobs"], "plan_action": "..."}
    objects: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    raised_by: str = "unknown"
    entered_by: str = Field(index=True)  # recipient key of the reporter: "person:<slug>" or "user:<team>/<user>"
    anonymous: bool = False
    reply_to: str = Field(default="", sa_type=Text)  # restricted: how to reach the resident
    casework_for: str | None = None
    sensitive: bool = False
    exempt_paragraph: str | None = None
    exempt_by: str = ""  # who marked it so, as shown

    parent_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    leads: list[str] = Field(default_factory=list, sa_type=JSON)  # councillors who said "I'll lead"
    views: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    agreed_by: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # role -> person
    satisfied: bool | None = None

    reported_at: datetime
    accepted_at: datetime | None = None
    answered_at: datetime | None = None  # first response
    closed_at: datetime | None = Field(default=None, index=True)
    changed_at: datetime = Field(index=True)

    @property
    def reference(self) -> str:
        return f"RR-{self.id}"


class IssueWard(Table, table=True):
    """A ward that an issue touches; joined reports add theirs to the parent."""

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    ward: str = Field(primary_key=True, index=True)


class Event(Line, table=True):
    """One line of an issue's history: never changed, chained to the one before (storage/lines.py)."""

    __table_args__ = (
        UniqueConstraint("issue_id", "seq"),
        Index("ix_event_verb_at", "verb", "at"),  # what happened of a kind lately, however long the history
        {"sqlite_autoincrement": True},
    )

    issue_id: int = Field(foreign_key="issue.id", index=True)

    @property
    def chain(self) -> str:
        return f"RR-{self.issue_id}"


def ward_ids(session: Session, issue_id: int) -> list[str]:
    return list(session.exec(select(IssueWard.ward).where(IssueWard.issue_id == issue_id).order_by(IssueWard.ward)))


def history(session: Session, issue_id: int) -> Sequence[Event]:
    return session.exec(select(Event).where(Event.issue_id == issue_id).order_by(col(Event.seq))).all()


def last_event(session: Session, issue_id: int, *verbs: str) -> Event | None:
    query = select(Event).where(Event.issue_id == issue_id)
    if verbs:
        query = query.where(col(Event.verb).in_(verbs))
    return session.exec(query.order_by(col(Event.seq).desc()).limit(1)).first()


def children(session: Session, issue_id: int) -> Sequence[Issue]:
    return session.exec(select(Issue).where(Issue.parent_id == issue_id).order_by(col(Issue.id))).all()


def in_wards(session: Session, wards: Sequence[str], *, since: datetime | None = None) -> Sequence[Issue]:
    """Live issues of these wards, and those closed after `since`, newest first."""
    touched = select(IssueWard.issue_id).where(col(IssueWard.ward).in_(wards))
    query = select(Issue).where(col(Issue.id).in_(touched) | col(Issue.whole_borough))
    if since is not None:
        query = query.where(col(Issue.changed_at) >= since)
    return session.exec(query.order_by(col(Issue.id).desc())).all()


def by_state(session: Session, states: Sequence[str], limit: int = 200) -> Sequence[Issue]:
    return session.exec(
        select(Issue).where(col(Issue.state).in_(states)).order_by(col(Issue.id).desc()).limit(limit)
    ).all()


def of_reporter(session: Session, entered_by: str, limit: int = 200) -> Sequence[Issue]:
    return session.exec(
        select(Issue).where(Issue.entered_by == entered_by).order_by(col(Issue.id).desc()).limit(limit)
    ).all()


def count_joined(session: Session, issue_id: int) -> int:
    return session.exec(select(func.count()).select_from(Issue).where(Issue.parent_id == issue_id)).one()
