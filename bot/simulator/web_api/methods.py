"""The table of Web API methods, and what each is given.

https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.simulator import limits
from bot.simulator.errors import SlackError
from bot.simulator.state.state import State

Result = dict[str, Any]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Request:
    """A call's arguments, JSON fields decoded; values from forms are strings, "1" and "0" for booleans."""

    ws: State
    args: dict[str, Any]

    def need(self, name: str) -> Any:
        value = self.args.get(name)
        if value in (None, ""):
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def get(self, name: str) -> Any:
        return self.args.get(name)

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int, most: int) -> int:
        raw = self.args.get(name)
        if raw in (None, "", 0, "0"):
            return default
        try:
            value = int(str(raw))
        except ValueError:
            value = 0
        if not 1 <= value <= most:
            raise SlackError("invalid_limit")
        return value


@dataclass(frozen=True)
class Method:
    name: str
    run: Callable[[Request], Result]
    any_of_scopes: tuple[str, ...]
    app_token: bool = False


METHODS: dict[str, Method] = {}


def method(
    name: str, *any_of_scopes: str, app_token: bool = False
) -> Callable[[Callable[[Request], Result]], Callable[[Request], Result]]:
    """Registers a method; the bot needs one of the scopes (none: no scope)."""

    def register(run: Callable[[Request], Result]) -> Callable[[Request], Result]:
        METHODS[name] = Method(name, run, any_of_scopes, app_token)
        return run

    return register


def page(request: Request, items: Sequence[Item], most: int = limits.PAGE_SIZE_MOST) -> tuple[list[Item], Result]:
    """One page by opaque cursor (https://docs.slack.dev/apis/web-api/pagination), and its response_metadata."""
    size = request.number("limit", limits.PAGE_SIZE, most)
    cursor = request.get("cursor")
    start = 0
    if cursor:
        try:
            start = int(base64.b64decode(str(cursor)).decode().removeprefix("next:"))
        except ValueError as wrong:
            raise SlackError("invalid_cursor") from wrong
    end = start + size
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}
