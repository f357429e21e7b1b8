"""Briefings: each due one made once a person, in a transaction of its own; and one's own at any time."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.briefings import rounds, schedule
from bot.briefings.compose import Shared, compose, shared
from bot.briefings.content import Briefing
from bot.briefings.forms import as_json
from bot.briefings.readers import reader
from bot.briefings.rhythm import by, rhythm
from bot.briefings.rounds import Choices, kinds_of, of_day, rhythms
from bot.desk import briefing_card
from bot.desk.actor import Actor, the_clock
from bot.desk.due.turn import NotOurTurn
from bot.desk.work import Desk
from storage.briefing_choices import BriefingChoice, choices, introduction
from storage.briefings import BriefingCopy, ScheduleRun, copy_for, people_of
from triage_rules.directory import Person

log = logging.getLogger(__name__)
ENOUGH_TO_SHARE = 5  # copies


@dataclass(frozen=True)
class Due:
    """Schedules that fired on one day, by name, and all of that day: who gets one copy for it, with all parts."""

    period: str
    names: tuple[str, ...]
    of_day: frozenset[str]


def brief(desk: Desk) -> int:
    """Make the copies that are due by now; how many. Run again it goes on where it stopped, and doubles nothing."""
    made = 0
    for due in _due(desk):
        failed: list[str] = []
        with desk.look() as session:
            chosen = choices(session)
            people = _people(session, desk, due, chosen)
            common, above = _common(session, desk, people), introduction(session, due.period)
        for person in people:
            try:
                made += _copy(desk, due, person, chosen.get(person.id), common, above)
            except IntegrityError:
                continue  # another worker was quicker: the unique key let one copy through
            except NotOurTurn:
                raise
            except Exception:  # one person's briefing never stops the others'; the next tick tries it again
                log.error("The briefing for %s of %s could not be made.", person.id, due.period, exc_info=not failed)
                failed.append(person.id)
        if not failed:
            _set_next(desk, due)
    return made


def _due(desk: Desk) -> list[Due]:
    """What has fired, a day at a time. A schedule that is new, or was changed, is set and not sent."""
    with desk.work(the_clock()) as work:
        by_day: dict[str, list[str]] = {}
        chosen = choices(work.session)
        calendar = work.council.calendar()
        runs = {run.name: run for run in work.session.exec(select(ScheduleRun))}
        for name, each in rhythms(work.council, chosen).items():
            run = runs.get(name)
            if run is not None and run.goes_at <= work.now:
                at = schedule.latest(each.kind, calendar, run.next_at, work.now)
                by_day.setdefault(schedule.period(at, calendar), []).append(name)
                continue
            coming = schedule.upcoming(each.kind, calendar, work.now)
            if coming is not None and (run is None or run.put_off_to is None):
                _set(work.session, run, name, coming)
        council = work.council
        return [Due(day, tuple(fired), of_day(council, chosen, day)) for day, fired in sorted(by_day.items())]


def _set(session: Session, run: ScheduleRun | None, name: str, next_at: datetime) -> ScheduleRun | None:
    """Two workers that start at once both find a schedule new: what the first of them set is as good."""
    if run is not None:
        run.next_at = next_at
        session.add(run)
        return run
    with suppress(IntegrityError), session.begin_nested():
        session.add(ScheduleRun(name=name, next_at=next_at))
    return None


def _people(session: Session, desk: Desk, due: Due, chosen: Choices) -> list[Person]:
    """Who of those due now has no copy yet."""
    have = people_of(session, due.period)
    people = rounds.people_of(desk.council(), due.names, chosen, desk.today())
    return [person for person, _ in people if person.id not in have]


def _common(session: Session, desk: Desk, people: list[Person]) -> Shared | None:
    """What all their copies are made from, read at once; for one or two it is cheaper not to."""
    if len(people) < ENOUGH_TO_SHARE:
        return None
    return shared(session, desk.council(), [person.id for person in people], desk.clock.now())


def _copy(
    desk: Desk, due: Due, person: Person, choice: BriefingChoice | None, common: Shared | None, above: str
) -> int:
    with desk.work(the_clock()) as work:
        if copy_for(work.session, person.id, due.period) is not None:
            return 0
        kinds = kinds_of(work.council, due.of_day, choice, work.on)
        reading = reader(work.council, person, work.on, [kind.name for kind in kinds])
        now = common.now if common else work.now
        chose = choice is not None
        briefing = compose(work.session, work.council, reading, now, common=common, introduction=above, chose=chose)
        if briefing.is_quiet and kinds and all(rhythm(kind, choice).daily for kind in kinds):
            return 0
        copy = BriefingCopy(
            person=person.id,
            period=due.period,
            briefings=list(briefing.audiences),
            events=briefing.events,
            figures=briefing.figures,
            content=as_json(briefing),
            made_at=now,
        )
        work.session.add(copy)
        work.session.flush()
        work.tell("briefing", f"person:{person.id}", copy=copy.id, **by(kinds, choice))
        return 1


def _set_next(desk: Desk, due: Due) -> None:
    with desk.work(the_clock()) as work:
        calendar = work.council.calendar()
        for name, each in rhythms(work.council, choices(work.session)).items():
            run = work.session.get(ScheduleRun, name) if name in due.names else None
            if run is not None and run.goes_at <= work.now:
                coming = schedule.upcoming(each.kind, calendar, max(work.now, run.next_at))
                run.put_off_to = None
                # What never fires again is put out of the way, not deleted: deleted it would count as new.
                _set(work.session, run, name, coming or work.now + timedelta(days=36_500))
        briefing_card.repaint(work, due.period)


def brief_now(desk: Desk, actor: Actor) -> Briefing | None:
    """This week for whoever asks, in all their roles; nothing is recorded as sent. None without a role that has one."""
    council = desk.council()
    if actor.person is None:
        return None
    reading = reader(council, council.directory.person(actor.person), desk.today())
    if not reading.shares:
        return None
    with desk.look() as session:
        return compose(session, council, reading, desk.clock.now(), afresh=True)
