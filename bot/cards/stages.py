"""Cards by e-mail: a letter cannot be repainted, and a person gets no letter for every change.

A card goes as a letter once. It goes again only when it reaches another stage: when something is asked of the
person that was not asked in the letter before, or taken back. A stage of "" is no news to anybody.

| card | stages that cause a letter |
|---|---|
| action_card | asked to acknowledge; taken back by the team |
| receipt | received; closed, with the reason; opened again |
| lead_card | asked to lead, as long as nobody does |
| councillor_card | the team has accepted it |
| agree_card | asked to agree |
"""

from bot.cards.kinds.agree_card import still_to_agree
from bot.cards.scene import Scene
from storage.actions import WITHDRAWN, Action
from storage.issues import CLOSED, Issue
from storage.outbox import Delivery
from storage.waits import open_waits

TAKEN_BACK = "taken back"


def stage(scene: Scene, delivery: Delivery) -> str:
    """What this card has to tell now; "" when nothing that would be worth a letter."""
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    if issue is None:
        return ""
    match delivery.kind:
        case "action_card":
            action = scene.session.get(Action, delivery.action_id or 0)
            return TAKEN_BACK if action and action.state == WITHDRAWN else _asked(scene, issue, "acknowledge", action)
        case "receipt":
            return "closed" if issue.state == CLOSED else "received"
        case "lead_card" if not issue.leads:
            return _asked(scene, issue, "lead")
        case "councillor_card" if issue.state != CLOSED and issue.route == "team":
            return "accepted"
        case "agree_card" if still_to_agree(scene, issue):
            return _asked(scene, issue, "agree")
    return ""


def _asked(scene: Scene, issue: Issue, clock: str, action: Action | None = None) -> str:
    """Something is asked as long as it is waited for; asked anew, it is another wait."""
    found = open_waits(scene.session, issue.id or 0, clock, action.id if action else None)
    return f"asked {found[0].id}" if found else ""


def is_news(stage: str, before: str | None) -> bool:
    """Whether a letter goes, when the last one about this card told `before` (None: there was none)."""
    if before is None and stage == TAKEN_BACK:
        return False  # it was never asked
    return stage not in ("", before)
