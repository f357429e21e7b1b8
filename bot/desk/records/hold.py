"""Legal holds: placed and lifted by a person, with a reason, on an issue or on somebody's records."""

from datetime import datetime

from bot.desk.actor import Actor
from bot.desk.records import book
from bot.desk.records.keeping import VERB
from bot.desk.records.subjects import find
from bot.desk.refusal import Refusal
from bot.desk.words import needed
from bot.desk.work import Desk
from storage.holds import LegalHold
from storage.issues import Issue


def place(
    desk: Desk, actor: Actor, reason: str, *, issue: int | None = None, who: str = "", until: datetime | None = None
) -> LegalHold:
    """On an issue, or on somebody and all that they reported. It ends when it is lifted, and not before."""
    with desk.work(actor) as work:
        work.allow(VERB)
        reason = needed(reason, "why", "why it has to be kept, and who asked for it")
        if issue is not None and work.session.get(Issue, issue) is None:
            raise Refusal(f"There is no RR-{issue} here. Nothing was changed.")
        person = find(work.session, work.council, who).keys[0] if who else ""
        hold = LegalHold(
            issue_id=issue, person=person, reason=reason, placed_by=actor.key, placed_at=work.now, until=until
        )
        work.session.add(hold)
        work.session.flush()
        book.write(work, "hold_placed", reason, hold=hold.id, issue=issue, person=person)
        return hold


def lift(desk: Desk, actor: Actor, number: int, reason: str) -> LegalHold:
    with desk.work(actor) as work:
        work.allow(VERB)
        reason = needed(reason, "why", "why it need not be kept any more")
        hold = work.session.get(LegalHold, number)
        if hold is None or hold.lifted_at is not None:
            raise Refusal(f"There is no hold {number} in force. `rapid-response hold list` shows those that are.")
        hold.lifted_at, hold.lifted_by = work.now, actor.key
        work.session.add(hold)
        book.write(work, "hold_lifted", reason, hold=number, issue=hold.issue_id)
        return hold
