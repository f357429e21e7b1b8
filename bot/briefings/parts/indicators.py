"""How we are doing, always with the counts: acknowledgements and first answers in working time, open work by age."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import median

from bot.briefings.content import Entry
from bot.briefings.week import Week
from storage.issues import LIVE
from storage.matters import Matter, WaitNow
from storage.waits import MET

MEASURED = ("acknowledge", "first_response")
A_WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)


def indicators(week: Week, matters: Sequence[Matter], counts: Callable[[WaitNow], bool]) -> list[Entry]:
    """counts: whether a wait belongs to the reader's portfolio. No entry for what has no numbers at all."""
    waits = [wait for matter in matters for wait in matter.waits if counts(wait)]
    entries = [entry for clock in MEASURED if (entry := _measured(week, clock, waits))]
    ages = [week.now - matter.issue.reported_at for matter in matters if matter.issue.state in LIVE]
    if ages:
        text = week.phrases.say(
            "ages",
            week=sum(1 for age in ages if age < A_WEEK),
            month=sum(1 for age in ages if A_WEEK <= age <= FOUR_WEEKS),
            older=sum(1 for age in ages if age > FOUR_WEEKS),
        )
        entries.append(Entry(title=week.phrases.say("indicator_open"), text=text))
    return entries


def _measured(week: Week, clock: str, waits: Sequence[WaitNow]) -> Entry | None:
    """Waits of this clock that ended since the last briefing, and those that are late now."""
    of_clock = [wait for wait in waits if wait.clock == clock]
    met = [w for w in of_clock if w.state == MET and w.ended_at is not None and w.ended_at >= week.since]
    late = sum(1 for wait in of_clock if wait.state == "running" and wait.due_at <= week.now)
    if not met and not late:
        return None
    took = [_working(week, wait) for wait in met]
    text = week.phrases.say(
        "measured",
        n=len(met),
        in_time=sum(1 for wait in met if wait.ended_at is not None and wait.ended_at <= wait.due_at),
        typical=_hours(week, timedelta(seconds=median(took))) if took else "",
        late=late,
    )
    return Entry(title=week.phrases.say(f"indicator_{clock}"), text=text)


def _working(week: Week, wait: WaitNow) -> float:
    """Seconds of working time from start to end, by the calendar of whoever was waited for."""
    own = wait.owner.removeprefix("org:") if wait.owner.startswith("org:") else None
    known = own if own in {org.id for org in week.council.directory.organisations} else None
    return week.council.calendar(known).between(wait.started_at, wait.ended_at or week.now).total_seconds()


def _hours(week: Week, took: timedelta) -> str:
    hours = took / timedelta(hours=1)
    return week.phrases.say("hours", n=round(hours) if hours >= 1 else 0)
