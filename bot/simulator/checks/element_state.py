"""What a person has typed and chosen in a message, modal or Home, in the shape Slack sends it.

https://docs.slack.dev/reference/views/view-submission-payload (`state.values`)
"""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator.checks.blocks import Block, interactive
from bot.simulator.checks.compositions import options_of
from bot.simulator.checks.elements import MULTI_SELECTS, SELECTS, TYPED
from bot.simulator.state.models import Values

STATELESS = {"button", "overflow", "image"}
PICKED_KEYS = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def state_key(kind: str) -> str:
    """The key under which an element of this type keeps its value."""
    if kind in TYPED:
        return "value"
    if kind in PICKED_KEYS:
        return PICKED_KEYS[kind][0]
    if kind == "radio_buttons":
        return "selected_option"
    if kind == "checkboxes":
        return "selected_options"
    source = kind.removeprefix("multi_").removesuffix("_select")
    if source in ("static", "external"):
        return "selected_options" if kind in MULTI_SELECTS else "selected_option"
    return f"selected_{source}" if kind in MULTI_SELECTS else f"selected_{source.removesuffix('s')}"


def initial_state(element: dict[str, Any]) -> dict[str, Any]:
    """The element's state before anybody touches it."""
    kind = element["type"]
    key = state_key(kind)
    initial = element.get(key.replace("selected_", "initial_") if key != "value" else "initial_value")
    if initial is None and key in (
        "selected_options",
        "selected_users",
        "selected_conversations",
        "selected_channels",
    ):
        initial = []
    return {"type": kind, key: copy.deepcopy(initial)}


def initial_values(blocks: list[Block]) -> Values:
    values: Values = {}
    for block, element in interactive(blocks):
        if element["type"] not in STATELESS:
            values.setdefault(block["block_id"], {})[element["action_id"]] = initial_state(element)
    return values


def carried_values(old: Values, blocks: list[Block]) -> Values:
    """The values of an updated view: what was typed stays where block_id, action_id and type stay the same,
    and then the new initial value is ignored. A choice that is no longer offered is dropped."""
    values = initial_values(blocks)
    for block, element in interactive(blocks):
        kept = old.get(block["block_id"], {}).get(element["action_id"])
        if kept is not None and kept["type"] == element["type"]:
            values[block["block_id"]][element["action_id"]] = _still_offered(kept, element)
    return values


def _still_offered(kept: dict[str, Any], element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] not in SELECTS | {"radio_buttons", "checkboxes"} or not options_of(element):
        return copy.deepcopy(kept)
    offered = {option["value"]: option for option in options_of(element)}
    state = dict(kept)
    if "selected_options" in kept:
        chosen = [offered[each["value"]] for each in kept["selected_options"] if each["value"] in offered]
        state["selected_options"] = copy.deepcopy(chosen)
    elif kept.get("selected_option") is not None:
        state["selected_option"] = copy.deepcopy(offered.get(kept["selected_option"]["value"]))
    return state


def is_empty(state: dict[str, Any]) -> bool:
    return not state.get(state_key(state["type"]))
