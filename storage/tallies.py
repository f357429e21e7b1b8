"""Counts over the history: where reports pile up, and what a time brought. Nothing of any one matter."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from storage.issues import LIVE, Event, Issue, IssueWard
from storage.waits import MET, Wait

LATELY = timedelta(weeks=4)


class HotSpot(NamedTuple):
    """Reports of one ward for one organisation ("org:<id>"): all, those of four weeks, and those since last time."""

    ward: str
    owner: str
    reports: int
    lately: int
    fresh: int


class Took(NamedTuple):
    clock: str
    owner: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime


class Tally(NamedTuple):
    """What happened between two moments. routes: reports by where they went. answers: satisfied or not, as counted."""

    routes: Counter[str]
    verbs: Counter[str]
    took: Sequence[Took]


def hot_spots(
    session: Session, horizon: datetime, since: datetime, now: datetime, least: int, wards: Sequence[str] | None = None
) -> list[HotSpot]:
    """Of these wards, all where None; the most reports first. What is confidential is not counted."""
    reported = col(Issue.reported_at)
    number = func.count()
    lately = func.sum(case((reported >= now - LATELY, 1), else_=0))
    fresh = func.sum(case((reported >= since, 1), else_=0))
    query = (
        columns_of(col(IssueWard.ward), col(Issue.owner), number, lately, fresh)
        .join(Issue, col(Issue.id) == IssueWard.issue_id)
        .where(
            reported >= horizon,
            reported <= now,
            col(Issue.owner).startswith("org:"),
            col(Issue.casework_for).is_(None),
            col(Issue.exempt_paragraph).is_(None),
            col(Issue.sensitive).is_(False),
        )
        .group_by(col(IssueWard.ward), col(Issue.owner))
        .having(number >= least)
    )
    if wards is not None:
        query = query.where(col(IssueWard.ward).in_(wards))
    found = [
        HotSpot(ward, owner, n, int(few), int(new)) for ward, owner, n, few, new in session.connection().execute(query)
    ]
    return sorted(found, key=lambda spot: (-spot.reports, -spot.lately, spot.ward, spot.owner))


def tally(session: Session, since: datetime, until: datetime, verbs: Sequence[str], clocks: Sequence[str]) -> Tally:
    """From `since` up to, not including, `until`."""
    reported, at, ended = col(Issue.reported_at), col(Event.at), col(Wait.ended_at)
    routes = session.exec(
        select(Issue.route, func.count()).where(reported >= since, reported < until).group_by(Issue.route)
    )
    happened = session.exec(
        select(Event.verb, func.count())
        .where(col(Event.verb).in_(verbs), at >= since, at < until)
        .group_by(col(Event.verb))
    )
    took = session.connection().execute(
        columns_of(*(getattr(Wait, name) for name in Took._fields)).where(
            col(Wait.clock).in_(clocks), col(Wait.state) == MET, ended >= since, ended < until
        )
    )
    return Tally(Counter(dict(routes.all())), Counter(dict(happened.all())), [Took._make(row) for row in took])


def open_since(session: Session, until: datetime) -> list[datetime]:
    """When each matter was reported that is open now."""
    query = select(Issue.reported_at).where(col(Issue.state).in_(LIVE), col(Issue.reported_at) <= until)
    return list(session.exec(query))
