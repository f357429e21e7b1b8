"""Reminders of one tick that come together, so that one person gets one message; the end of the tick lets them go."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.outbox import DUE, GATHERING, Delivery


def gathering(session: Session, recipient: str) -> Delivery | None:
    """What comes together for this recipient now, held until the end of this transaction."""
    waiting = select(Delivery).where(Delivery.recipient == recipient, Delivery.state == GATHERING)
    return session.exec(waiting.order_by(col(Delivery.id)).limit(1).with_for_update()).first()


def gathered(session: Session) -> bool:
    return session.exec(select(Delivery.id).where(Delivery.state == GATHERING).limit(1)).first() is not None


def let_go(session: Session, now: datetime) -> None:
    """What came together may be sent: also what another worker left behind when it died."""
    session.execute(update(Delivery).where(col(Delivery.state) == GATHERING).values(state=DUE, due_at=now))
