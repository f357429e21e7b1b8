"""Checks of the small objects that blocks and elements are made of: text, options, confirmations.

Every check adds what is wrong to a `Problems`, in the words and with the JSON pointers that Slack uses
(https://docs.slack.dev/reference/block-kit/composition-objects).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from bot.simulator import limits

PLAIN = ("plain_text",)
PLAIN_OR_MRKDWN = ("plain_text", "mrkdwn")
TEXT_KEYS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


class Problems:
    """What is wrong, in order; `text_length` adds up the text seen, for a message's total."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.text_length = 0

    def add(self, what: str, pointer: str) -> None:
        self.messages.append(f"[ERROR] {what} [json-pointer:{pointer}]")


def check_object(
    problems: Problems, value: Any, pointer: str, required: Iterable[str], allowed: Collection[str]
) -> bool:
    """Whether `value` is an object worth looking into; missing and unknown keys are noted."""
    if not isinstance(value, dict):
        problems.add("must provide an object", pointer)
        return False
    for key in required:
        if value.get(key) is None:
            problems.add(f"missing required field: {key}", pointer)
    for key in value:
        if key not in allowed:
            problems.add(f"invalid additional property: {key}", pointer)
    return True


def check_string(problems: Problems, value: Any, pointer: str, most: int, least: int = 1) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        problems.add("must be a string", pointer)
    elif len(value) > most:
        problems.add(f"must be less than {most + 1} characters", pointer)
    elif len(value) < least:
        problems.add(f"must be more than {least - 1} characters", pointer)


def check_items(problems: Problems, value: Any, pointer: str, most: int, least: int = 1) -> list[Any]:
    """The list to look into, empty if it is none."""
    if not isinstance(value, list):
        problems.add("must provide an array", pointer)
        return []
    if len(value) > most:
        problems.add(f"no more than {most} items allowed", pointer)
    if len(value) < least:
        problems.add(f"no fewer than {least} items allowed", pointer)
    return value


def check_text(problems: Problems, value: Any, pointer: str, most: int, kinds: tuple[str, ...] = PLAIN) -> None:
    if value is None:
        return
    kind = value.get("type") if isinstance(value, dict) else None
    if not check_object(problems, value, pointer, ("type", "text"), TEXT_KEYS.get(kind or "", {"type", "text"})):
        return
    if kind not in kinds:
        problems.add(f"unsupported type: {kind}", f"{pointer}/type")
    check_string(problems, value.get("text"), f"{pointer}/text", most)
    problems.text_length += len(value["text"]) if isinstance(value.get("text"), str) else 0


def check_confirm(problems: Problems, value: Any, pointer: str) -> None:
    if value is None:
        return
    keys = ("title", "text", "confirm", "deny")
    if check_object(problems, value, pointer, keys, {*keys, "style"}):
        check_text(problems, value.get("title"), f"{pointer}/title", limits.CONFIRM_TITLE)
        check_text(problems, value.get("text"), f"{pointer}/text", limits.CONFIRM_TEXT, PLAIN_OR_MRKDWN)
        check_text(problems, value.get("confirm"), f"{pointer}/confirm", limits.CONFIRM_BUTTON)
        check_text(problems, value.get("deny"), f"{pointer}/deny", limits.CONFIRM_BUTTON)
        check_style(problems, value, pointer)


def check_style(problems: Problems, value: dict[str, Any], pointer: str) -> None:
    if value.get("style") not in (None, "primary", "danger"):
        problems.add("must be a valid enum value", f"{pointer}/style")


def check_option(problems: Problems, value: Any, pointer: str, kinds: tuple[str, ...], url: bool = False) -> None:
    allowed = {"text", "value", "description", *(["url"] if url else [])}
    if not check_object(problems, value, pointer, ("text", "value"), allowed):
        return
    check_text(problems, value.get("text"), f"{pointer}/text", limits.OPTION_TEXT, kinds)
    check_string(problems, value.get("value"), f"{pointer}/value", limits.OPTION_VALUE)
    check_text(problems, value.get("description"), f"{pointer}/description", limits.OPTION_DESCRIPTION, kinds)
    check_string(problems, value.get("url"), f"{pointer}/url", limits.OPTION_URL)


def check_options(
    problems: Problems, value: Any, pointer: str, most: int, kinds: tuple[str, ...] = PLAIN, url: bool = False
) -> None:
    options = check_items(problems, value, pointer, most)
    for index, option in enumerate(options):
        check_option(problems, option, f"{pointer}/{index}", kinds, url)


def check_option_groups(problems: Problems, value: Any, pointer: str) -> None:
    for index, group in enumerate(check_items(problems, value, pointer, limits.SELECT_GROUPS)):
        at = f"{pointer}/{index}"
        if check_object(problems, group, at, ("label", "options"), {"label", "options"}):
            check_text(problems, group.get("label"), f"{at}/label", limits.OPTION_GROUP_LABEL)
            check_options(problems, group.get("options"), f"{at}/options", limits.SELECT_OPTIONS)


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option an element offers, those of its groups included."""
    groups = element.get("option_groups")
    if isinstance(groups, list):
        return [option for group in groups if isinstance(group, dict) for option in group.get("options") or []]
    options = element.get("options")
    return options if isinstance(options, list) else []
