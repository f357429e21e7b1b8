"""Checks of block elements: https://docs.slack.dev/reference/block-kit/block-elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.simulator import limits
from bot.simulator.checks.compositions import (
    PLAIN,
    PLAIN_OR_MRKDWN,
    Problems,
    check_confirm,
    check_items,
    check_object,
    check_option_groups,
    check_options,
    check_string,
    check_style,
    check_text,
    options_of,
)

Element = dict[str, Any]
IMAGE_KEYS = {"type", "image_url", "alt_text"}
COMMON = {"type", "action_id"}
PICKED = {"placeholder", "focus_on_load", "confirm"}

SINGLE_SELECTS = {
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
}
MULTI_SELECTS = {f"multi_{kind}" for kind in SINGLE_SELECTS}
SELECTS = SINGLE_SELECTS | MULTI_SELECTS
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
CHOSEN = SELECTS | {"radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker"}

ACCESSORIES = {"button", "overflow", "image"} | CHOSEN - {"datetimepicker"}
ACTION_ELEMENTS = {"button", "overflow"} | CHOSEN
INPUT_ELEMENTS = TYPED | CHOSEN


def check_element(problems: Problems, value: Any, pointer: str, allowed: set[str]) -> None:
    """One element, which must be of an `allowed` type."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in allowed:
        problems.add(f"unsupported type: {kind}", f"{pointer}/type")
        return
    assert isinstance(value, dict)
    check_string(problems, value.get("action_id"), f"{pointer}/action_id", limits.ACTION_ID)
    CHECKS[kind](problems, value, pointer)


def _button(problems: Problems, value: Element, pointer: str) -> None:
    allowed = COMMON | {"text", "value", "url", "style", "confirm", "accessibility_label"}
    check_object(problems, value, pointer, ("text",), allowed)
    check_text(problems, value.get("text"), f"{pointer}/text", limits.BUTTON_TEXT)
    check_string(problems, value.get("value"), f"{pointer}/value", limits.BUTTON_VALUE, least=0)
    check_string(problems, value.get("url"), f"{pointer}/url", limits.BUTTON_URL)
    label = value.get("accessibility_label")
    check_string(problems, label, f"{pointer}/accessibility_label", limits.BUTTON_ACCESSIBILITY_LABEL)
    check_style(problems, value, pointer)
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")


def _overflow(problems: Problems, value: Element, pointer: str) -> None:
    check_object(problems, value, pointer, ("options",), COMMON | {"options", "confirm"})
    check_options(problems, value.get("options"), f"{pointer}/options", limits.OVERFLOW_OPTIONS, url=True)
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")


def check_image_element(problems: Problems, value: Element, pointer: str) -> None:
    check_object(problems, value, pointer, ("image_url", "alt_text"), IMAGE_KEYS)
    check_string(problems, value.get("image_url"), f"{pointer}/image_url", limits.IMAGE_URL)
    check_string(problems, value.get("alt_text"), f"{pointer}/alt_text", limits.IMAGE_ALT_TEXT)


def _text_input(problems: Problems, value: Element, pointer: str) -> None:
    kind = value["type"]
    extra = {"initial_value", "placeholder", "focus_on_load", "dispatch_action_config"}
    if kind == "plain_text_input":
        extra |= {"multiline", "min_length", "max_length"}
    if kind == "number_input":
        extra |= {"is_decimal_allowed", "min_value", "max_value"}
    check_object(problems, value, pointer, (), COMMON | extra)
    check_text(problems, value.get("placeholder"), f"{pointer}/placeholder", limits.PLACEHOLDER)
    check_string(problems, value.get("initial_value"), f"{pointer}/initial_value", limits.TEXT_INPUT, least=0)
    for key, least in (("min_length", 0), ("max_length", 1)):
        length = value.get(key)
        if length is not None and not (isinstance(length, int) and least <= length <= limits.TEXT_INPUT):
            problems.add(f"must be between {least} and {limits.TEXT_INPUT}", f"{pointer}/{key}")
    config = value.get("dispatch_action_config")
    if config is not None:
        triggers = config.get("trigger_actions_on") if isinstance(config, dict) else None
        known = {"on_enter_pressed", "on_character_entered"}
        if not isinstance(triggers, list) or not triggers or set(triggers) - known:
            problems.add("must be a valid enum value", f"{pointer}/dispatch_action_config/trigger_actions_on")


