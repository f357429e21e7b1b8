"""`/issue` and what follows it, and the shortcut on a message."""

import re
from typing import Any

from bot.desk.refusal import Refusal
from bot.desk.verbs.refresh import see
from bot.slack.blocks import Block, button, buttons, escaped, section
from bot.slack.briefings import mine as my_briefing
from bot.slack.home import lists as home_lists
from bot.slack.incoming import Incoming
from bot.slack.joining import give_code
from bot.slack.pressing import why_not
from bot.slack.reception import Reception
from bot.slack.report.form import open_blank, open_form, prefilled
from bot.slack.showing import card_of, explained

Answer = dict[str, Any] | None
"""What only they see in answer; None: a form opened."""

REFERENCE = re.compile(r"#?rr[- ]?(\d{1,18})", re.IGNORECASE)
INVITE = re.compile(r"invite\s+(?:<mailto:[^|>]*\|)?([^\s<>|]+@[^\s<>|]+?)>?", re.IGNORECASE)
HELP = """*What you can type*
• `/issue` – report an issue
• `/issue` and what is happening – the same, with that text in the form
• `/issue RR-12` – see how that issue stands
• `/issue mine` – the issues that you reported
• `/issue brief` – your briefing as it stands now
• `/issue invite name@example.org` – a code for somebody of a partner who has a Slack of their own
If somebody is in danger, ring 999 first."""


def typed(reception: Reception, incoming: Incoming) -> Answer:
    text = str(incoming.body.get("text") or "").strip()
    word = text.casefold()
    if not text:
        open_blank(reception, incoming)
        return None
    if word in ("help", "?"):
        return _only_to_them("Type /issue to report an issue.", [section(HELP)])
    if word == "mine":
        return mine(reception, incoming)
    if word in ("brief", "briefing"):
        return brief(reception, incoming)
    if found := INVITE.fullmatch(text):
        return _only_to_them(give_code(reception, incoming, found[1]))
    if found := REFERENCE.fullmatch(text):
        return one(reception, incoming, int(found[1]))
    open_form(reception, incoming, prefilled(text))
    return None


def _only_to_them(text: str, blocks: list[Block] | None = None) -> Answer:
    shown = blocks or [section(escaped(text))]
    return {"response_type": "ephemeral", "text": text, "blocks": shown[:50]}


def mine(reception: Reception, incoming: Incoming) -> Answer:
    actor = reception.actor(incoming)
    lines = home_lists.lines_of(reception, actor, "mine", 0)
    if not lines.blocks:
        report = buttons(button("Report an issue", "report", style="primary"))
        return _only_to_them("You have reported nothing yet.", [section("You have reported nothing yet."), report])
    more = [section("Older ones are in your Home tab.")] if lines.older else []
    return _only_to_them("Issues that you reported", [section("*Issues that you reported*"), *lines.blocks, *more])


def brief(reception: Reception, incoming: Incoming) -> Answer:
    actor = reception.actor(incoming)
    blocks = my_briefing.first_page(reception, actor)
    if not blocks:
        councillors = reception.desk.council().words.councillors
        return _only_to_them(f"There is no briefing for you: briefings go to {councillors} and the Cabinet.")
    return _only_to_them("Your briefing", blocks)


def one(reception: Reception, incoming: Incoming, number: int) -> Answer:
    actor = reception.actor(incoming)
    try:
        issue = see(reception.desk, actor, number)
        message = card_of(reception, actor, issue)
    except Refusal as refusal:
        return _only_to_them(why_not(reception, actor, refusal))
    if message is None:
        return _only_to_them(f"There is nothing to show of RR-{number} any more.")
    return _only_to_them(message.text, [*message.blocks, *explained(reception, issue)])


def report_message(reception: Reception, incoming: Incoming) -> None:
    """The shortcut on a message: the form with that message's text."""
    message = incoming.body.get("message") or {}
    open_form(reception, incoming, prefilled(str(message.get("text") or ""), from_message=True))
