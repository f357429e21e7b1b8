"""What happens when a person uses an element: state is kept, the app is told, its answer checked."""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator import limits
from bot.simulator.behaviour import outsiders, posting
from bot.simulator.checks.compositions import Problems, check_option_groups, check_options
from bot.simulator.checks.element_state import STATELESS, initial_state, state_key
from bot.simulator.checks.elements import TYPED
from bot.simulator.errors import NotAnswered, NotPossible
from bot.simulator.people.finding import Found, choose_option
from bot.simulator.sending import payloads
from bot.simulator.sending.connected import Connected
from bot.simulator.state.models import Message, View

Place = Message | View


def press(ws: Connected, user_id: str, place: Place, found: Found) -> None:
    """A button, or one option of an overflow menu. Raises NotAnswered if the app does not acknowledge."""
    element = found.element
    _refuse_outsiders(ws, user_id, place)
    action = _action(ws, found)
    if element["type"] == "button":
        action |= {"text": element["text"]} | {k: element[k] for k in ("value", "style") if k in element}
    elif element["type"] == "overflow" and found.option:
        action["selected_option"] = found.option
    else:
        raise NotPossible(f"a {element['type']} is not pressed; choose or fill it")
    _tell(ws, user_id, place, action)


def set_value(ws: Connected, user_id: str, place: Place, found: Found, value: Any) -> None:
    """Keeps the value; tells the app at once unless it is in an input block without dispatch_action."""
    element, block = found.element, found.block
    _refuse_outsiders(ws, user_id, place)
    state = {**initial_state(element), state_key(element["type"]): copy.deepcopy(value)}
    with ws.change():
        place.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        live = posting.find(ws, place.channel, place.ts) if isinstance(place, Message) else None
        if live is not None and live is not place:
            live.values.setdefault(block["block_id"], {})[element["action_id"]] = state
    if block["type"] != "input" or block.get("dispatch_action"):
        _tell(ws, user_id, place, _action(ws, found) | copy.deepcopy(state))


def value_from(ws: Connected, found: Found, value: Any) -> Any:
    """What a person typed or chose (texts or values of options), checked as Slack's own form checks it."""
    element = found.element
    kind = element["type"]
    if kind in STATELESS:
        raise NotPossible(f"a {kind} takes no value; click it")
    if kind in TYPED:
        return _typed(element, value)
    key = state_key(kind)
    if key == "selected_option":
        return value if isinstance(value, dict) or value is None else choose_option(element, value)
    if key == "selected_options":
        wanted = [value] if isinstance(value, str | dict) else list(value or [])
        most = element.get("max_selected_items")
        if most is not None and len(wanted) > most:
            raise NotPossible(f"at most {most} may be chosen")
        return [each if isinstance(each, dict) else choose_option(element, each) for each in wanted]
    return value


def _typed(element: dict[str, Any], value: Any) -> str | None:
    text = None if value in (None, "") else str(value)
    most = element.get("max_length", limits.TEXT_INPUT)
    if text and len(text) > most:
        raise NotPossible(f"at most {most} characters can be typed here")
    return text


def suggestions(ws: Connected, user_id: str, place: Place, found: Found, query: str) -> list[dict[str, Any]]:
    """What the app offers in an external select for what was typed; raises NotAnswered if that is unfit."""
    if "external" not in found.element["type"]:
        raise NotPossible("only an external select asks the app for its options")
    if len(query) < found.element.get("min_query_length", 3):
        return []
    ids = {"block_id": found.block["block_id"], "action_id": found.element["action_id"]}
    answer = ws.deliveries.send("options", payloads.block_suggestion(ws, user_id, place, ids, query))
    body = answer.body if isinstance(answer.body, dict) else {}
    problems = Problems()
    if "option_groups" in body:
        check_option_groups(problems, body["option_groups"], "/option_groups")
        offered = [option for group in body["option_groups"] for option in group.get("options", [])]
    else:
        offered = body.get("options")
        if offered != []:
            check_options(problems, offered, "/options", limits.SELECT_OPTIONS)
    if problems.messages:
        raise NotAnswered("unfit options", body="; ".join(problems.messages))
    return offered or []


def _refuse_outsiders(ws: Connected, user_id: str, place: Place) -> None:
    if isinstance(place, Message):
        outsiders.refuse_pressing(ws.users[user_id])


def _action(ws: Connected, found: Found) -> dict[str, Any]:
    element = found.element
    ids = {"action_id": element["action_id"], "block_id": found.block["block_id"]}
    return {"type": element["type"], **ids, "action_ts": ws.next_ts()}


def _tell(ws: Connected, user_id: str, place: Place, action: dict[str, Any]) -> None:
    trigger = ws.issue_trigger(user_id, place.id if isinstance(place, View) else None)
    response_url = ""
    if isinstance(place, Message):
        response_url = ws.issue_response_url(user_id, place.channel, place.ts)
    ws.deliveries.send("interactive", payloads.block_actions(ws, user_id, place, action, trigger, response_url))
