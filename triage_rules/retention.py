"""How long what is kept: a council's schedule, counted from the day on which an issue was closed."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import StringConstraints

from triage_rules.records import Record

What = Literal["contact", "note", "summary", "names", "issue"]
PERIOD = r"^[1-9][0-9]{0,2} (?:day|week|month|year)s?$"

SAID: dict[What, str] = {
    "contact": "how to reach the resident",
    "note": "the note, and everything that people wrote in the history",
    "summary": "the summary and the place, what was asked and what came of it, and what briefings said of it",
    "names": "who reported it and who did what",
    "issue": "all of these; a number, wards, dates and states stay, so that counts still add up",
}
"""What a rule may be about, in plain words."""


class Keep(Record):
    """of: what is removed. after: how long after closing, such as '6 months' or '7 years'."""

    of: What
    after: Annotated[str, StringConstraints(pattern=PERIOD)]

    def cutoff(self, on: date) -> date:
        """What was closed on this day or earlier is due on the day `on`."""
        number, unit = re.match(r"(\d+) (\w+?)s?$", self.after).groups()  # pyright: ignore[reportOptionalMemberAccess]
        if unit in ("day", "week"):
            return on - timedelta(days=int(number) * (7 if unit == "week" else 1))
        months = on.year * 12 + on.month - 1 - int(number) * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
