"""An issue's history and what is planned, line by line, for the window "History"."""

from datetime import datetime

from sqlmodel import Session

from bot.cards.matter import Matter
from bot.cards.scene import Scene
from bot.cards.steps import event_words, planned_steps
from bot.cards.text import Ready, escape, one_line, shorten
from storage.issues import Event, Issue
from triage_rules.council import Council
from triage_rules.sight import Part

WORDS = 400


def history_lines(
    session: Session,
    council: Council,
    issue: Issue,
    now: datetime,
    *,
    parts: frozenset[Part] = frozenset(),
) -> list[str]:
    """What happened, oldest first, then what is planned; each line is escaped for Slack.

    What people wrote is shown only where it is of the `parts` that its reader may see (triage_rules/sight.py).
    """
    matter = Matter(Scene(session, council, now), issue)
    past = [_line(matter, event, parts) for event in matter.events if event.verb != "refused" or "words" in parts]
    planned = [f"Planned, {escape(matter.scene.say(step.at))}: {step.words}" for step in planned_steps(matter)]
    return past + planned


# What a reporter says or is told may be about a person: it goes no further than the note.
OF_THE_REPORTER = frozenset({"reported", "asked", "answered", "replied", "not_satisfied"})
OF_NOTES: dict[str, Part] = {"working": "words", "councillors": "councillor notes", "public": "public notes"}


def part_of(event: Event) -> Part:
    """Which part of an issue the words of this line belong to."""
    if event.verb in OF_THE_REPORTER:
        return "note"
    return OF_NOTES.get(event.data.get("audience", "working"), "words") if event.verb == "noted" else "words"


def _line(matter: Matter, event: Event, parts: frozenset[Part]) -> str:
    """What was tried and refused is for those who look after it, and so is who was meant."""
    said = f"{escape(matter.scene.say(event.at))}: {event_words(matter, event, 'words' in parts)}"
    return f"{said}{_words(event)}" if part_of(event) in parts else said


def _words(event: Event) -> Ready:
    """What was written, in quotes; an erasure leaves its trace."""
    if event.words is None:
        return Ready(" (what was written has been erased)" if event.words_digest else "")
    return Ready(f" — “{escape(shorten(one_line(event.words), WORDS, '…'))}”")
