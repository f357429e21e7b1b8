"""Checks of layout blocks, as Slack makes them before it shows anything.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Literal

from bot.simulator import limits
from bot.simulator.checks.compositions import (
    PLAIN_OR_MRKDWN,
    Problems,
    check_items,
    check_object,
    check_string,
    check_text,
)
from bot.simulator.checks.elements import (
    ACCESSORIES,
    ACTION_ELEMENTS,
    INPUT_ELEMENTS,
    check_element,
    check_image_element,
)
from bot.simulator.checks.rich_text import check_rich_text

Surface = Literal["message", "modal", "home"]
Block = dict[str, Any]


def check_blocks(problems: Problems, blocks: Any, pointer: str, surface: Surface) -> None:
    """Every block of a message, modal or Home; block ids must be unique among them."""
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.SURFACE_BLOCKS
    seen: set[str] = set()
    for index, block in enumerate(check_items(problems, blocks, pointer, most, least=0)):
        at = f"{pointer}/{index}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in CHECKS:
            problems.add(f"unsupported type: {kind}", f"{at}/type")
            continue
        check_string(problems, block.get("block_id"), f"{at}/block_id", limits.BLOCK_ID)
        if block.get("block_id") in seen:
            problems.add("block_id must be unique", f"{at}/block_id")
        if isinstance(block.get("block_id"), str):
            seen.add(block["block_id"])
        CHECKS[kind](problems, block, at)
        _check_action_ids(problems, block, at)
    _check_focus(problems, blocks, pointer)


def _section(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, (), {"type", "block_id", "text", "fields", "accessory", "expand"})
    if block.get("text") is None and not block.get("fields"):
        problems.add("missing required field: text", at)
    check_text(problems, block.get("text"), f"{at}/text", limits.SECTION_TEXT, PLAIN_OR_MRKDWN)
    if block.get("fields") is not None:
        fields = check_items(problems, block["fields"], f"{at}/fields", limits.SECTION_FIELDS)
        for index, text in enumerate(fields):
            pointer = f"{at}/fields/{index}"
            check_text(problems, text, pointer, limits.SECTION_FIELD_TEXT, PLAIN_OR_MRKDWN)
    if block.get("accessory") is not None:
        check_element(problems, block["accessory"], f"{at}/accessory", ACCESSORIES)


def _header(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, ("text",), {"type", "block_id", "text"})
    check_text(problems, block.get("text"), f"{at}/text", limits.HEADER_TEXT)


def _context(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, ("elements",), {"type", "block_id", "elements"})
    elements = check_items(problems, block.get("elements"), f"{at}/elements", limits.CONTEXT_ELEMENTS)
    for index, element in enumerate(elements):
        pointer = f"{at}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_image_element(problems, element, pointer)
        else:
            check_text(problems, element or {}, pointer, limits.CONTEXT_TEXT, PLAIN_OR_MRKDWN)


def _actions(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, ("elements",), {"type", "block_id", "elements"})
    elements = check_items(problems, block.get("elements"), f"{at}/elements", limits.ACTIONS_ELEMENTS)
    for index, element in enumerate(elements):
        check_element(problems, element, f"{at}/elements/{index}", ACTION_ELEMENTS)


def _divider(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, (), {"type", "block_id"})


def _image(problems: Problems, block: Block, at: str) -> None:
    check_object(problems, block, at, ("alt_text",), {"type", "block_id", "image_url", "alt_text", "title"})
    if block.get("image_url") is None:
        problems.add("missing required field: image_url", at)
    check_string(problems, block.get("image_url"), f"{at}/image_url", limits.IMAGE_URL)
    check_string(problems, block.get("alt_text"), f"{at}/alt_text", limits.IMAGE_ALT_TEXT)
    check_text(problems, block.get("title"), f"{at}/title", limits.IMAGE_TITLE)


def _input(problems: Problems, block: Block, at: str) -> None:
    allowed = {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"}
    check_object(problems, block, at, ("label", "element"), allowed)
    check_text(problems, block.get("label"), f"{at}/label", limits.INPUT_LABEL)
    check_text(problems, block.get("hint"), f"{at}/hint", limits.INPUT_HINT)
    if block.get("element") is not None:
        check_element(problems, block["element"], f"{at}/element", INPUT_ELEMENTS)


CHECKS: dict[str, Callable[[Problems, Block, str], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": check_rich_text,
}


def elements_of(block: Block) -> list[tuple[str, dict[str, Any]]]:
    """The interactive elements of one block, each with its JSON pointer inside the block."""
    kind = block.get("type")
    if kind == "section" and isinstance(block.get("accessory"), dict):
        return [("accessory", block["accessory"])]
    if kind == "input" and isinstance(block.get("element"), dict):
        return [("element", block["element"])]
    if kind == "actions":
        elements = block.get("elements") or []
        return [(f"elements/{index}", each) for index, each in enumerate(elements) if isinstance(each, dict)]
    return []


def interactive(blocks: list[Block]) -> Iterator[tuple[Block, dict[str, Any]]]:
    """Every (block, element) that a person can use; images are none."""
    for block in blocks:
        for _, element in elements_of(block):
            if element.get("type") != "image":
                yield block, element


def with_ids(blocks: list[Block], new_id: Callable[[], str]) -> list[Block]:
    """A copy in which every block and element has an id, as Slack fills them in."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", new_id())
        for _, element in elements_of(block):
            if element.get("type") != "image":
                element.setdefault("action_id", new_id())
    return filled


def _check_action_ids(problems: Problems, block: Block, at: str) -> None:
    seen: set[str] = set()
    for path, element in elements_of(block):
        action_id = element.get("action_id")
        if action_id is not None and action_id in seen:
            problems.add("action_id must be unique within a block", f"{at}/{path}/action_id")
        if isinstance(action_id, str):
            seen.add(action_id)


def _check_focus(problems: Problems, blocks: Any, pointer: str) -> None:
    dicts = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    focused = [element for _, element in interactive(dicts) if element.get("focus_on_load")]
    if len(focused) > 1:
        problems.add("only one element may have focus_on_load", pointer)
