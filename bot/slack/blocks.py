"""Block Kit as small functions. Every text is cut or escaped here, so that Slack takes every view we draw."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.cards.text import clean, escape, one_line, shorten

Block = dict[str, Any]
Choice = tuple[str, str]
"""(value, label) of something to choose."""

OPTION = 75  # characters: https://docs.slack.dev/reference/block-kit/composition-objects/option-object
SECTION = 3000  # https://docs.slack.dev/reference/block-kit/blocks/section-block
TYPED = 3000  # https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
MOST_SECTIONS = 10  # of one text: a view may weigh 250 kB
MOST_OPTIONS = 100  # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
MOST_BOXES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element


def escaped(text: str) -> str:
    """What people wrote, safe inside mrkdwn: no mention, link or broadcast gets through."""
    return escape(clean(text))


def cut(text: str, most: int) -> str:
    """One line that Slack counts as `most` characters at most; never empty, which Slack refuses."""
    return shorten(one_line(text), most, "…") or "–"


def size(text: str) -> int:
    """Characters as Slack counts them: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str, block_id: str | None = None, accessory: Block | None = None) -> Block:
    """`text` is mrkdwn: escape what people wrote before it comes here."""
    mrkdwn = {"type": "mrkdwn", "text": _within(text, SECTION), "verbatim": True}
    block: Block = {"type": "section", "text": mrkdwn}
    return _named(block, block_id) | ({"accessory": accessory} if accessory else {})


