"""Opening, changing and closing views: https://docs.slack.dev/surfaces/modals."""

from __future__ import annotations

from typing import Any

from bot.simulator import limits
from bot.simulator.checks.blocks import with_ids
from bot.simulator.checks.element_state import carried_values, initial_values
from bot.simulator.checks.view_rules import check_view
from bot.simulator.errors import SlackError
from bot.simulator.state.models import View
from bot.simulator.state.state import State


def open_view(ws: State, trigger_id: str, body: Any) -> View:
    check_view(body, "modal")
    with ws.change():
        _check_external_id(ws, body, None)
        trigger = ws.exchange_trigger(trigger_id)
        shown = _new_view(ws, trigger.user, body, None)
        for view_id in ws.stacks.pop(trigger.user, []):
            ws.views.pop(view_id, None)
        ws.stacks[trigger.user] = [shown.id]
        return shown


def push_view(ws: State, trigger_id: str, body: Any) -> View:
    """Only from inside an open modal, and at most two on top of the first."""
    check_view(body, "modal")
    with ws.change():
        _check_external_id(ws, body, None)
        trigger = ws.exchange_trigger(trigger_id)
        if not ws.stacks.get(trigger.user):
            raise SlackError("not_found")
        return push_on(ws, trigger.user, body)


def push_on(ws: State, user_id: str, body: Any) -> View:
    stack = ws.stacks[user_id]
    if len(stack) >= limits.VIEW_STACK:
        raise SlackError("push_limit_reached")
    shown = _new_view(ws, user_id, body, ws.views[stack[-1]])
    stack.append(shown.id)
    return shown


def update_view(ws: State, shown: View | None, body: Any, given_hash: str | None) -> View:
    """What was typed is carried over where ids stay the same; the hash changes."""
    if shown is None:
        raise SlackError("not_found")
    check_view(body, shown.type)
    with ws.change():
        if given_hash and given_hash != shown.hash:
            raise SlackError("hash_conflict")
        _check_external_id(ws, body, shown)
        shown.body = _filled(ws, body)
        shown.values = carried_values(shown.values, shown.blocks)
        shown.errors = {}
        shown.hash = _new_hash(ws)
        return shown


def find_view(ws: State, view_id: str | None, external_id: str | None) -> View | None:
    with ws.lock:
        if view_id:
            return ws.views.get(view_id) or next((h for h in ws.homes.values() if h.id == view_id), None)
        everything = [*ws.views.values(), *ws.homes.values()]
        return next((each for each in everything if external_id and each.external_id == external_id), None)


def publish_home(ws: State, user_id: str, body: Any, given_hash: str | None) -> View:
    user = ws.users.get(user_id)
    if user is None or user.team_id != ws.team_id:
        raise SlackError("invalid_arguments", ["[ERROR] invalid user [json-pointer:/user_id]"])
    check_view(body, "home")
    with ws.change():
        home = ws.homes.get(user_id)
        if home is not None:
            return update_view(ws, home, body, given_hash)
        if given_hash:
            raise SlackError("hash_conflict")
        _check_external_id(ws, body, None)
        view_id = ws.new_id("V")
        home = View(view_id, user_id, "home", _filled(ws, body), _new_hash(ws), view_id)
        home.values = initial_values(home.blocks)
        ws.homes[user_id] = home
        return home


def close_top(ws: State, user_id: str) -> View | None:
    """Takes the topmost modal away; the one below shows again."""
    with ws.change():
        stack = ws.stacks.get(user_id) or []
        closed = ws.views.pop(stack.pop(), None) if stack else None
        if not stack:
            ws.stacks.pop(user_id, None)
        return closed


def close_all(ws: State, user_id: str) -> list[View]:
    """The closed ones, topmost first."""
    with ws.change():
        stack = ws.stacks.pop(user_id, [])
        return [ws.views.pop(view_id) for view_id in reversed(stack) if view_id in ws.views]


def _new_view(ws: State, user_id: str, body: Any, below: View | None) -> View:
    view_id = ws.new_id("V")
    root = below.root_id if below else view_id
    shown = View(view_id, user_id, "modal", _filled(ws, body), _new_hash(ws), root, below.id if below else None)
    shown.values = initial_values(shown.blocks)
    ws.views[view_id] = shown
    return shown


def _filled(ws: State, body: dict[str, Any]) -> dict[str, Any]:
    """Ids left out are new each time: typed text does not survive an update without them."""
    return {**body, "blocks": with_ids(body["blocks"], lambda: ws.new_id("blk"))}


def _new_hash(ws: State) -> str:
    return f"{int(ws.system_time())}.{ws.new_id('h')}"


def _check_external_id(ws: State, body: dict[str, Any], own: View | None) -> None:
    external_id = body.get("external_id")
    holder = find_view(ws, None, external_id) if external_id else None
    if holder is not None and holder is not own:
        raise SlackError("duplicate_external_id")
