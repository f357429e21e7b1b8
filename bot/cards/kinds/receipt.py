"""The reporter's receipt: where the report went and why, what happens next by when, and how it ended."""

from datetime import datetime

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Situation
from bot.cards.reasons import overridden, reasons
from bot.cards.scene import Scene
from bot.cards.text import one_line
from storage.actions import ACKNOWLEDGED, DONE, DUE, Action
from storage.issues import AWAITING, HELD, Issue
from storage.outbox import Delivery

MOST_REASONS = 3
ON_IT = (DUE, ACKNOWLEDGED, DONE)


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    if issue is None or issue.anonymous:
        return None
    matter = Matter(scene, issue, "reporter")
    above = matter.parent or matter  # a joined report follows its parent, and closes with it
    asked = above.wait("reporter_answer") if above is matter else None
    leading = next((action for action in matter.actions if action.leads and action.state in ON_IT), None)
    facts = scene.facts(
        matter=matter,
        issue=issue,
        above=above,
        standing=standing.of_issue(matter),
        above_standing=standing.of_issue(above),
        reasons=reasons(matter)[:MOST_REASONS],
        overridden=overridden(matter),
        wrote="" if one_line(issue.note) == one_line(issue.summary) else issue.note,
        leading=leading,
        helpers=scene.names([id for id in issue.services if _outside(scene, id)]),
        due=_due(matter, leading),
        on_it=scene.names([action.owner for action in matter.actions if not action.leads and action.state in ON_IT]),
        accepted=matter.last("accepted", "route_changed") if issue.accepted_at else None,
        answered=_answered(issue, above.issue),
        first_response=above.due("first_response"),
        late=above.is_late(above.due("first_response")),
        paused=above.paused("first_response"),
        question=matter.last("asked") if asked else None,
        answer_by=asked.due_at if asked else None,
        closing=above.outcome,
    )
    return compose("receipt.j2", facts, scene.offered("receipt", issue, Situation(asked=asked is not None)))


def _answered(issue: Issue, above: Issue) -> bool:
    """Whether this reporter has had a first answer: what was written before a report joined was for others."""
    return above.answered_at is not None and above.answered_at >= issue.reported_at


def _due(matter: Matter, leading: Action | None) -> datetime | None:
    """When whoever has it now has to have said yes to it."""
    if matter.issue.state in (HELD, AWAITING):
        return matter.due("hold" if matter.issue.state == HELD else "accept")
    return matter.due("acknowledge", leading) if leading else matter.due("lead")


def _outside(scene: Scene, organisation: str) -> bool:
    """A partner or parish council: what is not for us is not for our own services either."""
    return any(known.id == organisation and known.kind != "service" for known in scene.council.directory.organisations)
