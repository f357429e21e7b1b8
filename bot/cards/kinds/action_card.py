"""The card of one action, where its owner reads: what is asked, by when, and how it stands."""

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.kinds.chasing import ORGANISATION
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Situation
from bot.cards.reasons import reasons
from bot.cards.scene import Scene
from bot.cards.steps import next_step
from bot.cards.text import one_line
from storage.actions import IN_HAND, Action
from storage.issues import Event, Issue
from storage.outbox import Delivery


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    action = scene.session.get(Action, delivery.action_id) if delivery.action_id else None
    issue = scene.session.get(Issue, action.issue_id) if action else None
    if action is None or issue is None or not _answers(scene, action):
        return None
    matter = Matter(scene, issue, "working")
    facts = scene.facts(
        matter=matter,
        issue=issue,
        action=action,
        what=standing.what(action),
        standing=standing.of_action(matter, action),
        asks_whole=one_line(action.text) == one_line(issue.summary),
        before=scene.session.get(Action, action.replaces_id) if action.replaces_id else None,
        following=matter.following(action),
        reasons=reasons(matter)[:1] if action.leads else [],
        ended=_ended(matter, action),
        progress=matter.due("progress", action),
        put_off=matter.put_off(action),
        first_response=matter.due("first_response") if action.leads and not issue.answered_at else None,
        next=next_step(matter, action),
        detail=_detail(scene, issue, action),
    )
    offer = scene.offered("action", issue, Situation(action=action, actions=matter.actions))
    return compose("action_card.j2", facts, offer)


def _detail(scene: Scene, issue: Issue, action: Action) -> str:
    """What is said of the detail that no card shows: "withheld" from a partner without an information-sharing
    agreement, "in history" where there is more than the summary, else ""."""
    if action.state not in IN_HAND or one_line(issue.note) == one_line(issue.summary):
        return ""
    owner = next((org for org in scene.council.directory.organisations if org.id == action.owner), None)
    if owner is None or owner.kind == "service":
        return ""
    return "in history" if owner.may_have_detail(scene.on) else "withheld"


def _answers(scene: Scene, action: Action) -> bool:
    """Somebody who has left the organisation that was asked hears no more of it."""
    return scene.person is None or any(scene.holds(role, action.owner) for role in ORGANISATION)


def _ended(matter: Matter, action: Action) -> Event | None:
    """The line of history that ended the action: who, when, and why."""
    verbs = ("done", "no_further_action", "declined", "action_withdrawn")
    events = matter.events
    return next((e for e in reversed(events) if e.verb in verbs and e.data.get("action") == action.id), None)
