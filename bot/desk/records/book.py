"""Writing the book of what was done with the records; and sealing the issues' histories in it."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from bot.desk.actor import the_clock
from bot.desk.work import Desk, Work
from storage import audit
from storage.audit import AuditLine
from storage.issues import Event, history
from storage.lines import digest, seal

SEALED = "sealed"


def write(work: Work, verb: str, words: str | None = None, **data: Any) -> AuditLine:
    """Add a line, last in its transaction: from here on every other writer of the book waits for the commit."""
    audit.lock(work.session)
    before = audit.last_line(work.session)
    line = AuditLine(
        seq=before.seq + 1 if before else 1,
        at=work.now,
        verb=verb,
        actor=work.actor.key,
        actor_name=work.actor.name,
        actor_role=work.actor.shown_role(work.council, work.on),
        way=work.actor.way,
        data=data,
        words=words,
        previous=before.digest if before else "",
    )
    token = work.clock.token
    seal(line, (token(), token(), token()))
    work.session.add(line)
    work.session.flush()
    return line


def seal_heads(desk: Desk) -> int:
    """Note the newest line of each issue that has new ones, so that nothing before it can go unseen; how many."""
    with desk.look() as session:
        if audit.newest_event(session) <= _sealed_to(session):
            return 0
    sealed = 0
    with desk.work(the_clock()) as work:
        audit.lock(work.session)
        newest, since = audit.newest_event(work.session), _sealed_to(work.session)
        _adopt(work, since)
        known = dict(_sealed_lately(work.session, since))
        heads = [head for head in audit.heads_since(work.session, since) if known.get(head[0]) != head[2]]
        for first in range(0, len(heads), audit.HEADS):
            some = heads[first : first + audit.HEADS]
            write(work, SEALED, event=newest, heads=[list(head) for head in some])
            sealed += len(some)
    return sealed


def _adopt(work: Work, since: int) -> None:
    """Lines that a process of the first release wrote while this one was put in its place: they are chained anew, with
    what follows them. What a seal covers already cannot be changed so: its digest would differ."""
    old = select(Event.issue_id).where(col(Event.id) > since - audit.LATE, Event.who_digest == "")
    for number in work.session.exec(old.distinct()).all():
        previous = ""
        for line in history(work.session, number):
            if line.who_digest == "" or line.previous != previous:
                line.previous = previous
                if line.who_digest == "":
                    tokens = (work.clock.token(), work.clock.token(), line.salt)
                    seal(line, tokens)
                line.digest = digest(line)
                work.session.add(line)
            previous = line.digest


def _sealed_to(session: Session) -> int:
    last = audit.last_line(session, SEALED)
    return last.data["event"] if last else 0


def _sealed_lately(session: Session, since: int) -> Iterator[tuple[int, str]]:
    """Issue and digest of what earlier lines sealed that a late commit could still be beside; the newest last."""
    query = select(AuditLine).where(AuditLine.verb == SEALED).order_by(col(AuditLine.seq).desc())
    lately = []
    for line in session.exec(query.execution_options(yield_per=100)):
        lately.append(line)
        if line.data["event"] <= since - audit.LATE:
            break
    for line in reversed(lately):
        for issue, _, sealed in line.data["heads"]:
            yield issue, sealed
