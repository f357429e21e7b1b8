"""What people say to each other about an issue: answers, questions, notes and views, each in its card's thread."""

from bot.cards.compose import compose
from bot.cards.matter import Audience, Matter
from bot.cards.message import Message
from bot.cards.offers import NOTHING, Offer, Situation
from bot.cards.scene import Scene
from bot.cards.threads import Thread, only, thread
from storage.actions import Action
from storage.issues import Event, Issue
from storage.outbox import Delivery

# What the reporter reads; all else is for those who work on it.
TO_REPORTER = ("reply", "question")


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    """None when the words are no longer on record, or nobody may be written to."""
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    event = scene.session.get(Event, delivery.data.get("event") or 0)
    kind = delivery.kind
    if issue is None or event is None or (kind in TO_REPORTER and issue.anonymous):
        return None
    audience: Audience = "reporter" if kind in TO_REPORTER else "working"
    matter = Matter(scene, issue, audience)
    action = scene.session.get(Action, delivery.action_id) if delivery.action_id else None
    asked = matter.wait("reporter_answer") if kind == "question" else None
    latest = matter.last("asked") if kind == "question" else None
    facts = scene.facts(
        matter=matter,
        issue=issue,
        event=event,
        action=action,
        answer_by=asked.due_at if asked and latest and latest.id == event.id else None,
        first_response=None if issue.answered_at else matter.due("first_response"),
        pass_on=issue.raised_by not in ("officer", "unknown", "cabinet", "cmt"),
    )
    offer = _offer(matter, kind, facts["answer_by"] is not None)
    return compose(f"talk/{kind}.j2", facts, offer, thread_of=_thread(matter, kind, action))


def _offer(matter: Matter, kind: str, waits: bool) -> Offer:
    if kind == "question":
        return matter.scene.offered("question", matter.issue, Situation(asked=waits))
    if kind == "answer" and matter.scene.recipient == "team":
        return only(matter.scene.offered("team", matter.issue, Situation(actions=matter.actions)), "reply")
    return NOTHING


def _thread(matter: Matter, kind: str, action: Action | None) -> Thread | None:
    return ("receipt", None) if kind in TO_REPORTER else thread(matter, action)
