"""Links that were sent by e-mail: one person may answer one action with each, until it dies."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, select

from storage.base import Table


class PartnerLink(Table, table=True):
    """`key` is the public half of a link; the other half is its signature, which is kept nowhere.

    So nothing in the database opens a link: that needs SECRET_KEY as well. Times are business time, aware UTC.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    person: str = Field(index=True)
    organisation: str  # whom the person answers for: the link dies with the role there
    created_at: datetime
    expires_at: datetime = Field(index=True)
    revoked_at: datetime | None = None
    revoked_by: str = ""  # recipient key


def by_key(session: Session, key: str) -> PartnerLink | None:
    return session.exec(select(PartnerLink).where(PartnerLink.key == key)).first()


def good_until(session: Session, action_id: int, person: str, at: datetime) -> PartnerLink | None:
    """The newest link of this person to this action that still works at that time, role and action aside."""
    return session.exec(
        select(PartnerLink)
        .where(
            PartnerLink.action_id == action_id,
            PartnerLink.person == person,
            col(PartnerLink.revoked_at).is_(None),
            col(PartnerLink.expires_at) > at,
        )
        .order_by(col(PartnerLink.id).desc())
        .limit(1)
    ).first()


def of_action(session: Session, action_id: int) -> Sequence[PartnerLink]:
    return session.exec(
        select(PartnerLink).where(PartnerLink.action_id == action_id).order_by(col(PartnerLink.id))
    ).all()


def in_use(session: Session, now: datetime) -> Sequence[PartnerLink]:
    """All that are neither revoked nor expired, oldest first; their action or role may have ended."""
    return session.exec(
        select(PartnerLink)
        .where(col(PartnerLink.revoked_at).is_(None), col(PartnerLink.expires_at) > now)
        .order_by(col(PartnerLink.id))
    ).all()
