"""Times of briefings as cron lines. Weekdays are names: programs disagree on whether Monday is 0 or 1."""

from __future__ import annotations

import re

from triage_rules.opening_hours import WEEKDAYS

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, -1, WEEKDAYS),
)


def check_cron(line: str) -> str:
    """The line itself. Raises ValueError ("what; what to write") for what is not a cron line of ours."""
    parts = line.split()
    if len(parts) != len(FIELDS):
        raise ValueError(
            f"'{line}' has {len(parts)} parts, not five; write minute, hour, day, month, weekday: 0 9 * * mon"
        )
    for part, (name, least, most, words) in zip(parts, FIELDS, strict=True):
        for item in part.split(","):
            _check(item, name, least, most, words)
    return line


def _check(item: str, name: str, least: int, most: int, words: tuple[str, ...]) -> None:
    span, _, step = item.partition("/")
    if "/" in item and not (step.isdecimal() and int(step) > 0):
        raise ValueError(f"'{item}' is not a step for the {name}; write it like */15")
    if span == "*":
        return
    ends = [end.lower() for end in span.split("-")]
    if name == "weekday" and any(re.search(r"\d", end) for end in ends):
        raise ValueError(f"the weekday is the number '{item}'; write its name, such as mon or mon-fri")
    if len(ends) > 2 or not all(_known(end, least, most, words) for end in ends):
        can_be = f"a number from {least} to {most}" if most > least else "a name such as mon"
        raise ValueError(f"'{item}' is not a {name}; write {can_be}, or *")


def _known(end: str, least: int, most: int, words: tuple[str, ...]) -> bool:
    return end in words or (end.isdecimal() and least <= int(end) <= most)
