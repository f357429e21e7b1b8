"""Moving the demo's clock: everything that falls due on the way happens at its own moment."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot import scheduler
from bot.app import Application
from bot.clock import MovableClock
from bot.desk.due import show
from storage.briefings import ScheduleRun
from storage.waits import Reminder
from triage_rules.working_time import Calendar

WORDS = {
    "reminded": ("reminder", "reminders"),
    "escalated": ("escalation", "escalations"),
    "lapsed": ("wait that ran out", "waits that ran out"),
    "shown": ("day's briefings shown to the team", "days' briefings shown to the team"),
    "briefed": ("briefing", "briefings"),
}


class TimeTravel:
    """`clock` is the application's own; `controls` are the buttons of the demo's page."""

    def __init__(self, app: Application, clock: MovableClock):
        self._app, self._clock = app, clock

    def controls(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("+1 hour", lambda: self.to(self._clock.now() + timedelta(hours=1))),
            ("Next working morning", lambda: self.to(self._next_morning())),
            ("Monday's briefing", lambda: self.to(self._next_briefing())),
        ]

    def to(self, target: datetime) -> str:
        """Move on to `target` (aware UTC), stopping wherever something is due. What happened, in words."""
        did: Counter[str] = Counter()
        while (stop := self._next_stop(target)) is not None:
            self._clock.move_to(stop)
            did += scheduler.tick(self._app.desk)
            self._app.dispatcher.drain()
        self._clock.move_to(target)
        did += scheduler.tick(self._app.desk)
        self._app.dispatcher.drain()
        return in_words(did)

    def _next_stop(self, target: datetime) -> datetime | None:
        now = self._clock.now()  # what was due before and could not be done is not waited for again
        with self._app.desk.look() as session:
            reminder = session.exec(
                select(Reminder.due_at)
                .where(Reminder.state == "planned", col(Reminder.due_at) > now, col(Reminder.due_at) <= target)
                .order_by(col(Reminder.due_at))
                .limit(1)
            ).first()
            runs = [run.goes_at for run in session.exec(select(ScheduleRun))]
            runs += show.moments(session, self._app.council())
        stops = [moment for moment in (reminder, *runs) if moment is not None and now < moment <= target]
        return min(stops, default=None)

    def _calendar(self) -> Calendar:
        return self._app.council().calendar()

    def _next_morning(self) -> datetime:
        """Opening time of the next working day after today."""
        calendar, now = self._calendar(), self._clock.now()
        opening = calendar.opening(calendar.working_day(calendar.local_date(now) + timedelta(days=1), 0))
        if opening is None or opening[0] <= now:
            raise ValueError("This council's calendar has no next working day.")
        return opening[0]

    def _next_briefing(self) -> datetime:
        """Other things are on a schedule too, such as retention."""
        names = [briefing.name for briefing in self._app.council().briefings if briefing.cron]
        runs = select(ScheduleRun.next_at).where(col(ScheduleRun.name).in_(names))
        with self._app.desk.look() as session:
            return session.exec(runs.order_by(col(ScheduleRun.next_at)).limit(1)).one()


def in_words(did: Counter[str]) -> str:
    """ "2 reminders, 1 escalation": what a move of the clock caused."""
    said = [f"{count} {WORDS[verb][count != 1]}" for verb, count in did.items() if count and verb in WORDS]
    return ", ".join(said) or "Nothing was due."
