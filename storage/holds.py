"""What may not be removed for now (legal holds), and what has been removed after its time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, Session, col, select

from storage.base import Table


class LegalHold(Table, table=True):
    """On an issue, or on a person (a recipient key): then on every issue that they reported, too. Aware UTC."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    person: str = Field(default="", index=True)
    reason: str = Field(sa_type=Text)
    placed_by: str  # recipient key
    placed_at: datetime
    until: datetime | None = None  # to be looked at again then; it does not end by itself
    lifted_at: datetime | None = None
    lifted_by: str = ""


class Retained(Table, table=True):
    """A rule of the retention schedule that was carried out on an issue; business time, aware UTC."""

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    of: str = Field(primary_key=True)
    at: datetime


def in_force(session: Session) -> Sequence[LegalHold]:
    return session.exec(select(LegalHold).where(col(LegalHold.lifted_at).is_(None)).order_by(col(LegalHold.id))).all()
