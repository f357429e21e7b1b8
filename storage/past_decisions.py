"""What the criteria decided, and where people decided otherwise, read from the history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.issues import Event, Issue
from triage_rules.change.replay import Past
from triage_rules.change.review import Override

DECIDED, CHANGED = "decided", "route_changed"


def past_decisions(session: Session, since: datetime | None = None) -> list[Past]:
    """Each issue reported since then (aware), oldest first, as the criteria last decided it."""
    found: dict[int, Past] = {}
    for event in _events(session, since):
        if event.verb == DECIDED:
            found[event.issue_id] = _past(event)
        elif before := found.get(event.issue_id):
            found[event.issue_id] = replace(before, sent_to=event.data["to"])
    return list(found.values())


def overrides(session: Session, since: datetime | None = None) -> list[Override]:
    """Every time that a person changed a route since then (aware), oldest first."""
    decided: dict[int, Event] = {}
    found = []
    changed = select(Event.issue_id).where(Event.verb == CHANGED)
    for event in _of_issues(session, changed if since is None else changed.where(col(Event.at) >= since)):
        if event.verb == DECIDED:
            decided[event.issue_id] = event
        elif (since is None or event.at >= since) and event.issue_id in decided:
            found.append(_override(event, decided[event.issue_id]))
    return sorted(found, key=lambda each: each.at)


def _events(session: Session, since: datetime | None) -> Iterator[Event]:
    return _of_issues(session, select(Issue.id).where(col(Issue.reported_at) >= since) if since is not None else None)


def _of_issues(session: Session, issues: SelectOfScalar[Any] | None) -> Iterator[Event]:
    query = select(Event).where(col(Event.verb).in_((DECIDED, CHANGED)))
    if issues is not None:
        query = query.where(col(Event.issue_id).in_(issues))
    found = session.exec(query.order_by(col(Event.issue_id), col(Event.seq)))
    yield from (event for event in found if event.data)  # what was erased says nothing any more


def _past(decided: Event) -> Past:
    data = decided.data
    return Past(
        reference=f"RR-{decided.issue_id}",
        at=decided.at,
        answers=data["answers"],
        route=data["route"],
        stream=data["stream"],
        row=data["row"],
        version=data["version"],
        missing=data.get("missing"),
    )


def _override(changed: Event, decided: Event) -> Override:
    """The row is the one that the person saw; the answers and version are of the decision before."""
    return Override(
        reference=f"RR-{changed.issue_id}",
        at=changed.at,
        by=changed.actor_name,
        row=changed.data["before"]["row"],
        to=changed.data["to"],
        why=changed.words,
        answers=decided.data["answers"],
        reasons=tuple(decided.data["reasons"]),
        version=decided.data["version"],
    )