def _select(problems: Problems, value: Element, pointer: str) -> None:
    kind = value["type"]
    many = kind in MULTI_SELECTS
    allowed = COMMON | PICKED | ({"max_selected_items"} if many else set())
    source = kind.removeprefix("multi_").removesuffix("_select")
    if source in ("static", "external"):
        initial = "initial_options" if many else "initial_option"
        allowed |= {initial, *({"options", "option_groups"} if source == "static" else {"min_query_length"})}
    else:
        initial = f"initial_{source}" if many else f"initial_{source.removesuffix('s')}"
        allowed |= {initial, "default_to_current_conversation", "response_url_enabled", "filter"}
    check_object(problems, value, pointer, (), allowed)
    check_text(problems, value.get("placeholder"), f"{pointer}/placeholder", limits.PLACEHOLDER)
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")
    if source == "static":
        if "option_groups" in value:
            check_option_groups(problems, value["option_groups"], f"{pointer}/option_groups")
        else:
            check_options(problems, value.get("options"), f"{pointer}/options", limits.SELECT_OPTIONS)
        _check_initial(problems, value, pointer, initial)
    most = value.get("max_selected_items")
    if most is not None and not (isinstance(most, int) and most >= 1):
        problems.add("must be more than 0", f"{pointer}/max_selected_items")


def _check_initial(problems: Problems, value: Element, pointer: str, key: str) -> None:
    """Initial values must be exactly among the options, and a list of them must not be empty."""
    initial = value.get(key)
    if initial is None:
        return
    if key == "initial_option":
        chosen = [(initial, f"{pointer}/{key}")]
    else:
        items = check_items(problems, initial, f"{pointer}/{key}", limits.SELECT_OPTIONS)
        chosen = [(item, f"{pointer}/{key}/{index}") for index, item in enumerate(items)]
    options = options_of(value)
    for option, at in chosen:
        if option not in options:
            problems.add("initial option must exactly match one of the options", at)


def _radio(problems: Problems, value: Element, pointer: str) -> None:
    allowed = COMMON | {"options", "initial_option", "confirm", "focus_on_load"}
    check_object(problems, value, pointer, ("options",), allowed)
    check_options(problems, value.get("options"), f"{pointer}/options", limits.RADIO_OPTIONS, PLAIN_OR_MRKDWN)
    _check_initial(problems, value, pointer, "initial_option")
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")


def _checkboxes(problems: Problems, value: Element, pointer: str) -> None:
    allowed = COMMON | {"options", "initial_options", "confirm", "focus_on_load"}
    check_object(problems, value, pointer, ("options",), allowed)
    check_options(problems, value.get("options"), f"{pointer}/options", limits.CHECKBOX_OPTIONS, PLAIN_OR_MRKDWN)
    _check_initial(problems, value, pointer, "initial_options")
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")


PICKER_SHAPES = {
    "datepicker": ("initial_date", r"\d{4}-\d{2}-\d{2}"),
    "timepicker": ("initial_time", r"([01]\d|2[0-3]):[0-5]\d"),
    "datetimepicker": ("initial_date_time", r"\d{10}"),
}


def _picker(problems: Problems, value: Element, pointer: str) -> None:
    key, shape = PICKER_SHAPES[value["type"]]
    extra = {"timezone"} if value["type"] == "timepicker" else set()
    allowed = COMMON | PICKED | {key} | extra
    if value["type"] == "datetimepicker":
        allowed -= {"placeholder"}
    check_object(problems, value, pointer, (), allowed)
    check_text(problems, value.get("placeholder"), f"{pointer}/placeholder", limits.PLACEHOLDER, PLAIN)
    if value.get(key) is not None and not re.fullmatch(shape, str(value[key])):
        problems.add("must match the required format", f"{pointer}/{key}")
    check_confirm(problems, value.get("confirm"), f"{pointer}/confirm")


CHECKS: dict[str, Callable[[Problems, Element, str], None]] = {
    "button": _button,
    "overflow": _overflow,
    "image": check_image_element,
    "radio_buttons": _radio,
    "checkboxes": _checkboxes,
    **dict.fromkeys(TYPED, _text_input),
    **dict.fromkeys(SELECTS, _select),
    **dict.fromkeys(PICKER_SHAPES, _picker),
}
