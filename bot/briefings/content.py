"""The content of a briefing, from which every form is drawn: Slack, plain text, HTML, JSON.

All text is plain: a form escapes it. Times are aware UTC; what a form shows of them is already in words.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Audience = Literal["ward_members", "cabinet_leads", "team"]
ButtonVerb = Literal["lead", "agree", "open"]


class Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Content):
    """One line: a matter, or (where `issue` is None) an organisation or a count.

    across: says that other wards share it, "" when they do not. about: the plan or priority it belongs to.
    buttons: what is asked of the reader and can be done at once. events: the changes that it tells of.
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
        return self.title if self.kind in ("indicators", "coming", "repeats") else f"{self.title} ({number})"


class Part(Content):
    """What one role of the reader's brings. With no sections `quiet` says so outright.

    withheld: how many matters are only counted, in words; "" for none.
    """

    audience: Audience
    title: str
    sections: tuple[Section, ...] = ()
    quiet: str = ""
    standing: str = ""
    withheld: str = ""
    counted: tuple[int, ...] = ()  # events of matters that are only counted


class Briefing(Content):
    """One person's copy, all their roles in it."""

    person: str
    name: str
    team: str  # its name, for forms without buttons
    title: str
    as_at: datetime
    as_at_words: str
    parts: tuple[Part, ...] = ()

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
