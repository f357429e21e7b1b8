"""Briefings: each due one made once a person, in a transaction of its own; and one's own at any time."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.briefings import schedule
from bot.briefings.compose import Shared, audience, compose, reader, shared
from bot.briefings.content import Briefing
from bot.briefings.forms import as_json
from bot.desk import access
from bot.desk.actor import Actor, the_clock
from bot.desk.work import Desk
from storage.briefings import BriefingCopy, ScheduleRun, copy_for, people_of
from triage_rules.council import Council
from triage_rules.directory import Person

log = logging.getLogger(__name__)
ENOUGH_TO_SHARE = 5  # copies


@dataclass(frozen=True)
class Due:
    """Schedules that fired on one day: who gets one copy for it. kinds: the audiences whose turn it is."""

    period: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]


def brief(desk: Desk) -> int:
    """Make the copies that are due by now; how many. Run again it goes on where it stopped, and doubles nothing."""
    made = 0
    for due in _due(desk):
        failed: list[str] = []
        people = _people(desk, due)
        common = _common(desk, people)
        for person in people:
            try:
                made += _copy(desk, due, person, common)
            except IntegrityError:
                continue  # another worker was quicker: the unique key let one copy through
            except Exception:  # one person's briefing never stops the others'; the next tick tries it again
                log.error("The briefing for %s of %s could not be made.", person.id, due.period, exc_info=not failed)
                failed.append(person.id)
        if not failed:
            _set_next(desk, due)
    return made


def _due(desk: Desk) -> list[Due]:
    """What has fired, a day at a time. A schedule that is new, or was changed, is set and not sent."""
    with desk.work(the_clock()) as work:
        council, by_day = work.council, {}
        calendar = council.calendar()
        runs = {run.name: run for run in work.session.exec(select(ScheduleRun))}
        for each in council.briefings:
            run = runs.get(each.name)
            if run is not None and run.next_at <= work.now:
                at = schedule.latest(each.cron, calendar, run.next_at, work.now)
                by_day.setdefault(schedule.period(at, calendar), []).append(each)
                continue
            coming = schedule.upcoming(each.cron, calendar, work.now)
            if coming is not None:
                _set(work.session, run, each.name, coming)
        return [
            Due(period, _kinds_of_day(council, period), tuple(each.name for each in fired))
            for period, fired in sorted(by_day.items())
        ]


def _set(session: Session, run: ScheduleRun | None, name: str, next_at: datetime) -> None:
    """Two workers that start at once both find a schedule new: what the first of them set is as good."""
    if run is not None:
        run.next_at = next_at
        session.add(run)
        return
    with suppress(IntegrityError), session.begin_nested():
        session.add(ScheduleRun(name=name, next_at=next_at))


def _kinds_of_day(council: Council, period: str) -> tuple[str, ...]:
    """Every audience whose turn is on that day, though its hour be later: one copy holds all of a person's parts."""
    day, calendar = datetime.fromisoformat(period).date(), council.calendar()
    kinds = (b.audience for b in council.briefings if schedule.on_day(b.cron, calendar, day) is not None)
    return tuple(dict.fromkeys(kinds))


def _people(desk: Desk, due: Due) -> list[Person]:
    """Who of those due now has no copy yet."""
    council, on = desk.council(), desk.today()
    with desk.look() as session:
        have = people_of(session, due.period)
    fired = dict.fromkeys(b.audience for b in council.briefings if b.name in due.names)
    people = {person.id: person for kind in fired for person in audience(council, kind, on)}
    return [person for id, person in people.items() if id not in have]


def _common(desk: Desk, people: list[Person]) -> Shared | None:
    """What all their copies are made from, read at once; for one or two it is cheaper not to."""
    if len(people) < ENOUGH_TO_SHARE:
        return None
    with desk.look() as session:
        return shared(session, desk.council(), [person.id for person in people], desk.clock.now())


def _copy(desk: Desk, due: Due, person: Person, common: Shared | None) -> int:
    with desk.work(the_clock()) as work:
        if copy_for(work.session, person.id, due.period) is not None:
            return 0
        reading = reader(work.council, person, work.on, due.kinds)
        now = common.now if common else work.now
        briefing = compose(work.session, work.council, reading, now, common=common)
        copy = BriefingCopy(
            person=person.id,
            period=due.period,
            briefings=briefing.audiences,
            events=briefing.events,
            content=as_json(briefing),
            made_at=now,
        )
        work.session.add(copy)
        work.session.flush()
        work.tell("briefing", f"person:{person.id}", copy=copy.id)
        return 1


def _set_next(desk: Desk, due: Due) -> None:
    with desk.work(the_clock()) as work:
        calendar = work.council.calendar()
        for each in work.council.briefings:
            run = work.session.get(ScheduleRun, each.name) if each.name in due.names else None
            coming = schedule.upcoming(each.cron, calendar, work.now)
            if run is not None and run.next_at <= work.now:
                # A line that never fires again is put out of the way, not deleted: deleted it would count as new.
                _set(work.session, run, each.name, coming or work.now + timedelta(days=36_500))


def brief_now(desk: Desk, actor: Actor) -> Briefing | None:
    """This week for whoever asks, in all their roles; nothing is recorded as sent. None without a role that has one."""
    council = desk.council()
    if actor.person is None or not access.may(actor, "brief", access.Subject(), council, desk.today()):
        return None
    reading = reader(council, council.directory.person(actor.person), desk.today())
    if not reading.audiences:
        return None
    with desk.look() as session:
        return compose(session, council, reading, desk.clock.now(), afresh=True)
