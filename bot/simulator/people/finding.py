"""Finding what a person sees: an element by its label or id, and the words of a message or view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.simulator.checks.blocks import Block, interactive
from bot.simulator.checks.compositions import options_of
from bot.simulator.errors import NotPossible


@dataclass(frozen=True)
class Found:
    """An element in its block; `option` when an overflow's option was named."""

    block: Block
    element: dict[str, Any]
    option: dict[str, Any] | None = None


def find_element(blocks: list[Block], wanted: str, near: str | None = None) -> Found:
    """By action_id, block_id, button text, overflow option, input label, placeholder or the section's words.

    `near` keeps those whose block, or the text just above it, holds these words. Raises NotPossible, naming
    what there is, when none or several fit.
    """
    candidates = list(_candidates(blocks, near))
    for names_of in (_ids, _labels):
        fits = [found for found in candidates if _plain(wanted) in {_plain(name) for name in names_of(found)}]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise NotPossible(f"{len(fits)} elements are called {wanted!r}; say `near` which words")
    there = sorted({name for found in candidates for name in _labels(found)})
    raise NotPossible(f"nothing is called {wanted!r}{f' near {near!r}' if near else ''}; there are {there}")


def choose_option(element: dict[str, Any], wanted: str) -> dict[str, Any]:
    """An option by its text or value."""
    for option in options_of(element):
        if wanted == option["value"] or _plain(wanted) == _plain(option["text"]["text"]):
            return option
    raise NotPossible(f"no option {wanted!r} among {[option['text']['text'] for option in options_of(element)]}")


def buttons(blocks: list[Block]) -> list[str]:
    """The texts of buttons, in order; overflow options come after their own dots: "⋯ Done"."""
    names = []
    for _, element in interactive(blocks):
        if element["type"] == "button":
            names.append(element["text"]["text"])
        if element["type"] == "overflow":
            names += [f"⋯ {option['text']['text']}" for option in element["options"]]
    return names


def labels(blocks: list[Block]) -> list[str]:
    """The labels of the inputs, in order."""
    return [block["label"]["text"] for block in blocks if block["type"] == "input"]


def words(blocks: list[Block]) -> str:
    """Everything written in the blocks, one line for each piece, without buttons' and options' texts."""
    return "\n".join(piece for block in blocks for piece in _block_words(block) if piece)


def _block_words(block: Block) -> Iterator[str]:
    kind = block["type"]
    if kind == "context":
        yield " ".join(each.get("text") or each.get("alt_text", "") for each in block["elements"])
    elif kind == "rich_text":
        yield _rich_words(block)
    elif kind == "image":
        yield block["alt_text"]
    else:
        for key in ("text", "label", "hint"):
            if isinstance(block.get(key), dict):
                yield block[key]["text"]
        for field in block.get("fields") or []:
            yield field["text"]


def _rich_words(value: dict[str, Any]) -> str:
    if "elements" not in value:
        return str(value.get("text") or value.get("url") or value.get("name") or "")
    between = "\n" if value["type"] in ("rich_text", "rich_text_list") else ""
    return between.join(_rich_words(each) for each in value["elements"])


def _candidates(blocks: list[Block], near: str | None) -> Iterator[Found]:
    above: list[str] = []
    for block in blocks:
        text = " ".join(_block_words(block))
        if block["type"] in ("divider", "header"):
            above = [text]
        for block_, element in interactive([block]):
            seen = " ".join([*above, text]) if block["type"] == "actions" else text
            if near is not None and near not in seen:
                continue
            yield Found(block_, element)
            if element["type"] == "overflow":
                yield from (Found(block_, element, option) for option in element["options"])
        above = [] if block["type"] == "actions" else [*above, text] if block["type"] != "section" else [text]


def _ids(found: Found) -> list[str]:
    if found.option:
        return [found.option["value"]]
    return [found.element["action_id"], found.block["block_id"]]


def _labels(found: Found) -> list[str]:
    if found.option:
        return [found.option["text"]["text"]]
    element, block = found.element, found.block
    if element["type"] == "button":
        return [element["text"]["text"], element.get("accessibility_label") or element["text"]["text"]]
    names = [block[key]["text"] for key in ("label", "text") if isinstance(block.get(key), dict)]
    if isinstance(element.get("placeholder"), dict):
        names.append(element["placeholder"]["text"])
    return names


def _plain(text: str) -> str:
    """Without marks, emoji codes and case."""
    return re.sub(r"[*_~`]|:[a-z0-9_+-]+:", "", text).strip().casefold()