def _within(text: str, most: int) -> str:
    """The last resort: our own texts are shorter, and what people wrote has been cut before."""
    return text if size(text) <= most else text[: most // 2] + "…"


def quoted(text: str, most: int = 1500) -> Block:
    """What somebody wrote, as plain text: its beginning where it is long."""
    return {"type": "section", "text": plain(shorten(clean(text).strip(), most, "…") or "–")}


def whole(text: str) -> list[Block]:
    """All that somebody wrote, as plain text: as many sections as it takes, up to what a view may weigh."""
    pieces, piece, left = [], "", SECTION - 100
    for character in clean(text).strip():
        if (left := left - size(character)) < 0:
            pieces.append(piece)
            piece, left = "", SECTION - 100
        piece += character
    pieces = [each.strip() for each in (*pieces, piece) if each.strip()]
    beyond = sum(map(len, pieces[MOST_SECTIONS:]))
    more = [context(f"{beyond:,} more characters are kept, and are not shown here.")] if beyond else []
    return [*({"type": "section", "text": plain(each)} for each in pieces[:MOST_SECTIONS]), *more]


def context(text: str, block_id: str | None = None) -> Block:
    elements = [{"type": "mrkdwn", "text": _within(text, SECTION), "verbatim": True}]
    return _named({"type": "context", "elements": elements}, block_id)


def header(text: str) -> Block:
    return {"type": "header", "text": plain(cut(text, 150))}


def divider() -> Block:
    return {"type": "divider"}


def button(text: str, action: str, value: str = "", style: str | None = None) -> Block:
    block: Block = {"type": "button", "text": plain(text), "action_id": action}
    if value:
        block["value"] = value
    return block | ({"style": style} if style else {})


def buttons(*elements: Block, block_id: str | None = None) -> Block:
    return _named({"type": "actions", "elements": list(elements)}, block_id)


def _named(block: Block, block_id: str | None) -> Block:
    return block | ({"block_id": block_id} if block_id else {})


def option(choice: Choice) -> Block:
    return {"text": plain(cut(choice[1], OPTION)), "value": choice[0]}


def options(choices: Iterable[Choice]) -> list[Block]:
    return [option(choice) for choice in choices]


def question(
    block_id: str,
    label: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = False,
    tells: bool = False,
) -> Block:
    """An input. `tells`: each change comes to us at once. Its action id is its block id."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element | {"action_id": block_id},
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint)
    return block | ({"dispatch_action": True} if tells else {})


def typed(value: str = "", *, lines: bool = False, most: int = TYPED, placeholder: str = "") -> Block:
    length = size(value)
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": max(most, min(length, TYPED))}
    if 0 < length <= TYPED:
        element["initial_value"] = value
    return element | ({"placeholder": plain(placeholder)} if placeholder else {})


def radio(choices: Sequence[Choice], chosen: str | None = None) -> Block:
    element: Block = {"type": "radio_buttons", "options": options(choices)}
    return element | _initial(choices, chosen)


def boxes(choices: Sequence[Choice], ticked: Sequence[str] = ()) -> Block:
    element: Block = {"type": "checkboxes", "options": options(choices[:MOST_BOXES])}
    return element | _initials(choices[:MOST_BOXES], ticked)


def select(choices: Sequence[Choice], chosen: str | None = None, placeholder: str = "Choose one") -> Block:
    """One of `choices`; found by typing where they are too many for a menu."""
    kept = next((choice for choice in choices if choice[0] == chosen), None)
    if not 0 < len(choices) <= MOST_OPTIONS:
        return external(kept, placeholder)
    return {"type": "static_select", "options": options(choices), "placeholder": plain(placeholder)} | _initial(
        choices, chosen
    )


def external(kept: Choice | None, placeholder: str) -> Block:
    """One of many, found by typing: the choices come from `suggestions`."""
    element: Block = {"type": "external_select", "min_query_length": 0, "placeholder": plain(placeholder)}
    return element | ({"initial_option": option(kept)} if kept else {})


def multi_select(choices: Sequence[Choice], chosen: Sequence[str] = (), placeholder: str = "Choose") -> Block:
    element: Block = {"type": "multi_static_select", "options": options(choices), "placeholder": plain(placeholder)}
    if not 0 < len(choices) <= MOST_OPTIONS:
        element = {"type": "multi_external_select", "min_query_length": 0, "placeholder": plain(placeholder)}
    return element | _initials(choices, chosen)


def day(chosen: str | None = None, placeholder: str = "Choose a day") -> Block:
    element: Block = {"type": "datepicker", "placeholder": plain(placeholder)}
    return element | ({"initial_date": chosen} if chosen else {})


def _initial(choices: Sequence[Choice], chosen: str | None) -> Block:
    kept = [option(choice) for choice in choices if choice[0] == chosen]
    return {"initial_option": kept[0]} if kept else {}


def _initials(choices: Sequence[Choice], chosen: Sequence[str]) -> Block:
    kept = [option(choice) for choice in choices if choice[0] in chosen]
    return {"initial_options": kept} if kept else {}


def modal(
    title: str,
    blocks: list[Block],
    *,
    callback: str = "page",
    submit: str | None = None,
    close: str = "Cancel",
    metadata: str = "",
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(cut(title, 24)),
        "blocks": blocks[:100],
        "close": plain(close),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit)} if submit else {})


def page(title: str, *paragraphs: str, more: Sequence[Block] = ()) -> Block:
    """A modal that only says something. Paragraphs are mrkdwn."""
    return modal(title, [*(section(text) for text in paragraphs), *more], close="Close")


Value = str | tuple[str, ...] | None


def values_of(view: Block) -> dict[str, Value]:
    """What has been typed and chosen in a view: block id to a string, a tuple of values, or None."""
    given: dict[str, Value] = {}
    for block_id, elements in (view.get("state") or {}).get("values", {}).items():
        for state in elements.values():
            given[block_id] = _value(state)
    return given


def storable(text: str) -> str:
    """Without what no database takes: nulls, and halves of characters."""
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _value(state: Block) -> Value:
    if "selected_options" in state:
        return tuple(each["value"] for each in state["selected_options"] or ())
    if "selected_option" in state:
        chosen = state["selected_option"]
        return chosen["value"] if chosen else None
    if "selected_date" in state:
        return state["selected_date"]
    value = state.get("value")
    return storable(value) if isinstance(value, str) else None
