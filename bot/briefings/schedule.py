"""When briefings are due. APScheduler's cron trigger is used as a calculator; closed days move a briefing on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from triage_rules.working_time import Calendar

# Longer than any run of closed days that a briefing is moved over.
LOOK_BACK = timedelta(days=21)
YEARS = 8  # to the next 29 February
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


def upcoming(cron: str, calendar: Calendar, now: datetime) -> datetime | None:
    """The first moment after `now`; None for a line that never fires again."""
    return next(fires(cron, calendar, now + AN_INSTANT), None)


def latest(cron: str, calendar: Calendar, since: datetime, now: datetime) -> datetime:
    """The last moment up to `now`; `since`, one that has passed, when there is none later."""
    last = since
    for at in fires(cron, calendar, since):
        if at > now:
            break
        last = at
    return last


def period(at: datetime, calendar: Calendar) -> str:
    """What the copies of one run have in common: its day, local, as an ISO date."""
    return calendar.local_date(at).isoformat()


def on_day(cron: str, calendar: Calendar, day: date) -> datetime | None:
    """The first moment of that local day at which this line fires."""
    start = datetime.combine(day, datetime.min.time(), calendar.tz).astimezone(UTC)
    at = next(fires(cron, calendar, start), None)
    return at if at is not None and calendar.local_date(at) == day else None
