"""Writing a line of an issue's history, chained to the line before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.issues import Event, Issue, last_event


def sha256(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def digest(event: Event) -> str:
    """The link of the chain: everything about the line but its words, for which their salted digest stands."""
    facts = json.dumps(event.data, sort_keys=True, ensure_ascii=False)
    who = (event.actor, event.actor_name, event.actor_role, event.way)
    return sha256(
        event.previous,
        str(event.issue_id),
        str(event.seq),
        event.at.isoformat(),
        event.verb,
        *who,
        facts,
        event.words_digest,
    )


def append(
    session: Session,
    issue: Issue,
    verb: str,
    at: datetime,
    actor: tuple[str, str, str, str],
    data: dict[str, Any],
    words: str | None,
    salt: str,
) -> Event:
    """Add a line; `actor` is (key, name, role then, way). The caller commits."""
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
        salt=salt if words is not None else "",
        words_digest=sha256(salt, words) if words is not None else "",
        previous=before.digest if before else "",
        digest="",
    )
    event.digest = digest(event)
    session.add(event)
    session.flush()
    return event
