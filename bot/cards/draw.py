"""Drawing what the outbox holds: from rows, at the moment of sending, so that nothing is out of date."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.cards.kinds import (
    action_card,
    agree_card,
    chasing,
    councillor_cards,
    issue_card,
    joining,
    news,
    quiet,
    receipt,
    round_up,
    stray_letter,
    talk,
    told,
)
from bot.cards.message import Message, UnknownKind
from bot.cards.scene import Scene
from bot.cards.stages import stage
from storage.outbox import ROUND_UP, Delivery
from triage_rules.council import Council

DRAWERS: dict[str, Callable[[Scene, Delivery], Message | None]] = {
    "issue_card": issue_card.draw,
    "action_card": action_card.draw,
    "another_link": action_card.draw,
    "receipt": receipt.draw,
    "lead_card": councillor_cards.draw_lead,
    "councillor_card": councillor_cards.draw_view,
    "agree_card": agree_card.draw,
    "told": told.draw,
    "chase": chasing.draw_chase,
    "escalation": chasing.draw_escalation,
    ROUND_UP: round_up.draw,
    "repeat": news.draw_repeat,
    "declined_twice": news.draw_declined_twice,
    "quiet": quiet.draw_quiet,
    "put_off": quiet.draw_put_off,
    "action_finished": news.draw_action_finished,
    "parked": news.draw_parked,
    "joining": joining.draw,
    "reply": talk.draw,
    "question": talk.draw,
    "answer": talk.draw,
    "note": talk.draw,
    "view": talk.draw,
    "stray_letter": stray_letter.draw,
    "own_template": news.draw_own_template,
}


def draw(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """The message of this delivery as things stand at `now` (business time, aware UTC).

    None when there is nothing to say any more. Raises UnknownKind where there is no drawer here
    (briefings have theirs).
    """
    if delivery.kind not in DRAWERS:
        raise UnknownKind(delivery.kind)
    scene = Scene(session, council, now, delivery.recipient)
    message = DRAWERS[delivery.kind](scene, delivery)
    return replace(message, stage=stage(scene, delivery)) if message and delivery.card else message
