"""An action on which there is no word: asked about again, or put off with a reason."""

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Situation
from bot.cards.scene import Scene
from bot.cards.threads import only, thread
from storage.actions import DUE, Action
from storage.issues import Event, Issue
from storage.outbox import Delivery


def draw_quiet(scene: Scene, delivery: Delivery) -> Message | None:
    """To whoever acknowledged it and has not said how it is going; None once they have."""
    found = _found(scene, delivery)
    if found is None or found[1].state != DUE:
        return None
    matter, action = found
    facts = _facts(matter, action)
    offer = matter.scene.offered("action", matter.issue, Situation(action=action, actions=matter.actions))
    return compose(
        "news/quiet.j2", facts, only(offer, "acknowledge", "not_ours", "add_note"), thread_of=thread(matter, action)
    )


def draw_put_off(scene: Scene, delivery: Delivery) -> Message | None:
    """To the team: whose reminders wait, until when, and why; None when they wait no more."""
    found, event = _found(scene, delivery), scene.session.get(Event, delivery.data.get("event") or 0)
    if found is None or event is None or found[0].put_off(found[1]) != event:
        return None
    matter, action = found
    facts = {**_facts(matter, action), "event": event}
    return compose("news/put_off.j2", facts, thread_of=("issue_card", None))


def _found(scene: Scene, delivery: Delivery) -> tuple[Matter, Action] | None:
    action = scene.session.get(Action, delivery.action_id) if delivery.action_id else None
    issue = scene.session.get(Issue, action.issue_id) if action else None
    return (Matter(scene, issue, "working"), action) if action and issue else None


def _facts(matter: Matter, action: Action) -> dict[str, object]:
    return matter.scene.facts(
        matter=matter,
        issue=matter.issue,
        action=action,
        what=standing.what(action),
        due=matter.due("acknowledge", action) or matter.due("progress", action),
    )
