"""What goes out on one day, as the team sees it: a card before, which says when, to whom and what stands above, and
after."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session, col, select

from bot.briefings import rounds, schedule
from bot.briefings.rhythm import Rhythm, is_paused
from bot.cards.compose import compose
from bot.cards.message import Message
from bot.cards.offers import Choice, Offer
from bot.cards.scene import Scene
from storage import audit
from storage.briefing_choices import BriefingEdition, choices
from storage.briefings import ScheduleRun, copies_of
from storage.outbox import Delivery
from triage_rules.council import Briefing, Council
from triage_rules.working_time import speak_date

CARD = "briefings_out"
MOVED = "briefings moved"  # the verb in the audit book
READ, SEND, WAIT, INTRODUCE, OTHER_TIME, WHO = (
    f"briefings_{verb}" for verb in ("read", "send", "wait", "introduce", "time", "who")
)
Planned = tuple[ScheduleRun, Rhythm]


def key(period: str) -> str:
    """Of the delivery that posts the card: one a day."""
    return f"briefings-out-{period}"


def posted(session: Session, period: str) -> Delivery | None:
    return session.exec(select(Delivery).where(Delivery.key == key(period))).first()


def planned(session: Session, council: Council) -> dict[str, list[Planned]]:
    """By day, the schedules that the team is shown before they go. Who asked for a daily one gets it each day."""
    calendar, days = council.calendar(), {}
    in_use = rounds.rhythms(council, choices(session))
    for run in session.exec(select(ScheduleRun).order_by(col(ScheduleRun.next_at), col(ScheduleRun.name))):
        each = in_use.get(run.name)
        if each is not None and each.kind.shown_before is not None and not each.daily:
            days.setdefault(schedule.period(run.next_at, calendar), []).append((run, each))
    return days


@dataclass(frozen=True)
class Day:
    """One day's briefings at `now` (aware UTC): those still to go, or else the copies."""

    session: Session
    council: Council
    period: str
    now: datetime

    @cached_property
    def to_go(self) -> Sequence[Planned]:
        return planned(self.session, self.council).get(self.period, ())

    @property
    def goes_at(self) -> datetime:
        return min(run.goes_at for run, _ in self.to_go)

    @property
    def was_at(self) -> datetime:
        return min(run.next_at for run, _ in self.to_go)

    @property
    def words(self) -> str:
        return speak_date(date.fromisoformat(self.period))

    def _on(self) -> date:
        return self.council.calendar().local_date(self.now)

    def readers(self) -> list[tuple[str, Briefing]]:
        """Ids of those who get a copy with these, by name, with the kind of its first part."""
        names = [run.name for run, _ in self.to_go]
        found = rounds.people_of(self.council, names, choices(self.session), self._on())
        return [(person.id, kind) for person, kind in sorted(found, key=lambda each: each[0].name)]

    def paused(self) -> int:
        chosen, on = choices(self.session), self._on()
        kinds = [each.kind for _, each in self.to_go]
        return sum(any(is_paused(kind, choice, on) for kind in kinds) for choice in chosen.values())


def draw(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """The drawer for deliveries of kind CARD; None when nothing goes out that day any more."""
    scene = Scene(session, council, now, delivery.recipient)
    day = Day(session, council, str(delivery.data.get("period")), now)
    edition = session.get(BriefingEdition, day.period)
    facts = scene.facts(day=day, edition=edition)
    copies = copies_of(session, day.period)
    if day.to_go and not copies:
        of_kind = Counter((kind.audience, kind.of) for _, kind in day.readers())
        facts |= {"of_kind": of_kind.most_common(), "paused": day.paused(), "moved": _moved(session, day)}
        return compose("briefings/to_go.j2", facts, _offer(day), pressed={1: _choice(day, READ, "Read one")})
    if not copies:
        return None
    facts |= {"copies": len(copies), "at": copies[0].made_at}
    return compose("briefings/gone.j2", facts, Offer((_choice(day, WHO, "Who got what"),), target=day.period))


def _offer(day: Day) -> Offer:
    calendar = day.council.calendar()
    later = calendar.working_day(calendar.local_date(day.goes_at), 1)
    shown = (
        _choice(day, SEND, "Send now"),
        _choice(day, WAIT, f"Wait until {later:%A}"),
        _choice(day, INTRODUCE, "Change the introduction"),
    )
    return Offer(shown, (_choice(day, OTHER_TIME, "Another time"),), target=day.period)


def _choice(day: Day, verb: str, label: str) -> Choice:
    return Choice(verb, label, day.period, about=f"briefings of {day.words}")


def _moved(session: Session, day: Day) -> audit.AuditLine | None:
    """Who moved them last, where they are moved."""
    line = audit.last_line(session, MOVED)
    moved = any(run.put_off_to for run, _ in day.to_go)
    return line if line and moved and line.data.get("period") == day.period else None
