"""How much of a ward's briefing goes on one side of A4: reckoned in lines, because nothing here can measure type.

The numbers belong to the print style in templates/style.css.j2 (11 pt on 182 mm), and err on the safe side: a test
prints full pages in a real browser.
"""

from collections.abc import Iterator
from math import ceil

from bot.briefings.content import Briefing, Section
from bot.briefings.shortening import LIMITS, Limit, most, shortened

LETTERS, LINES = 82, 46  # in a line, and lines on the side
HEADING, GAP = 1.8, 0.4  # lines that a section's heading takes, and the space below an entry


def on_one_side(briefing: Briefing) -> Limit:
    """How many entries of a section are printed, (of those that ask, of the others). All, where the whole is not meant
    to be on one side: only a ward's is."""
    if briefing.audiences != ["ward_members"]:
        return LIMITS[0]
    return next((limit for limit in LIMITS if _lines(shortened(briefing, limit)) <= LINES), LIMITS[-1])


def beyond(section: Section, limit: Limit) -> int:
    """How many entries of this section are not printed."""
    kept = most(section, limit)
    return 0 if kept is None else max(len(section.entries) - kept, 0)


def _lines(briefing: Briefing) -> float:
    return 4 + sum(_of_text(text) for text in _around(briefing)) + sum(map(_of_section, _sections(briefing)))


def _sections(briefing: Briefing) -> Iterator[Section]:
    return (section for part in briefing.parts for section in part.sections)


def _around(briefing: Briefing) -> Iterator[str]:
    """What stands above and below the sections."""
    yield briefing.title * 2
    yield from (briefing.introduction, briefing.foot)
    yield from (notice + " " * LETTERS for notice in briefing.notices)  # they stand in a frame
    for part in briefing.parts:
        yield from filter(None, (part.quiet, part.standing, part.withheld))


def _of_section(section: Section) -> float:
    lines = HEADING + bool(section.more)
    for entry in section.entries:
        said = (entry.reference, entry.title, entry.place, entry.across, entry.about, entry.text, entry.next_step)
        letters = sum(len(each) + 3 for each in said if each) + (80 if entry.buttons else 0)
        lines += ceil(letters / LETTERS) + GAP
    return lines


def _of_text(text: str) -> int:
    return sum(ceil(len(line) / LETTERS) for line in text.splitlines())
