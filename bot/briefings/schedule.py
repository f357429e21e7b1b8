"""When briefings are due. APScheduler's cron trigger is used as a calculator; closed days move a briefing on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from triage_rules.council import Briefing
from triage_rules.working_time import Calendar

# Longer than any run of closed days that a briefing is moved over.
LOOK_BACK = timedelta(days=21)
YEARS = 8  # to the next 29 February
LATE = timedelta(days=3)  # as late as papers are made, say after a weekend without power
LONGEST = timedelta(days=400)  # between two papers of a body
AN_INSTANT = timedelta(microseconds=1)


def fires(cron: str, calendar: Calendar, after: datetime) -> Iterator[datetime]:
    """The moments (aware UTC, in order, each once) from `after` on at which this line fires.

    A moment on a closed day moves to the same time on the next open one, where two may become one.
    """
    trigger = _trigger(cron, calendar.zone, after.year)
    start, last = after - LOOK_BACK, None
    while (at := trigger.get_next_fire_time(None, start)) is not None:
        moved = _moved(at, calendar)
        if moved >= after and moved != last:
            yield moved
            last = moved
        # In UTC, and always onward: local times stand still for an hour when the clocks go back.
        start = max(at.astimezone(UTC), start) + AN_INSTANT


def _trigger(cron: str, zone: str, year: int) -> CronTrigger:
    """Bounded to a few years: without an end it looks for 31 February until the year 9999."""
    minute, hour, day, month, weekday = cron.split()
    years = f"{year - 1}-{year + YEARS}"
    fields = {"minute": minute, "hour": hour, "day": day, "month": month, "day_of_week": weekday, "year": years}
    return CronTrigger(**fields, timezone=ZoneInfo(zone))


def _moved(at: datetime, calendar: Calendar) -> datetime:
    local = at.astimezone(calendar.tz)
    if calendar.opening(local.date()) is not None:
        return at.astimezone(UTC)
    return calendar.at_day(local.date(), 0, local.time())


def moments(kind: Briefing, calendar: Calendar, after: datetime) -> Iterator[datetime]:
    """Like `fires`, of a kind of briefing: by its line, or so many working days before each meeting."""
    if kind.cron:
        yield from fires(kind.cron, calendar, after)
    papers = (calendar.at_day(day, -kind.papers, kind.at) for day in sorted(kind.meetings))
    yield from (at for at in papers if at >= after)


def previous(kind: Briefing, calendar: Calendar, now: datetime) -> datetime | None:
    """The last moment well before `now`: not the one that is being made just now, though it is made a day late."""
    before = None
    for at in moments(kind, calendar, now - LONGEST):
        if at > now - LATE:
            break
        before = at
    return before


def upcoming(when: str | Briefing, calendar: Calendar, now: datetime) -> datetime | None:
    """The first moment after `now`; None for what never fires again."""
    return next(_of(when, calendar, now + AN_INSTANT), None)


def _of(when: str | Briefing, calendar: Calendar, after: datetime) -> Iterator[datetime]:
    return fires(when, calendar, after) if isinstance(when, str) else moments(when, calendar, after)


def latest(when: str | Briefing, calendar: Calendar, since: datetime, now: datetime) -> datetime:
    """The last moment up to `now`; `since`, one that has passed, when there is none later."""
    last = since
    for at in _of(when, calendar, since):
        if at > now:
            break
        last = at
    return last


def period(at: datetime, calendar: Calendar) -> str:
    """What the copies of one run have in common: its day, local, as an ISO date."""
    return calendar.local_date(at).isoformat()


def on_day(when: str | Briefing, calendar: Calendar, day: date) -> datetime | None:
    """The first moment of that local day at which this line fires."""
    start = datetime.combine(day, datetime.min.time(), calendar.tz).astimezone(UTC)
    at = next(_of(when, calendar, start), None)
    return at if at is not None and calendar.local_date(at) == day else None
