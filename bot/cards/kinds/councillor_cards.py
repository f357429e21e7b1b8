"""Councillors' cards: will you lead (the councillors' own route), and your view before the team acts."""

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Place, Situation
from bot.cards.reasons import reasons
from bot.cards.scene import Scene
from bot.cards.steps import last_step, next_step
from storage.actions import ACKNOWLEDGED, DONE, DUE
from storage.issues import Issue
from storage.outbox import Delivery


def draw_lead(scene: Scene, delivery: Delivery) -> Message | None:
    return _draw(scene, delivery, "lead")


def draw_view(scene: Scene, delivery: Delivery) -> Message | None:
    return _draw(scene, delivery, "councillor")


def _draw(scene: Scene, delivery: Delivery, place: Place) -> Message | None:
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    if issue is None:
        return None
    matter = Matter(scene, issue, "councillor")
    asked = [action.owner for action in matter.actions if action.state in (DUE, ACKNOWLEDGED, DONE)]
    facts = scene.facts(
        matter=matter,
        issue=issue,
        standing=standing.of_issue(matter),
        reasons=reasons(matter),
        asked=scene.names(asked),
        mine=scene.person in issue.leads,
        others=scene.names([lead for lead in issue.leads if lead != scene.person]),
        my_view=next((view for view in reversed(issue.views) if view.get("person") == scene.person), None),
        lead_by=matter.due("lead"),
        first_response=None if issue.answered_at else matter.due("first_response"),
        closing=matter.outcome,
        last=last_step(matter),
        next=next_step(matter, clock="lead" if matter.due("lead") else None),
    )
    offer = scene.offered(place, issue, Situation(actions=matter.actions, person=scene.person))
    return compose(f"{place}_card.j2", facts, offer)
