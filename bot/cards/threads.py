"""Where news goes: into the thread of the card that stands at the same recipient."""

from dataclasses import replace

from bot.cards.matter import Matter
from bot.cards.offers import Offer
from storage.actions import Action
from storage.issues import Issue
from storage.outbox import posted

Thread = tuple[str, int | None]
OF_PERSONS = ("lead_card", "councillor_card", "agree_card", "action_card", "receipt")


def thread(matter: Matter, action: Action | None = None) -> Thread | None:
    """The card of this recipient that fits best; None for somebody who has no card of this issue."""
    scene, issue = matter.scene, matter.issue
    if scene.recipient == "team":
        return ("issue_card", None)
    about = action or next((a for a in reversed(matter.actions) if _theirs(matter, a)), None)
    if scene.recipient.startswith("org:"):
        return ("action_card", about.id) if about else None
    for kind in OF_PERSONS:
        id = about.id if kind == "action_card" and about else None
        if (kind != "action_card" or about) and _stands(matter, kind, issue, id):
            return (kind, id)
    return None


def _theirs(matter: Matter, action: Action) -> bool:
    scene = matter.scene
    if scene.recipient == f"org:{action.owner}":
        return True
    return any(scene.holds(role, action.owner) for role in ("contact", "manager", "executive"))


def _stands(matter: Matter, kind: str, issue: Issue, action_id: int | None) -> bool:
    return posted(matter.scene.session, kind, matter.scene.recipient, issue.id or 0, action_id) is not None


def only(offer: Offer, *verbs: str) -> Offer:
    """Of what is offered, these buttons: for a reminder, which has no menu. The first is the likely one."""
    found = [choice for verb in verbs for choice in offer.all if choice.verb == verb]
    return Offer(tuple(replace(c, primary=i == 0) for i, c in enumerate(found)), target=offer.target)
