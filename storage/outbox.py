"""The outbox: what has to be sent, and what has been posted where."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, bindparam, exists, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from storage.base import Table

DUE, SENDING, SENT, UNKNOWN, FAILED, DROPPED = "due", "sending", "sent", "unknown", "failed", "dropped"
# Sent again after a lost answer: sent, but looked at once more, for a first copy that shows up late.
RESENT = "resent"
GATHERING = "gathering"  # see storage/gathering.py
PENDING = (GATHERING, DUE, SENDING, UNKNOWN)

ROUND_UP = "round_up"  # the kind of several reminders in one message: `data` has them as `items`

UNSAY = "unsay"  # the kind of a row that deletes what was posted: `data` has the channel and the ts
PARKED_NOTICE = "parked"  # the kind of the message that tells the team of a parked delivery


class Delivery(Table, table=True):
    """One message to one recipient. It holds what it is about; its text is drawn when it is sent.

    `recipient` is "team", "org:<id>", "person:<slug>" or "user:<team>/<user>". A `card` is posted once and
    repainted afterwards. `lane` keeps the order: one lane sends one message at a time, oldest first.
    Times are system time, aware UTC.
    """

    __table_args__ = (
        # What is due, and what waits for somebody, is found among what is pending, however much has been sent.
        Index("ix_delivery_state_due_at", "state", "due_at"),
        Index("ix_delivery_recipient_state", "recipient", "state"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)  # travels in the message's metadata: how a lost answer is found again
    kind: str
    recipient: str
    lane: str = Field(index=True)
    card: bool = False
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    action_id: int | None = Field(default=None, foreign_key="action.id")
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    state: str = DUE
    due_at: datetime
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
    stage: str = ""  # what it told when it was last sent: for ways that cannot repaint


def claim(
    session: Session, now: datetime, worker: str, lease: timedelta, passed_over: Collection[int] = ()
) -> Delivery | None:
    """Take the oldest delivery that may be sent now, or None. The caller commits before it sends.

    A row whose lease ran out (its worker died while sending) is taken over as `unknown`: whoever takes it
    looks for it in Slack before sending again. A `resent` row is taken to be looked at, not to be sent.
    """
    row = session.exec(_next(), params={"now": now, "passed_over": list(passed_over)}).first()
    if row is None:
        return None
    row.state = {DUE: SENDING, SENDING: UNKNOWN}.get(row.state, row.state)
    row.attempts += 1
    row.lease_by, row.lease_until = worker, now + lease
    session.add(row)
    session.flush()
    return row


def waiting_since(session: Session, moment: datetime) -> Delivery | None:
    """The oldest delivery that could have been claimed at `moment`, and still can."""
    return session.exec(_claimable(), params={"now": moment}).first()


@cache
def _next():
    others = col(Delivery.id).not_in(bindparam("passed_over", expanding=True))
    return _claimable().where(others).with_for_update(skip_locked=True, of=Delivery)


@cache
def _claimable():
    """Written once: composing it costs more than running it."""
    now = bindparam("now", type_=inspect(Delivery).columns["due_at"].type)
    earlier, councillor = aliased(Delivery), aliased(Delivery)
    lane_is_busy = exists().where(
        col(earlier.lane) == col(Delivery.lane), col(earlier.state).in_(PENDING), col(earlier.id) < col(Delivery.id)
    )
    # A first attempt that is still under way counts as not made: its worker may yet put it off.
    councillors_first = exists().where(
        col(councillor.group) == col(Delivery.behind),
        ((col(councillor.state) == DUE) & (col(councillor.attempts) == 0))
        | ((col(councillor.state) == SENDING) & (col(councillor.attempts) <= 1)),
    )
    # What is about several matters has no lane with any of them: it follows all that was written to this recipient.
    first = aliased(Delivery)
    follows = exists().where(
        col(first.recipient) == col(Delivery.recipient), col(first.state).in_(PENDING), col(first.id) < col(Delivery.id)
    )
    lease_is_over = col(Delivery.lease_until).is_(None) | (col(Delivery.lease_until) < now)
    return (
        select(Delivery)
        .where(
            (col(Delivery.state).in_((DUE, UNKNOWN, RESENT)) & (col(Delivery.due_at) <= now) & lease_is_over)
            | ((col(Delivery.state) == SENDING) & (col(Delivery.lease_until) < now)),
            ~lane_is_busy,
            (col(Delivery.kind) != ROUND_UP) | ~follows,
            col(Delivery.behind).is_(None) | (col(Delivery.behind_until) <= now) | ~councillors_first,
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(1)
    )


def locked(session: Session, delivery_id: int | None) -> Delivery:
    """The row as it is now, held until the end of this transaction."""
    return session.exec(
        select(Delivery).where(Delivery.id == delivery_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next delivery becomes due that is not due yet."""
    return session.exec(
        select(Delivery.due_at)
        .where(col(Delivery.state).in_((DUE, UNKNOWN, RESENT)), col(Delivery.due_at) > now)
        .order_by(col(Delivery.due_at))
        .limit(1)
    ).first()


