"""How we are doing, always with the counts: answers in working time, whether people were content, open work by age."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.briefings.content import Count, Entry, Figure, Point
from bot.briefings.week import Week
from storage.issues import LIVE
from storage.matters import Matter, WaitNow
from storage.tallies import Took
from storage.waits import MET

MEASURED = ("acknowledge", "first_response")
A_WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)
ENOUGH_FOR_A_SHARE = 5


def indicators(week: Week, part: str, matters: Sequence[Matter], counts: Callable[[WaitNow], bool]) -> list[Entry]:
    """counts: whether a wait belongs to the reader's portfolio. No entry for what has no numbers at all."""
    waits = [wait for matter in matters for wait in matter.waits if counts(wait)]
    found = [_measured(week, f"{part}.{clock}", clock, waits) for clock in MEASURED]
    return [entry for entry in (*found, _content(week, matters), _ages(week, matters)) if entry]


def _measured(week: Week, name: str, clock: str, waits: Sequence[WaitNow]) -> Entry | None:
    """Waits of this clock that ended since the last briefing, and those that are late now."""
    of_clock = [wait for wait in waits if wait.clock == clock]
    met = [
        Took(clock, wait.owner, wait.started_at, wait.due_at, wait.ended_at)
        for wait in of_clock
        if wait.state == MET and wait.ended_at is not None and week.since <= wait.ended_at <= week.now
    ]
    late = sum(1 for wait in of_clock if wait.state == "running" and wait.due_at <= week.now)
    if not met and not late:
        return None
    point = point_of(week, met)
    before = list(_before(week, name))
    text = week.phrases.say("measured", **said(week, point), late=late)
    if before:
        text = f"{text} {week.phrases.say('last_time', **said(week, before[-1]))}"
    figure = Figure(name=name, points=(*before, point))
    return Entry(title=week.phrases.say(f"indicator_{clock}"), text=text, figure=figure)


def _before(week: Week, name: str) -> Iterator[Point]:
    """What earlier copies said, oldest first."""
    for figures in week.figures:
        if name in figures:
            yield Point.model_validate(figures[name])


def point_of(week: Week, took: Sequence[Took]) -> Point:
    """So many, in time or not, and how long they typically took."""
    seconds = [_working(week, each) for each in took]
    return Point(
        day=week.on.isoformat(),
        of=len(took),
        met=sum(1 for each in took if each.ended_at <= each.due_at),
        hours=round(median(seconds) / 3600, 2) if seconds else None,
    )


def said(week: Week, point: Point) -> dict[str, object]:
    """A point's numbers for a phrase; no share of a few."""
    share = f"{100 * point.met / point.of:.0f}%" if point.of >= ENOUGH_FOR_A_SHARE else ""
    typical = "" if point.hours is None else _hours(week, point.hours)
    return {"n": point.of, "in_time": point.met, "share": share, "typical": typical}


def _working(week: Week, took: Took) -> float:
    """Seconds of working time from start to end, by the calendar of whoever was waited for."""
    own = took.owner.removeprefix("org:") if took.owner.startswith("org:") else None
    calendar = week.council.calendar(own if own in week.organisations else None)
    return calendar.between(took.started_at, took.ended_at).total_seconds()


def _hours(week: Week, hours: float) -> str:
    return week.phrases.say("hours", n=round(hours) if hours >= 1 else 0)


def _content(week: Week, matters: Sequence[Matter]) -> Entry | None:
    """Of those who were asked and said: whether they were satisfied."""
    said = [
        matter.issue.satisfied
        for matter in matters
        if matter.issue.satisfied is not None and matter.issue.changed_at >= week.since
    ]
    if not said:
        return None
    text = week.phrases.say("satisfied", n=len(said), yes=sum(said))
    return Entry(title=week.phrases.say("indicator_satisfied"), text=text)


def _ages(week: Week, matters: Sequence[Matter]) -> Entry | None:
    reported = [matter.issue.reported_at for matter in matters if matter.issue.state in LIVE]
    return by_age(week, reported) if reported else None


def by_age(week: Week, reported: Sequence[datetime]) -> Entry:
    ages = [week.now - at for at in reported]
    by = {
        "week": sum(1 for age in ages if age < A_WEEK),
        "month": sum(1 for age in ages if A_WEEK <= age <= FOUR_WEEKS),
        "older": sum(1 for age in ages if age > FOUR_WEEKS),
    }
    counts = tuple(Count(label=week.phrases.say(f"age_{name}"), n=n) for name, n in by.items())
    return Entry(title=week.phrases.say("indicator_open"), text=week.phrases.say("ages", **by), counts=counts)
