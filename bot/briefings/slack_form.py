"""A briefing as a Slack message, within Slack's limits: what does not fit is counted, and follows elsewhere.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.briefings.content import Briefing, ButtonVerb, Entry, Part
from bot.briefings.forms import More, as_text, wording
from bot.briefings.phrases import TEMPLATES, cut
from bot.briefings.shortening import LIMITS, Limit, shortened
from bot.cards.message import Message

Block = dict[str, Any]
MOST_BLOCKS = 50
MOST_TEXT = 11_500  # characters of all texts in the blocks; Slack refuses from about 13,000 on
HEADER, LABEL, SECTION = 150, 75, 3_000


def escape(value: object) -> object:
    """What people wrote, safe in mrkdwn: no mention, link or broadcast gets through."""
    if not isinstance(value, str):
        return value
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# `finalize` meets every {{ … }}, so that no template can forget to escape.
_SLACK = Environment(  # escaped for Slack, not for HTML  # nosec B701
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
    finalize=escape,
)


def draw_briefing(briefing: Briefing, *, threaded: bool = False) -> Message:
    """The message, shortened until it fits. Its text says the same as its blocks. threaded: the rest comes below it."""
    shorter, _ = on_one_screen(briefing)
    more = wording("more_in_thread" if threaded else "more")
    return Message(
        text=str(escape(as_text(shorter, more=more))), blocks=list(blocks_of(shorter, more)), subject=briefing.title
    )


def on_one_screen(briefing: Briefing) -> tuple[Briefing, Limit]:
    """As much as Slack takes in one message."""
    for limit in LIMITS:
        shorter = shortened(briefing, limit)
        if fits(shorter):
            return shorter, limit
    raise ValueError(f"the briefing for {briefing.person} does not fit though it is empty")


def fits(briefing: Briefing) -> bool:
    blocks = list(blocks_of(briefing, wording("more_in_thread")))
    return len(blocks) <= MOST_BLOCKS and sum(map(_length, blocks)) <= MOST_TEXT


def blocks_of(briefing: Briefing, more: More) -> Iterator[Block]:
    yield {"type": "header", "text": _plain(briefing.title, HEADER)}
    yield _context(_render("as_at", briefing=briefing))
    if briefing.introduction or briefing.notices:
        yield _section(_render("above", briefing=briefing))
    for part in briefing.parts:
        yield from _part(part, len(briefing.parts) > 1, more)
    if not briefing.parts:
        yield _section(_render("no_parts", briefing=briefing))
    if briefing.foot:
        yield _context(_render("below", briefing=briefing))


def _part(part: Part, titled: bool, more: More) -> Iterator[Block]:
    if titled:
        yield {"type": "divider"}
        yield {"type": "header", "text": _plain(part.title, HEADER)}
    if part.quiet:
        yield _section(_render("quiet", part=part))
    for section in part.sections:
        yield _section(_render("section", section=section, more=more(section.more)))
        for entry in section.entries:
            yield from _entry(entry)
    if part.standing or part.withheld:
        yield _context(_render("foot", part=part))


def _entry(entry: Entry) -> Iterator[Block]:
    text = _render("entry", entry=entry)
    buttons = [_button(entry, verb, primary=n == 0) for n, verb in enumerate(entry.buttons)] if entry.issue else []
    if len(buttons) == 1:
        del buttons[0]["style"]
        yield _section(text) | {"accessory": buttons[0]}
    else:
        yield _section(text)
    if len(buttons) > 1:
        yield {"type": "actions", "elements": buttons}


def _button(entry: Entry, verb: ButtonVerb, primary: bool) -> Block:
    """A press on it is the same press as on a card: the action's id is the verb, its value the issue."""
    label = _render("button", verb=verb)
    button: Block = {
        "type": "button",
        "action_id": verb,
        "text": _plain(label, LABEL),
        "value": str(entry.issue),
        "accessibility_label": cut(f"{label}: {entry.reference}", LABEL),
        "style": "primary",
    }
    if not primary:
        del button["style"]
    return button


def _render(name: str, **facts: Any) -> str:
    return _SLACK.get_template(f"slack_{name}.j2").render(**facts).strip()


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut_lines(text), "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut_lines(text), "verbatim": True}]}


def cut_lines(text: str) -> str:
    return text if len(text) <= SECTION else text[: SECTION - 1] + "…"


def _length(block: Block) -> int:
    """Characters of all texts in a block."""
    own = block.get("text")
    here = len(own) if isinstance(own, str) else _length(own) if isinstance(own, dict) else 0
    inner = [block["accessory"]] if "accessory" in block else block.get("elements", [])
    return here + sum(_length(element) for element in inner)