def superseded(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Whether a later repaint of the same card waits to be sent now: it draws the same, one is enough."""
    later = _of_card(delivery.kind, delivery.recipient, delivery.issue_id, delivery.action_id).where(
        col(Delivery.state) == DUE,
        col(Delivery.id) > delivery.id,
        col(Delivery.due_at) <= now,
        col(Delivery.behind).is_(None),
        col(Delivery.lane) == delivery.lane,
    )
    return session.exec(later.limit(1)).first() is not None


def pending_repaint(
    session: Session, kind: str, recipient: str, issue_id: int, action_id: int | None
) -> Delivery | None:
    """A painting of this card that waits: it will draw the newest state, one is enough.

    It is held until the end of this transaction, so that nobody draws it before what is written here is
    committed.
    """
    waiting = _of_card(kind, recipient, issue_id, action_id).where(col(Delivery.state) == DUE)
    return session.exec(waiting.with_for_update()).first()


def _of_card(kind: str, recipient: str, issue_id: int | None, action_id: int | None):
    return select(Delivery).where(
        col(Delivery.kind) == kind,
        col(Delivery.recipient) == recipient,
        col(Delivery.issue_id) == issue_id,
        col(Delivery.action_id) == action_id,
        col(Delivery.card),
    )


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
    """The cards that show this issue: those that stand, then those on their way, which have no place yet.

    A card that is being sent may have been drawn already, so it needs a repaint like one that stands.
    """
    standing = session.exec(select(Posted).where(Posted.issue_id == issue_id).order_by(col(Posted.id))).all()
    found = {(card.kind, card.recipient, card.action_id): card for card in standing}
    on_the_way = select(Delivery).where(
        Delivery.issue_id == issue_id, col(Delivery.card), col(Delivery.state).in_(PENDING)
    )
    for row in session.exec(on_the_way.order_by(col(Delivery.id))):
        card = _place(row, "", "")
        found.setdefault((card.kind, card.recipient, card.action_id), card)
    return list(found.values())


def remember_posted(session: Session, delivery: Delivery, channel_id: str, ts: str, stage: str = "") -> None:
    """Where the card of this delivery stands now, and what it tells there."""
    if not delivery.card or delivery.issue_id is None:
        return
    card = posted(session, delivery.kind, delivery.recipient, delivery.issue_id, delivery.action_id)
    card = card or _place(delivery, channel_id, ts)
    card.channel_id, card.ts, card.stage = channel_id, ts, stage
    session.add(card)


def _place(delivery: Delivery, channel_id: str, ts: str) -> Posted:
    return Posted(
        kind=delivery.kind,
        recipient=delivery.recipient,
        issue_id=delivery.issue_id or 0,
        action_id=delivery.action_id or 0,
        channel_id=channel_id,
        ts=ts,
    )


def follow(
    session: Session, row: Delivery, kind: str, data: dict[str, Any], now: datetime, to: str = "", key: str = ""
) -> None:
    """One more message after `row`, which has been sent: in its thread and lane, or `to` somebody else; once a key."""
    if key and session.exec(select(Delivery.id).where(Delivery.key == key)).first() is not None:
        return
    place = {} if to else {"channel": row.channel_id, "thread": row.data.get("thread") or row.ts}
    more = Delivery(
        key=key or f"{row.key}+",
        kind=kind,
        recipient=to or row.recipient,
        lane=f"{to} {kind}" if to else row.lane,
        data={**data, **place},
        due_at=now,
        created_at=now,
    )
    with suppress(IntegrityError), session.begin_nested():  # another process said it just now
        session.add(more)


def parked(session: Session) -> Sequence[Delivery]:
    """Deliveries that need a person."""
    return session.exec(select(Delivery).where(Delivery.state == FAILED).order_by(col(Delivery.id))).all()


def late(session: Session, attempts: int) -> Sequence[Delivery]:
    """Deliveries that have been tried so often and still wait, oldest first; not the notices that say so."""
    waiting = select(Delivery).where(
        col(Delivery.state).in_((DUE, UNKNOWN)),
        col(Delivery.attempts) >= attempts,
        col(Delivery.kind) != PARKED_NOTICE,
    )
    return session.exec(waiting.order_by(col(Delivery.id))).all()


def retry(session: Session, delivery: Delivery, now: datetime) -> None:
    """Try a parked delivery again. Earlier attempts may have got through unseen, so it is looked for first."""
    delivery.state, delivery.due_at, delivery.attempts, delivery.error = UNKNOWN, now, 0, None
    delivery.lease_by = delivery.lease_until = None
    session.add(delivery)


def drop(session: Session, delivery: Delivery) -> None:
    """A person decided that a parked delivery need not be sent."""
    delivery.state, delivery.lease_by, delivery.lease_until = DROPPED, None, None
    session.add(delivery)
