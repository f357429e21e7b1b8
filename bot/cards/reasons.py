"""Why an issue is where it is: the council's reasons with their sources, or the person who decided otherwise."""

from dataclasses import dataclass

from bot.cards.matter import Matter
from bot.cards.text import one_line, shorten
from storage.councils import criteria_of
from storage.issues import Event
from triage_rules.criteria import Criteria, Question
from triage_rules.plain_words import day


@dataclass(frozen=True)
class Because:
    """`says` can follow "because"; `source` is where it is written, "" for a person's own reason."""

    says: str
    source: str = ""


def reasons(matter: Matter) -> list[Because]:
    """Of the last decision, the most telling first; [] when the words of its criteria are not kept."""
    event = matter.last("decided", "route_changed")
    if event is None:
        return []
    if event.verb == "route_changed":
        words = "(erased)" if event.words is None else shorten(one_line(event.words), 300, "…")
        return [Because(f"{matter.scene.who(event)}, decided so: “{words}”")]
    return by_criteria(matter, event)


def by_criteria(matter: Matter, event: Event) -> list[Because]:
    """Why a line "decided" came out as it did, in the words of the criteria that decided it."""
    criteria = criteria_behind(matter, event)
    if criteria is None:
        return []
    questions = [criteria.by_id[id] for id in event.data.get("reasons", []) if id in criteria.by_id]
    return [because for question in questions for because in _of_question(question, event)]


def criteria_behind(matter: Matter, event: Event) -> Criteria | None:
    """Those that decided it then, which may be others than today's; None when their words are not kept."""
    today, version = matter.scene.council.criteria, event.data.get("version")
    return today if version in (None, today.version) else criteria_of(matter.scene.session, str(version))


def dated(matter: Matter, event: Event) -> str:
    """The day from which the criteria that decided it apply: "23 March 2010"; "" where they are not kept."""
    criteria = criteria_behind(matter, event)
    return day(criteria.effective_from) if criteria else ""


def _of_question(question: Question, event: Event) -> list[Because]:
    id = question.id
    answer = event.data.get("answers", {}).get(id, "unknown")
    if question.parts and answer == "yes":
        claims = event.data.get("objects", {}).get("threat", [])
        if parts := _of_parts(question, {str(claim).partition(":")[0] for claim in claims}):
            return parts
    return [Because(question.because(answer), f"{question.id}, {question.source}")]


def _of_parts(question: Question, claimed: set[str]) -> list[Because]:
    return [
        Because(part.says or question.says.yes, f"{question.id}, {part.source or question.source}")
        for part in question.parts
        if part.id in claimed
    ]


def overridden(matter: Matter) -> bool:
    """Whether a person sent it where it is, and not the criteria."""
    event = matter.last("decided", "route_changed")
    return event is not None and event.verb == "route_changed"
