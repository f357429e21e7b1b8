"""Checks of rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from __future__ import annotations

from typing import Any

from bot.simulator.checks.compositions import Problems, check_items, check_object

CONTAINERS = {
    "rich_text_section": {"type", "elements"},
    "rich_text_list": {"type", "elements", "style", "indent", "offset", "border"},
    "rich_text_preformatted": {"type", "elements", "border", "language"},
    "rich_text_quote": {"type", "elements", "border"},
}
# what each piece must have, and what it may have besides `style`
PIECES: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "text": (("text",), set()),
    "link": (("url",), {"text", "unsafe"}),
    "emoji": (("name",), {"unicode", "skin_tone"}),
    "user": (("user_id",), set()),
    "usergroup": (("usergroup_id",), set()),
    "channel": (("channel_id",), set()),
    "broadcast": (("range",), set()),
    "date": (("timestamp", "format"), {"url", "fallback"}),
    "color": (("value",), set()),
}
MANY = 10_000


def check_rich_text(problems: Problems, block: dict[str, Any], at: str) -> None:
    check_object(problems, block, at, ("elements",), {"type", "block_id", "elements"})
    for index, container in enumerate(check_items(problems, block.get("elements"), f"{at}/elements", MANY)):
        _check_container(problems, container, f"{at}/elements/{index}", set(CONTAINERS))


def _check_container(problems: Problems, value: Any, at: str, allowed: set[str]) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in allowed:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    check_object(problems, value, at, ("elements",), CONTAINERS[kind])
    if kind == "rich_text_list" and value.get("style") not in ("bullet", "ordered"):
        problems.add("must be a valid enum value", f"{at}/style")
    for index, element in enumerate(check_items(problems, value.get("elements"), f"{at}/elements", MANY, least=0)):
        pointer = f"{at}/elements/{index}"
        if kind == "rich_text_list":
            _check_container(problems, element, pointer, {"rich_text_section"})
        else:
            _check_piece(problems, element, pointer)


def _check_piece(problems: Problems, value: Any, at: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in PIECES:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional = PIECES[kind]
    check_object(problems, value, at, required, {"type", "style", *required, *optional})
    if kind == "text" and isinstance(value.get("text"), str):
        if not value["text"]:
            problems.add("must be more than 0 characters", f"{at}/text")
        problems.text_length += len(value["text"])
