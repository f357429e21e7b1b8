"""A delivery that needs a person: the team's channel says so, unless that is what cannot be reached."""

from sqlmodel import Session

from bot.clock import Clock
from storage.outbox import Delivery


def tell_team(session: Session, delivery: Delivery, clock: Clock) -> None:
    """In the transaction that parks the delivery. One notice each time it is parked."""
    if delivery.recipient == "team":
        return
    now = clock.system()
    session.add(
        Delivery(
            key=f"parked-{delivery.key}-{delivery.attempts}",
            kind="parked",
            recipient="team",
            lane=f"team parked {delivery.id}",
            issue_id=delivery.issue_id,
            data={"delivery": delivery.id},
            due_at=now,
            created_at=now,
        )
    )
