"""A briefing as a letter, for e-mail and paper: all of it, as text and as a page."""

import logging
from datetime import datetime

from pydantic import ValidationError
from sqlmodel import Session

from bot.briefings.content import Briefing
from bot.briefings.forms import as_html, as_text
from bot.briefings.own_templates.render import Fault, as_letter
from bot.briefings.slack_form import escape
from bot.cards.message import Follow, Message
from storage.briefings import BriefingCopy
from storage.outbox import Delivery
from triage_rules.council import Council

log = logging.getLogger(__name__)


def draw_letter(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """The copy as it was made, like draw_copy; None when it is gone. `now` is not looked at, of `council` where
    answers go, and its own templates: should one fail, the usual letter goes, and the team is told."""
    copy = session.get(BriefingCopy, delivery.data.get("copy"))
    if copy is None:
        return None
    try:
        briefing = Briefing.model_validate_json(copy.content)
    except ValidationError:
        return None  # its content was erased
    write_to = council.team.email or ""
    large = next((p.large_print for p in council.directory.people if p.id == briefing.person), False)
    text, page, fault = as_text(briefing), as_html(briefing, large=large, write_to=write_to), None
    try:
        text, page = _by_own_templates(council, briefing, write_to, text, page)
    except Fault as found:
        log.error("A template of the council failed; the usual letter goes: %s", found)
        fault = Follow("own_template", {"fault": str(found)}, to="team", key=f"template-{council.hash[:16]}")
    return Message(text=str(escape(text)), subject=briefing.title, html=page, follow=fault)


def _by_own_templates(council: Council, briefing: Briefing, write_to: str, text: str, page: str) -> tuple[str, str]:
    """With the council's templates in the place of those that it replaces. Raises Fault."""
    own = council.templates
    if "briefing.txt.j2" in own:
        text = as_letter(own, "briefing.txt.j2", briefing, write_to).strip() + "\n"
    if "briefing.html.j2" in own:
        page = as_letter(own, "briefing.html.j2", briefing, write_to).lstrip()
    return text, page
