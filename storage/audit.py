"""The book of what was done with the records themselves: erased, exported, held, removed after their time.

Its lines are one chain. Lines of the verb "sealed" hold the last line of each issue's chain, so this chain also shows
that an issue, or the end of its history, is gone.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import UniqueConstraint, func, text
from sqlmodel import Field, Session, col, select

from storage.base import Table
from storage.issues import Event
from storage.lines import Line

LOCK = 0x52524155  # PostgreSQL: one line at a time
# Another transaction may commit a lower number later: how far back a seal looks for such lines.
LATE = 200
HEADS = 500  # in one line


class AuditLine(Line, table=True):
    """`data` of a tombstone has `parts` (how many were erased) and `parts_digest` (which)."""

    __table_args__ = (UniqueConstraint("seq"), {"sqlite_autoincrement": True})

    @property
    def chain(self) -> str:
        return "audit"


class ErasedPart(Table, table=True):
    """A part of a line that was erased or corrected. `left` is the salted digest of what stands there now; the salt
    goes when the part is changed once more."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    tombstone_id: int = Field(foreign_key="auditline.id", index=True)
    chain: str = Field(index=True)
    seq: int
    part: str
    salt: str
    left: str


def lock(session: Session) -> None:
    """Until the end of the transaction nobody else adds a line. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def last_line(session: Session, verb: str | None = None) -> AuditLine | None:
    query = select(AuditLine)
    if verb is not None:
        query = query.where(AuditLine.verb == verb)
    return session.exec(query.order_by(col(AuditLine.seq).desc()).limit(1)).first()


def lines(session: Session) -> Iterator[AuditLine]:
    yield from session.exec(select(AuditLine).order_by(col(AuditLine.seq)).execution_options(yield_per=500))


def newest_event(session: Session) -> int:
    return session.exec(select(func.max(Event.id))).one() or 0


def heads_since(session: Session, event: int) -> Sequence[tuple[int, int, str]]:
    """(issue, seq, digest) of the last line of each issue that has lines after this event, or just before it."""
    last = (
        select(col(Event.issue_id).label("issue_id"), func.max(Event.seq).label("seq"))
        .where(col(Event.id) > event - LATE)
        .group_by(col(Event.issue_id))
        .subquery()
    )
    found = session.exec(
        select(Event.issue_id, Event.seq, Event.digest)
        .join(last, (last.c.issue_id == Event.issue_id) & (last.c.seq == Event.seq))
        .order_by(col(Event.issue_id))
    )
    return [(issue, seq, digest) for issue, seq, digest in found]


def erased_parts(session: Session, chain: str) -> dict[tuple[int, str], ErasedPart]:
    """The newest change of each part of this chain's lines."""
    query = select(ErasedPart).where(ErasedPart.chain == chain).order_by(col(ErasedPart.id))
    return {(row.seq, row.part): row for row in session.exec(query)}


def chains_with_erasures(session: Session) -> frozenset[str]:
    return frozenset(session.exec(select(ErasedPart.chain).distinct()))


def parts_of(session: Session, tombstone: int) -> Sequence[ErasedPart]:
    return session.exec(
        select(ErasedPart).where(ErasedPart.tombstone_id == tombstone).order_by(col(ErasedPart.id))
    ).all()
