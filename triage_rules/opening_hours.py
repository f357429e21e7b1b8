"""Opening hours as a council writes them: days, times of day, lengths of wait, bank holidays, closures."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel, ConfigDict, Field, model_validator

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
SUBDIVISION = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
MINUTES_A_DAY = 24 * 60


@lru_cache(maxsize=256)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """Bank holidays of one year, substitute days included (source: the `holidays` package).

    One year at a time and never expanded afterwards: a lazily growing calendar is not safe among threads.
    """
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISION[nation], years=year, expand=False).keys())


def is_zone(name: object) -> bool:
    """Whether this is the IANA name of a time zone."""
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        return False
    return True


def read_time(text: str) -> time:
    """`15:00` as a time of day. Raises ValueError."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"'{text}' is not a time of day; write it like 15:00")
    return time.fromisoformat(text)


def read_wait(text: str) -> timedelta | int:
    """`2h` or `30m` is working time (timedelta), `3d` is whole working days (int). Raises ValueError."""
    found = re.fullmatch(r"(\d{1,4})([mhd])", text)
    if not found:
        raise ValueError(f"'{text}' is not a length of time; write it like 30m, 2h or 1d")
    number = int(found[1])
    if found[2] == "d":
        return number
    return timedelta(hours=number) if found[2] == "h" else timedelta(minutes=number)


def _minutes(text: str) -> int:
    if text == "24:00":
        return MINUTES_A_DAY
    moment = read_time(text)
    return moment.hour * 60 + moment.minute


def read_hours(text: str) -> tuple[int, int]:
    """`09:00-17:00` as minutes after local midnight; `24:00` may end a day. Raises ValueError."""
    opens, dash, closes = text.replace(" ", "").partition("-")
    if not dash:
        raise ValueError(f"'{text}' is not opening hours; write them like 09:00-17:00")
    span = _minutes(opens), _minutes(closes)
    if span[0] >= span[1]:
        raise ValueError(f"'{text}' closes before it opens; write it like 09:00-17:00")
    return span


class Closure(BaseModel):
    """Days closed beside weekends and bank holidays: from and until, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    from_: date = Field(alias="from")
    until: date
    why: str = "closed"

    @model_validator(mode="after")
    def in_order(self) -> Closure:
        if self.until < self.from_:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.from_}; swap the dates")
        if self.until - self.from_ > timedelta(days=366):
            raise ValueError("it lasts more than a year; give each year a line of its own")
        return self
