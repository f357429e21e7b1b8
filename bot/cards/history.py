"""An issue's history and what is planned, line by line, for the window "History"."""

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
    session: Session, council: Council, issue: Issue, now: datetime, *, works_on_it: bool = False
) -> list[str]:
    """What happened, oldest first, then what is planned; each line is escaped for Slack.

    What people wrote is shown only where `works_on_it` says that the reader may see it.
    """
    matter = Matter(Scene(session, council, now), issue)
    past = [_line(matter, event, works_on_it) for event in matter.events if _shown(event, works_on_it)]
    planned = [f"Planned, {escape(matter.scene.say(step.at))}: {step.words}" for step in planned_steps(matter)]
    return past + planned


def _shown(event: Event, works_on_it: bool) -> bool:
    """What was tried and refused is for those who look after it."""
    return event.verb != "refused" or works_on_it


def _line(matter: Matter, event: Event, works_on_it: bool) -> str:
    said = f"{escape(matter.scene.say(event.at))}: {event_words(matter, event, works_on_it)}"
    return f"{said}{_words(event)}" if works_on_it else said


def _words(event: Event) -> Ready:
    """What was written, in quotes; an erasure leaves its trace."""
    if event.words is None:
        return Ready(" (what was written has been erased)" if event.words_digest else "")
    return Ready(f" — “{escape(shorten(one_line(event.words), WORDS, '…'))}”")
