"""Deliveries that need a person, or are late: the team's channel says so, unless that is what cannot be reached."""

from typing import Any

from sqlmodel import Session, select

from bot.clock import Clock
from storage.outbox import PARKED_NOTICE, Delivery


def tell_team(session: Session, delivery: Delivery, clock: Clock) -> None:
    """In the transaction that parks the delivery. One notice each time it is parked."""
    if delivery.recipient != "team":
        _notice(session, delivery, clock, f"parked-{delivery.key}-{delivery.attempts}", delivery=delivery.id)


def tell_of_delay(session: Session, delivery: Delivery, clock: Clock) -> None:
    """Something is tried again and again, say because a mail server does not answer. One notice an hour for all."""
    key = f"late-{clock.system():%Y-%m-%d-%H}"
    known = session.exec(select(Delivery.id).where(Delivery.key == key)).first()
    if delivery.recipient != "team" and known is None:
        _notice(session, None, clock, key, late=True)


def _notice(session: Session, about: Delivery | None, clock: Clock, key: str, **data: Any) -> None:
    now = clock.system()
    session.add(
        Delivery(
            key=key,
            kind=PARKED_NOTICE,
            recipient="team",
            lane=f"team parked {about.id if about else key}",
            issue_id=about.issue_id if about else None,
            data=data,
            due_at=now,
            created_at=now,
        )
    )
