"""What an element offers, as options, whether the app listed them or Slack does (people, channels)."""

from __future__ import annotations

from typing import Any

from bot.simulator.checks.compositions import options_of
from bot.simulator.state.state import State


def offered_in(ws: State, element: dict[str, Any]) -> list[dict[str, Any]]:
    """Options in Slack's shape; an external select's are asked for as one types."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return [_option(user.id, user.real_name) for user in ws.users.values() if not user.is_bot]
    if kind in ("conversations_select", "channels_select"):
        return [_option(c.id, f"#{c.name}") for c in ws.channels.values() if c.kind == "public"]
    return options_of(element)


def chosen_keys(value: Any) -> set[str]:
    """The values of the chosen options, or the chosen ids themselves."""
    return {each["value"] if isinstance(each, dict) else each for each in value or [] if each}


def _option(value: str, text: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value}
