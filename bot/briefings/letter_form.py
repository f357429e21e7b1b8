"""A briefing as a letter, for e-mail and paper: all of it, as text and as a page."""

from datetime import datetime

from pydantic import ValidationError
from sqlmodel import Session

from bot.briefings.content import Briefing
from bot.briefings.forms import as_html, as_text
from bot.briefings.slack_form import escape
from bot.cards.message import Message
from storage.briefings import BriefingCopy
from storage.outbox import Delivery
from triage_rules.council import Council


def draw_letter(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """The copy as it was made, like draw_copy; None when it is gone. `now` is not looked at,
    of `council` only where answers go."""
    copy = session.get(BriefingCopy, delivery.data.get("copy"))
    if copy is None:
        return None
    try:
        briefing = Briefing.model_validate_json(copy.content)
    except ValidationError:
        return None  # its content was erased
    page = as_html(briefing, write_to=council.team.email or "")
    return Message(text=str(escape(as_text(briefing))), subject=briefing.title, html=page)
