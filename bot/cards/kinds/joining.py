"""To the team: somebody of another workspace has used a code. Is it them?"""

from bot.cards.compose import compose
from bot.cards.message import Message
from bot.cards.offers import Choice, Offer
from bot.cards.scene import Scene
from storage.outbox import Delivery
from storage.people import Invitation


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    """None once it was confirmed, refused or taken back."""
    invitation = scene.session.get(Invitation, delivery.data.get("invitation") or 0)
    if invitation is None or invitation.ended_at is not None or invitation.confirmed_at is not None:
        return None
    target = str(invitation.id)
    offer = Offer(
        (Choice("confirm_person", "Yes, it is them", target, primary=True), Choice("refuse_person", "No", target)),
        target=target,
    )
    by = scene.name(invitation.created_by.removeprefix("person:"))
    facts = scene.facts(invitation=invitation, by=by)
    return compose("news/joining.j2", facts, offer)
