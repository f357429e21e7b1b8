"""The outbox: what has to be sent, and what has been posted where."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint, exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from storage.base import Table

DUE, SENDING, SENT, UNKNOWN, FAILED, DROPPED = "due", "sending", "sent", "unknown", "failed", "dropped"


class Delivery(Table, table=True):
    """One message to one recipient. It holds what it is about; its text is drawn when it is sent.

    `recipient` is "team", "org:<id>", "person:<slug>" or "user:<team>/<user>". A `card` is posted once and
    repainted afterwards. `lane` keeps the order: one lane sends one message at a time, oldest first.
    Times are system time, aware UTC.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)  # travels in the message's metadata: how a lost answer is found again
    kind: str
    recipient: str = Field(index=True)
    lane: str = Field(index=True)
    card: bool = False
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    action_id: int | None = Field(default=None, foreign_key="action.id")
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    state: str = Field(default=DUE, index=True)
    due_at: datetime = Field(index=True)
    attempts: int = 0
    lease_until: datetime | None = None
    lease_by: str | None = None
    # Partners wait for the first attempt to each councillor of `behind`, until `behind_until` at most.
    group: str | None = Field(default=None, index=True)
    behind: str | None = None
    behind_until: datetime | None = None

    channel_id: str | None = None
    ts: str | None = None
    error: str | None = Field(default=None, sa_type=Text)
    created_at: datetime
    sent_at: datetime | None = None


class Posted(Table, table=True):
    """Where a card stands, so that it is repainted and answered in its thread."""

    __table_args__ = (UniqueConstraint("kind", "recipient", "issue_id", "action_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    recipient: str = Field(index=True)
    issue_id: int = Field(index=True)
    action_id: int = 0  # 0: the card is about the issue
    channel_id: str
    ts: str


def claim(session: Session, now: datetime, worker: str, lease: timedelta) -> Delivery | None:
    """Take the oldest delivery that may be sent now, or None. The caller commits before it sends.

    A row whose lease ran out (its worker died while sending) is taken over as `unknown`: whoever takes it
    looks for it in Slack before sending again.
    """
    row = _claimable(session, now)
    if row is None:
        return None
    if row.state == SENDING:
        row.state = UNKNOWN
    else:
        row.state = SENDING if row.state == DUE else row.state
    row.attempts += 1
    row.lease_by, row.lease_until = worker, now + lease
    session.add(row)
    session.flush()
    return row


def _claimable(session: Session, now: datetime) -> Delivery | None:
    earlier, councillor = aliased(Delivery), aliased(Delivery)
    pending = (DUE, SENDING, UNKNOWN)
    lane_is_busy = exists().where(
        earlier.lane == Delivery.lane, col(earlier.state).in_(pending), col(earlier.id) < col(Delivery.id)
    )
    councillors_first = exists().where(
        councillor.group == Delivery.behind, col(councillor.attempts) == 0, col(councillor.state) == DUE
    )
    query = (
        select(Delivery)
        .where(
            (col(Delivery.state).in_((DUE, UNKNOWN)) & (col(Delivery.due_at) <= now) & _lease_over(now))
            | ((col(Delivery.state) == SENDING) & (col(Delivery.lease_until) < now)),
            ~lane_is_busy,
            col(Delivery.behind).is_(None) | (col(Delivery.behind_until) <= now) | ~councillors_first,
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    return session.exec(query).first()


def _lease_over(now: datetime):
    return col(Delivery.lease_until).is_(None) | (col(Delivery.lease_until) < now)


def next_due(session: Session) -> datetime | None:
    return session.exec(
        select(Delivery.due_at).where(col(Delivery.state).in_((DUE, UNKNOWN))).order_by(col(Delivery.due_at)).limit(1)
    ).first()


def pending_repaint(
    session: Session, kind: str, recipient: str, issue_id: int, action_id: int | None
) -> Delivery | None:
    """A repaint of this card that has not been taken yet: it will draw the newest state, one is enough."""
    return session.exec(
        select(Delivery).where(
            Delivery.kind == kind,
            Delivery.recipient == recipient,
            Delivery.issue_id == issue_id,
            Delivery.action_id == action_id,
            col(Delivery.card),
            Delivery.state == DUE,
            Delivery.attempts == 0,
        )
    ).first()


def posted(session: Session, kind: str, recipient: str, issue_id: int, action_id: int | None) -> Posted | None:
    return session.exec(
        select(Posted).where(
            Posted.kind == kind,
            Posted.recipient == recipient,
            Posted.issue_id == issue_id,
            Posted.action_id == (action_id or 0),
        )
    ).first()


def cards_of(session: Session, issue_id: int) -> Sequence[Posted]:
    return session.exec(select(Posted).where(Posted.issue_id == issue_id).order_by(col(Posted.id))).all()


def parked(session: Session) -> Sequence[Delivery]:
    """Deliveries that need a person."""
    return session.exec(select(Delivery).where(Delivery.state == FAILED).order_by(col(Delivery.id))).all()
