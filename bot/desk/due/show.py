"""Shows the team what will go out, so long before as the council's folder says; it goes at its time all the same."""

from datetime import datetime

from sqlmodel import Session

from bot.briefings import outgoing
from bot.briefings.outgoing import Planned
from bot.desk.actor import the_clock
from bot.desk.work import Desk
from triage_rules.council import Council


def show(desk: Desk) -> int:
    """A card for each day whose time to be shown has come; how many. Run again it shows nothing twice."""
    council, now = desk.council(), desk.clock.now()
    with desk.look() as session:
        days = [day for day, found in outgoing.planned(session, council).items() if _is_due(council, found, now)]
    for day in days:
        with desk.work(the_clock()) as work:
            found = outgoing.planned(work.session, work.council).get(day, [])
            for run, _ in found:
                run.shown_for = run.next_at
                work.session.add(run)
            if outgoing.posted(work.session, day) is None:
                work.tell(outgoing.CARD, "team", period=day).key = outgoing.key(day)
    return len(days)


def moments(session: Session, council: Council) -> list[datetime]:
    """When each day that was not shown yet will be."""
    days = outgoing.planned(session, council).values()
    return [at for found in days if (at := _shown_at(council, found)) is not None]


def _shown_at(council: Council, found: list[Planned]) -> datetime | None:
    """Once for the council's own schedules; what people chose for themselves goes with them, or without a card."""
    calendar = council.calendar()
    return min(
        (
            calendar.before(run.next_at, each.kind.shown_before)
            for run, each in found
            if each.name == each.kind.name and run.shown_for != run.next_at and each.kind.shown_before
        ),
        default=None,
    )


def _is_due(council: Council, found: list[Planned], now: datetime) -> bool:
    at = _shown_at(council, found)
    return at is not None and at <= now < min(run.next_at for run, _ in found)
