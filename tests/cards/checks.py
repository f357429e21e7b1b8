"""What holds for every message, whatever it says."""

import re

from slack_sdk.models.blocks import Block

from bot.cards.message import Message
from bot.simulator.checks.message_rules import check_message
from tests.cards.stage import labels

# What would show that a template went wrong, or that a machine is speaking.
SLIPS = re.compile(
    r"\bNone\b|Undefined|\{[{%]|[%}]\}|\bFalse\b|\d{4}-\d\d-\d\d|\b(?:GMT|UTC|BST)\b|[a-z]_[a-z]+:|  |\.\.|,,| ,"
    r"|org:|person:|user:|awaiting_acceptance|ward_member|planned_candidate|rapid_response"
)
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")


def check(message: Message, *, our_words: bool = True) -> None:
    """Fails unless Slack would take it, nobody's text can do harm in it, and it can be read aloud.

    `our_words`: all text is ours or is plain; then it must also be free of slips.
    """
    check_message(message.text, message.blocks, None, strict_text=True)
    for block in Block.parse_all(message.blocks):
        block.validate_json()
    for text in (message.text, *texts(message)):
        assert text.strip()
        assert "<" not in text, f"unescaped: {text}"
        assert not ENTITY.search(text), f"half an escape: {text}"
        assert "\x00" not in text
    assert len(message.text) < 12_000
    assert "\n" not in message.subject
    assert len(message.subject) <= 150
    buttons, menu = labels(message)
    assert len(buttons) <= 3
    assert len(menu) <= 5
    assert len(set(buttons + menu)) == len(buttons + menu)
    styles = [e.get("style") for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    assert styles.count("primary") <= 1
    if our_words:
        assert not SLIPS.search(message.text), SLIPS.search(message.text)


def texts(message: Message) -> list[str]:
    """Every mrkdwn text of the blocks."""
    found = []
    for block in message.blocks:
        if block["type"] == "section":
            found.append(block["text"]["text"])
            assert block["text"].get("verbatim"), "links of people's making"
        if block["type"] == "context":
            found += [element["text"] for element in block["elements"]]
    return found
