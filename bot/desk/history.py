"""Writing a line of an issue's history, chained to the line before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.issues import Event, Issue, last_event
from storage.lines import seal


def append(
    session: Session,
    issue: Issue,
    verb: str,
    at: datetime,
    actor: tuple[str, str, str, str],
    data: dict[str, Any],
    words: str | None,
    token: Callable[[], str],
) -> Event:
    """Add a line; `actor` is (key, name, role then, way), `token` gives salts. The caller commits."""
    before = last_event(session, issue.id or 0)
    event = Event(
        issue_id=issue.id or 0,
        seq=before.seq + 1 if before else 1,
        at=at,
        verb=verb,
        actor=actor[0],
        actor_name=actor[1],
        actor_role=actor[2],
        way=actor[3],
        data=data,
        words=words,
        previous=before.digest if before else "",
    )
    seal(event, (token(), token(), token()))
    session.add(event)
    session.flush()
    return event
