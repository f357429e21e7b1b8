"""Several reminders for one recipient in one message: about one matter in its thread, about several as a list."""

from dataclasses import replace
from itertools import groupby

from bot.cards.compose import compose
from bot.cards.kinds.chasing import Nudge, draw_chase, draw_escalation, nudge
from bot.cards.message import Message, UnknownKind
from bot.cards.offers import IN_SIGHT, Choice, Offer
from bot.cards.paper import phrase
from bot.cards.scene import Scene
from bot.cards.text import Ready
from bot.cards.threads import thread
from storage.outbox import Delivery

MOST = 40  # matters in one list, of the 50 blocks that Slack shows
LINES = "round_up_lines.j2"
DRAW = {"chase": draw_chase, "escalation": draw_escalation}


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    """None when all of it is settled; what is settled is left out."""
    if strange := {item["kind"] for item in delivery.data["items"]} - DRAW.keys():
        raise UnknownKind(f"{delivery.kind} of {', '.join(sorted(strange))}")
    items = [_item(delivery, item) for item in delivery.data["items"]]
    alive = [(item, found) for item in items if (found := nudge(scene, item)) is not None]
    if not alive:
        return None
    if len(alive) == 1:
        return DRAW[alive[0][0].kind](scene, alive[0][0])
    found = sorted((each for _, each in alive), key=lambda each: each.matter.issue.id or 0)
    groups = [list(group) for _, group in groupby(found, key=lambda each: each.matter.issue.id)]
    roles = {(each.role, each.facts["who_owes"]) for each in found}
    facts = scene.facts(
        groups=[(group[0].matter, [_line(each) for each in group]) for group in groups[:MOST]],
        more=len(groups) - MOST,
        n=len(found),
        late=any(each.key.startswith("escalation") for each in found),
        role=next(iter(roles)) if len(roles) == 1 else ("", ""),
    )
    if len(groups) == 1:
        return compose("round_up.j2", facts, _together(found), thread_of=thread(found[0].matter))
    likely = {group[0].matter.issue.id or 0: choice for group in groups[:MOST] if (choice := _likely(group))}
    message = compose("round_up.j2", facts, pressed=likely)
    return replace(message, offers=tuple((group[0].matter.title, each.offer) for group in groups for each in group))


def _item(delivery: Delivery, item: dict) -> Delivery:
    return Delivery(
        key=delivery.key,
        kind=item["kind"],
        recipient=delivery.recipient,
        lane="",
        issue_id=item["issue"],
        data=item,
        due_at=delivery.due_at,
        created_at=delivery.created_at,
    )


def _line(each: Nudge) -> Ready:
    parts = {part: phrase(LINES, part, each.facts) for part in ("by", "about")}
    return phrase(LINES, each.key, {**each.facts, **parts})


def _likely(group: list[Nudge]) -> Choice | None:
    return next((choice for each in group for choice in each.offer.buttons), None)


def _together(found: list[Nudge]) -> Offer:
    """Each button once, the likely one of the first reminder first."""
    once = {choice.verb: replace(choice, primary=False) for each in reversed(found) for choice in each.offer.buttons}
    order = list(dict.fromkeys(choice.verb for each in found for choice in each.offer.buttons))
    buttons = [replace(once[verb], primary=i == 0) for i, verb in enumerate(order)]
    return Offer(tuple(buttons[:IN_SIGHT]), tuple(buttons[IN_SIGHT:]), target=found[0].offer.target)
