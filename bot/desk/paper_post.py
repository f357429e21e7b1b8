"""Briefings on paper: which wait to be posted, and who says that they were."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.desk.actor import Actor
from bot.desk.outgoing import VERB
from bot.desk.work import Desk
from storage.briefings import BriefingCopy
from storage.outbox import DUE, FAILED, SENT, Delivery
from triage_rules.council import Council
from triage_rules.directory import Person

PAPER = "paper"  # where such a delivery has gone, instead of a Slack channel
Waiting = tuple[Delivery, BriefingCopy, Person]


def waiting(session: Session, council: Council, up_to: int | None = None) -> Sequence[Waiting]:
    """Of people who are told on paper, oldest first; up to the delivery of that number."""
    rows = select(Delivery).where(Delivery.kind == "briefing", col(Delivery.state).in_((DUE, FAILED)))
    if up_to is not None:
        rows = rows.where(col(Delivery.id) <= up_to)
    people = {f"person:{person.id}": person for person in council.directory.people}
    found = []
    for row in session.exec(rows.order_by(col(Delivery.id)).with_for_update(skip_locked=True)):
        person = people.get(row.recipient)
        copy = session.get(BriefingCopy, row.data.get("copy"))
        if person and copy and row.data.get("by", person.tells_by) == "print":
            found.append((row, copy, person))
    return found


def mark_posted(desk: Desk, actor: Actor, up_to: int) -> int:
    """They were put in the post; how many. On record with the name of who says so. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        found = waiting(work.session, work.council, up_to)
        for row, _, _ in found:
            _posted(work.session, row, actor, work.clock)
        return len(found)


def _posted(session: Session, row: Delivery, actor: Actor, clock: Clock) -> None:
    row.state, row.sent_at = SENT, clock.system()
    row.channel_id, row.ts, row.error = PAPER, actor.key, f"Posted by {actor.name}."
    row.lease_by = row.lease_until = None
    session.add(row)
