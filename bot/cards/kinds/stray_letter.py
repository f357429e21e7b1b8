"""A letter that came in and that nobody could file, for the team to deal with."""

from bot.cards.compose import compose
from bot.cards.message import Message
from bot.cards.scene import Scene
from storage.issues import Issue
from storage.letters import StrayLetter
from storage.outbox import Delivery


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    """None once it has been deleted."""
    letter = scene.session.get(StrayLetter, delivery.data.get("letter") or 0)
    if letter is None:
        return None
    issue = scene.session.get(Issue, letter.issue_id) if letter.issue_id else None
    facts = scene.facts(letter=letter, issue=issue)
    return compose("news/stray_letter.j2", facts, thread_of=("issue_card", None) if issue else None)
