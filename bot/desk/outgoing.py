"""What the team looks at before and after briefings go out: who gets one, what it says, and what became of it."""

from dataclasses import dataclass

from sqlmodel import col, select

from bot.briefings import rounds
from bot.briefings.compose import compose
from bot.briefings.content import Briefing
from bot.briefings.outgoing import Day
from bot.briefings.readers import reader
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.work import Desk
from storage.briefing_choices import choices, introduction
from storage.briefings import copies_of
from storage.outbox import FAILED, PENDING, Delivery

VERB = "send_briefings"


@dataclass(frozen=True)
class Sent:
    """What became of one copy; `error` says why it failed, in words."""

    person: str
    name: str
    state: str
    error: str = ""

    @property
    def failed(self) -> bool:
        return self.state == FAILED

    @property
    def waits(self) -> bool:
        return self.state in PENDING


def who_will_get(desk: Desk, actor: Actor, period: str) -> list[tuple[str, str]]:
    """(id, name) of everybody who gets a copy on that day. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        day = Day(work.session, work.council, period, work.now)
        return [(person, work.council.directory.name(person)) for person, _ in day.readers()]


def as_it_would_go(desk: Desk, actor: Actor, period: str, person: str) -> Briefing:
    """Their copy of that day as it would be made now; nothing is recorded as sent. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        chosen = choices(work.session)
        names = rounds.of_day(work.council, chosen, period)
        kinds = rounds.kinds_of(work.council, names, chosen.get(person), work.on)
        who = work.council.directory.person(person)
        reading = reader(work.council, who, work.on, [kind.name for kind in kinds])
        if not reading.shares:
            raise Refusal(f"{who.name} gets no briefing that day.")
        above = introduction(work.session, period)
        return compose(work.session, work.council, reading, work.now, introduction=above, chose=person in chosen)


def who_got_what(desk: Desk, actor: Actor, period: str) -> list[Sent]:
    """Each copy of that day with its last delivery, by name. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        copies = copies_of(work.session, period)
        recipients = [f"person:{copy.person}" for copy in copies]
        rows = select(Delivery).where(Delivery.kind == "briefing", col(Delivery.recipient).in_(recipients))
        last = {row.data.get("copy"): row for row in work.session.exec(rows.order_by(col(Delivery.id)))}
        name = work.council.directory.name
        found = []
        for copy in copies:
            row = last.get(copy.id)
            found.append(Sent(copy.person, name(copy.person), row.state if row else "", (row and row.error) or ""))
        return sorted(found, key=lambda each: each.name)


def introduction_of(desk: Desk, actor: Actor, period: str) -> str:
    """What stands above that day's so far. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        return introduction(work.session, period)
