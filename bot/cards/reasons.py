"""Why an issue is where it is: the council's reasons with their sources, or the person who decided otherwise."""

from dataclasses import dataclass

from bot.cards.matter import Matter
from bot.cards.text import one_line, shorten
from storage.issues import Event
from triage_rules.criteria import Question


@dataclass(frozen=True)
class Because:
    """`says` can follow "because"; `source` is where it is written, "" for a person's own reason."""

    says: str
    source: str = ""


def reasons(matter: Matter) -> list[Because]:
    """Of the last decision, the most telling first; [] when the question has left the criteria since."""
    event = matter.last("decided", "route_changed")
    if event is None:
        return []
    if event.verb == "route_changed":
        words = "(erased)" if event.words is None else shorten(one_line(event.words), 300, "…")
        return [Because(f"{matter.scene.who(event)}, decided so: “{words}”")]
    return [because for id in event.data.get("reasons", []) for because in _of_question(matter, event, id)]


def _of_question(matter: Matter, event: Event, id: str) -> list[Because]:
    question = matter.scene.council.criteria.by_id.get(id)
    if question is None:
        return []
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
