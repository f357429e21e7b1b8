"""The content of a briefing, from which every form is drawn: Slack, plain text, HTML, JSON.

All text is plain: a form escapes it. Times are aware UTC; what a form shows of them is already in words.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from triage_rules.folder.briefing_kinds import Audience

# Sections whose number of entries says nothing.
COUNTLESS = frozenset({"indicators", "coming", "repeats", "reports", "times", "open"})
ButtonVerb = Literal["lead", "agree", "open"]


class Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(Content):
    """One period's count: `met` of `of` in time; hours: of working time, typically. day: ISO, when it was counted."""

    day: str
    met: int
    of: int
    hours: float | None = None


class Figure(Content):
    """Numbers that go on from briefing to briefing, oldest first; the last point is this one's."""

    name: str
    points: tuple[Point, ...]


class Count(Content):
    """So many of one kind, to be seen beside others."""

    label: str
    n: int


class Entry(Content):
    """One line: a matter, or (where `issue` is None) an organisation or a count.

    across: says that other wards share it, "" when they do not. about: the plan or priority it belongs to.
    buttons: what is asked of the reader and can be done at once. events: the changes that it tells of. figure: the
    numbers behind the text, where it has any. counts: the same of numbers side by side.
    """

    title: str
    text: str = ""
    issue: int | None = None
    place: str = ""
    wards: tuple[str, ...] = ()
    across: str = ""
    about: str = ""
    owner: str = ""
    next_step: str = ""
    buttons: tuple[ButtonVerb, ...] = ()
    events: tuple[int, ...] = ()
    figure: Figure | None = None
    counts: tuple[Count, ...] = ()

    @property
    def reference(self) -> str:
        return f"RR-{self.issue}" if self.issue else ""


class Section(Content):
    """kind: a stable name ("asked", "new", ...). title: what people read.

    more: how many entries a shortened form leaves out.
    """

    kind: str
    title: str
    entries: tuple[Entry, ...] = ()
    more: int = 0

    @property
    def heading(self) -> str:
        """The title with the number of entries, where a number says something."""
        number = len(self.entries) + self.more
        return self.title if self.kind in COUNTLESS else f"{self.title} ({number})"


class Part(Content):
    """What one role of the reader's brings. With no sections `quiet` says so outright.

    headed: the title of a copy that holds nothing else, "" for the usual. withheld: how many matters are only
    counted, in words; "" for none.
    """

    audience: Audience
    title: str
    headed: str = ""
    sections: tuple[Section, ...] = ()
    quiet: str = ""
    standing: str = ""
    withheld: str = ""
    counted: tuple[int, ...] = ()  # events of matters that are only counted


class Briefing(Content):
    """One person's copy, all their roles in it. introduction: what the team wrote above it. notices: what the reader
    has to know first. foot: what it is counted by."""

    person: str
    name: str
    team: str  # its name, for forms without buttons
    title: str
    as_at: datetime
    as_at_words: str
    introduction: str = ""
    notices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    foot: str = ""

    @property
    def figures(self) -> dict[str, dict[str, object]]:
        """This copy's numbers by name, for the next one to look back on."""
        found = (entry.figure for part in self.parts for each in part.sections for entry in each.entries)
        return {figure.name: figure.points[-1].model_dump() for figure in found if figure and figure.points}

    @property
    def is_quiet(self) -> bool:
        return not any(part.sections or part.withheld for part in self.parts)

    @property
    def audiences(self) -> list[str]:
        return [part.audience for part in self.parts]

    @property
    def events(self) -> list[int]:
        """Ids of the changes in it, sorted, each once."""
        told = {
            event for part in self.parts for section in part.sections for e in section.entries for event in e.events
        }
        return sorted(told.union(*(part.counted for part in self.parts)))
