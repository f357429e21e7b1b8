"""An issue's history and what is planned, line by line, for the window "History"."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.cards.matter import Matter
from bot.cards.scene import Scene
from bot.cards.steps import event_words, planned_steps
from bot.cards.text import Ready, escape, one_line, shorten
from storage.issues import Event, Issue
from triage_rules.council import Council

WORDS = 400


def history_lines(
    session: Session,
    council: Council,
    issue: Issue,
    now: datetime,
    *,
    works_on_it: bool = False,
    sees_note: bool = False,
    councillor: bool = False,
) -> list[str]:
    """What happened, oldest first, then what is planned; each line is escaped for Slack.

    What people wrote is shown only as far as its reader may see it: whoever works on it reads what was written for
    them, `sees_note` besides what the reporter said, a `councillor` notes for councillors, everybody public notes.
    """
    matter = Matter(Scene(session, council, now), issue)
    may = Reads(works_on_it, sees_note, councillor)
    past = [_line(matter, event, may) for event in matter.events if _shown(event, works_on_it)]
    planned = [f"Planned, {escape(matter.scene.say(step.at))}: {step.words}" for step in planned_steps(matter)]
    return past + planned


# What a reporter says may be about a person: it goes no further than the note.
OF_THE_REPORTER = frozenset({"reported", "answered"})


@dataclass(frozen=True)
class Reads:
    """What of the words a reader may see."""

    works_on_it: bool = False
    sees_note: bool = False
    councillor: bool = False

    def words_of(self, event: Event) -> bool:
        if event.verb in OF_THE_REPORTER:
            return self.sees_note
        audience = event.data.get("audience", "working") if event.verb == "noted" else "working"
        return self.works_on_it or audience == "public" or (audience == "councillors" and self.councillor)


def _shown(event: Event, works_on_it: bool) -> bool:
    """What was tried and refused is for those who look after it."""
    return event.verb != "refused" or works_on_it


def _line(matter: Matter, event: Event, may: Reads) -> str:
    said = f"{escape(matter.scene.say(event.at))}: {event_words(matter, event, may.works_on_it)}"
    return f"{said}{_words(event)}" if may.words_of(event) else said


def _words(event: Event) -> Ready:
    """What was written, in quotes; an erasure leaves its trace."""
    if event.words is None:
        return Ready(" (what was written has been erased)" if event.words_digest else "")
    return Ready(f" — “{escape(shorten(one_line(event.words), WORDS, '…'))}”")
