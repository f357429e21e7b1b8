"""Block Kit as small functions. Every text is held within Slack's limits here.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from bot.cards.offers import Choice, Offer
from bot.cards.text import weight

Block = dict[str, Any]

SECTION = 3_000
BUTTON = 75


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """`text` is escaped; `verbatim` keeps Slack from making links of what people typed."""
    return {"type": "mrkdwn", "text": _within(text, SECTION), "verbatim": True}


def section(text: str, accessory: Block | None = None) -> Block:
    block = {"type": "section", "text": mrkdwn(text)}
    return block | ({"accessory": accessory} if accessory else {})


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def _within(text: str, most: int) -> str:
    """The last resort, for what was not shortened before: cut, but never inside an escaped character."""
    sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
    if sum(sizes) <= most:
        return text
    end = next(end for end, size in enumerate(accumulate(sizes)) if size > most - 1)
    head = text[:end]
    start = head.rfind("&", max(end - 5, 0))
    if start >= 0 and ";" not in head[start:]:
        head = head[:start]
    return f"{head}…"


def button(choice: Choice) -> Block:
    block = {"type": "button", "text": plain(choice.label), "action_id": choice.verb, "value": choice.target}
    label = f"{choice.label}, {choice.about}" if choice.about else ""
    if label and sum(map(weight, label)) <= BUTTON:
        block["accessibility_label"] = label
    return block | ({"style": "primary"} if choice.primary else {})


def overflow(choices: Sequence[Choice]) -> Block:
    options = [{"text": plain(c.label), "value": f"{c.verb}:{c.target}"} for c in choices]
    return {"type": "overflow", "action_id": "overflow", "options": options}


def controls(offer: Offer) -> list[Block]:
    """The row of buttons with its menu; nothing when nothing is offered."""
    elements = [button(choice) for choice in offer.buttons]
    if offer.menu:
        elements.append(overflow(offer.menu))
    return [{"type": "actions", "elements": elements}] if elements else []
