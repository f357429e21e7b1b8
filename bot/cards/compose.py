"""From a template and what it needs to a message: text, blocks, buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.message import Message
from bot.cards.offers import NOTHING, Choice, Offer
from bot.cards.paper import bare_text, paragraphs
from bot.cards.text import one_line, plain, shorten

SUBJECT = 150


def compose(
    template: str,
    facts: Mapping[str, Any],
    offer: Offer = NOTHING,
    *,
    thread_of: tuple[str, int | None] | None = None,
    subject: str = "",
    beside: Mapping[int, Sequence[Choice]] | None = None,
    pressed: Mapping[int, Choice] | None = None,
) -> Message:
    """`beside`: by action id, what is offered in a small menu beside the paragraph about that action.
    `pressed`: the same as one button."""
    shown = []
    for paragraph in paragraphs(template, facts):
        choices = (beside or {}).get(paragraph.about or 0)
        button = (pressed or {}).get(paragraph.about or 0)
        if paragraph.small:
            shown.append(blocks.context(paragraph.text))
        else:
            shown.append(blocks.section(paragraph.text, _beside(choices, button)))
    text = bare_text(template, facts)
    line = subject or plain(text.split("\n", 1)[0])
    return Message(
        text=text,
        blocks=shown + blocks.controls(offer),
        thread_of=thread_of,
        subject=one_line(shorten(line, SUBJECT, "…")),
        offer=offer,
    )


def _beside(choices: Sequence[Choice] | None, button: Choice | None) -> blocks.Block | None:
    if button is not None:
        return blocks.button(button)
    return blocks.overflow(choices) if choices else None
