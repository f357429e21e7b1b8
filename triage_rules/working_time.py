"""Working time: when a clock starts, and when it is due.

All moments in and out are aware; results are UTC. Dates and times of day are local to the calendar's zone.
The rules are the council's own, set in its data: no source gives numbers of days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from triage_rules.opening_hours import (
    MINUTES_A_DAY,
    WEEKDAYS,
    Closure,
    Nation,
    Weekday,
    bank_holidays,
    is_zone,
    read_hours,
    read_wait,
)

ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(0)
AN_INSTANT = timedelta(microseconds=1)


class Calendar(BaseModel):
    """Opening hours of a council or partner.

    zone: IANA name. hours: weekday name to `09:00-17:00`, local; a day left out is closed.
    holidays: whose bank holidays are closed, or None. closed: further dates, or spans of dates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    zone: str
    hours: Mapping[Weekday, str] = Field(min_length=1)
    holidays: Nation | None = None
    closed: tuple[Closure, ...] = ()

    @field_validator("zone")
    @classmethod
    def known_zone(cls, zone: str) -> str:
        if not is_zone(zone):
            raise ValueError(f"'{zone}' is not a time zone; write one like Europe/London")
        return zone

    @field_validator("hours")
    @classmethod
    def readable_hours(cls, hours: Mapping[Weekday, str]) -> Mapping[Weekday, str]:
        for span in hours.values():
            read_hours(span)
        return hours

    @field_validator("closed", mode="before")
    @classmethod
    def dates_are_closures(cls, closed: object) -> object:
        if not isinstance(closed, list | tuple):
            return closed
        return [{"from": day, "until": day} if isinstance(day, date | str) else day for day in closed]

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _spans(self) -> dict[int, tuple[int, int]]:
        return {WEEKDAYS.index(day): read_hours(span) for day, span in self.hours.items()}

    def local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.tz).date()

    def _at_minute(self, day: date, minute: int) -> datetime:
        day += timedelta(days=minute // MINUTES_A_DAY)
        minute %= MINUTES_A_DAY
        return datetime.combine(day, time(minute // 60, minute % 60), self.tz).astimezone(UTC)

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing moments (UTC) of a local date, or None when it is closed."""
        span = self._spans.get(day.weekday())
        if span is None or any(closure.from_ <= day <= closure.until for closure in self.closed):
            return None
        if self.holidays and day in bank_holidays(self.holidays, day.year):
            return None
        opens, closes = self._at_minute(day, span[0]), self._at_minute(day, span[1])
        # Hours that lie within the hour the clocks skip do not happen that day.
        return (opens, closes) if opens < closes else None

    def _openings(self, day: date, towards: timedelta = ONE_DAY) -> Iterator[tuple[datetime, datetime]]:
        while True:
            span = self.opening(day)
            if span:
                yield span
            day += towards

    def is_open(self, moment: datetime) -> bool:
        """Whether work is going on: the opening instant is in, the closing instant is out."""
        span = self.opening(self.local_date(moment))
        return span is not None and span[0] <= moment < span[1]

    def received(self, start: datetime) -> datetime:
        """When a clock starts: at once, or at the next opening for what comes out of hours.

        A closing instant is out of hours here, though it counts as in hours for a due time.
        """
        spans = self._openings(self.local_date(start))
        return next(max(start, opens).astimezone(UTC) for opens, closes in spans if start < closes)

    def add(self, start: datetime, worked: timedelta) -> datetime:
        """The first moment by which `worked` has passed in opening hours; may be a closing instant.

        Raises ValueError for a negative length: see `before`.
        """
        if worked < NO_TIME:
            raise ValueError("a wait cannot be negative")
        # From the day before: hours to midnight end on the next date.
        spans = self._openings(self.local_date(start) - ONE_DAY)
        while True:
            opens, closes = next(spans)
            begin = max(start, opens)
            if begin > closes:
                continue
            if begin + worked <= closes:
                return (begin + worked).astimezone(UTC)
            worked -= closes - begin

    def before(self, due: datetime, worked: timedelta) -> datetime:
        """The last moment from which `worked` remains until `due`. Raises ValueError for negative ones."""
        if worked < NO_TIME:
            raise ValueError("a wait cannot be negative")
        spans = self._openings(self.local_date(due), -ONE_DAY)
        while True:
            opens, closes = next(spans)
            end = min(due, closes)
            if end < opens:
                continue
            if end - worked >= opens:
                return (end - worked).astimezone(UTC)
            worked -= end - opens

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Opening time between two moments; negative when they are the other way round."""
        if end < start:
            return -self.between(end, start)
        total = NO_TIME
        day, last = self.local_date(start) - ONE_DAY, self.local_date(end)
        while day <= last:
            span = self.opening(day)
            if span:
                total += max(min(end, span[1]) - max(start, span[0]), NO_TIME)
            day += ONE_DAY
        return total

    def working_day(self, day: date, number: int) -> date:
        """The working day `number` after (negative: before) `day`; day 0 is `day` or the next working one."""
        while self.opening(day) is None:
            day += ONE_DAY
        step = ONE_DAY if number > 0 else -ONE_DAY
        for _ in range(abs(number)):
            day += step
            while self.opening(day) is None:
                day += step
        return day

    def at_day(self, day: date, number: int, at: time) -> datetime:
        """Local time `at` on the working day `number` after `day`, in UTC."""
        return datetime.combine(self.working_day(day, number), at, self.tz).astimezone(UTC)

    def due(self, start: datetime, wait: str) -> datetime:
        """When a wait that starts at `start` ends: `2h` after that much opening time; `1d` at closing time on
        the next working day after receipt. Raises ValueError for a wait that cannot be read."""
        length = read_wait(wait)
        start = self.received(start)
        if isinstance(length, timedelta):
            return self.add(start, length)
        span = self.opening(self.working_day(self.local_date(start), length))
        assert span is not None
        return span[1]

    def resume(self, due: datetime, paused: datetime, resumed: datetime) -> datetime:
        """The new due time of a clock that stood still from `paused` to `resumed`, waiting on the reporter.

        What was left runs on from there; what was due at closing time stays due at a closing time.
        """
        if paused >= due:
            return due
        moved = self.add(resumed, self.between(paused, due))
        day = self.opening(self.local_date(due - AN_INSTANT))
        if day is None or day[1] != due:
            return moved
        span = self.opening(self.local_date(moved - AN_INSTANT))
        assert span is not None
        return max(moved, span[1])


def speak(moment: datetime, now: datetime, zone: str) -> str:
    """A moment as people say it, local: `2pm today`, `5pm Tuesday 24 November`; the year when far off."""
    tz = ZoneInfo(zone)
    local, today = moment.astimezone(tz), now.astimezone(tz).date()
    if local.date() == today:
        return f"{speak_time(local.time())} today"
    said = f"{speak_time(local.time())} {speak_date(local.date())}"
    return f"{said} {local.year}" if abs((local.date() - today).days) > 180 else said


def speak_date(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def speak_time(at: time) -> str:
    """`9am`, `2:30pm`, `midday`, `midnight`."""
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
