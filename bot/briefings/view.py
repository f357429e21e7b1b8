"""What the templates of a letter are given: the content as plain data, with what a form works out of it.

Plain, because a council's own templates get it too, in another process.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.briefings.charts import BAR, BASE, HIGH, rows, trend
from bot.briefings.content import Briefing, Entry
from bot.briefings.page_fit import beyond
from bot.briefings.shortening import Limit

Facts = dict[str, Any]


def view(briefing: Briefing, limit: Limit, more: Callable[[int], str]) -> Facts:
    """The briefing's own fields, and of each section: heading, left (entries not on paper), said_of_more; of each
    entry: reference, chart, rows."""
    made = briefing.model_dump(mode="json")
    for part, its in zip(briefing.parts, made["parts"], strict=True):
        for section, found in zip(part.sections, its["sections"], strict=True):
            found |= {
                "heading": section.heading,
                "left": beyond(section, limit),
                "said_of_more": more(section.more) if section.more else "",
                "entries": [_entry(entry) for entry in section.entries],
            }
    return made


def _entry(entry: Entry) -> Facts:
    return entry.model_dump(mode="json") | {"reference": entry.reference, "chart": _chart(entry), "rows": _rows(entry)}


def _chart(entry: Entry) -> Facts | None:
    found = trend(entry.figure.points) if entry.figure else None
    return asdict(found) | {"width": found.width, "height": HIGH, "bar": BAR, "base": BASE} if found else None


def _rows(entry: Entry) -> list[Facts]:
    """None where all are of one kind: the words say that as well."""
    counts = [(count.label, count.n) for count in entry.counts]
    return [asdict(row) for row in rows(counts)] if sum(1 for _, n in counts if n) > 1 else []
