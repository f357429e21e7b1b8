"""What the page's visitor does, carried out as the person they have chosen to be."""

from __future__ import annotations

from typing import Any

from bot.simulator.behaviour import posting, showing
from bot.simulator.checks.blocks import interactive
from bot.simulator.checks.compositions import options_of
from bot.simulator.checks.element_state import state_key
from bot.simulator.errors import NotPossible
from bot.simulator.people import acting
from bot.simulator.people.acting import Place
from bot.simulator.people.finding import Found
from bot.simulator.people.open_view import OpenView
from bot.simulator.state.models import Message
from bot.simulator.workspace import Workspace

Act = dict[str, Any]


def perform(ws: Workspace, act: Act) -> Act:
    """`act` has `as` (a user id), `do`, and what that needs. Raises NotPossible and NotAnswered."""
    do = act.get("do")
    if do not in DOINGS:
        raise NotPossible(f"nothing is called {do}")
    place = place_of(ws, str(act.get("surface") or "")) if act.get("surface") else None
    if place is not None:
        keep_texts(ws, place, act.get("texts") or [])
    return DOINGS[do](ws, act) or {}


def place_of(ws: Workspace, surface: str) -> Place:
    """`view:V1` or `message:C1:123.456`."""
    kind, _, rest = surface.partition(":")
    if kind == "view":
        found = showing.find_view(ws, rest, None)
    else:
        channel, _, ts = rest.partition(":")
        found = posting.find(ws, channel, ts)
    if found is None:
        raise NotPossible("That has gone. What you see now is the newest.")
    return found


def keep_texts(ws: Workspace, place: Place, texts: list[Act]) -> None:
    """What is typed but not told yet, so that a repaint does not lose it."""
    for text in texts:
        for block, element in interactive(place.blocks):
            if (block["block_id"], element["action_id"]) == (text["block"], text["action"]):
                state = {"type": element["type"], state_key(element["type"]): text["value"] or None}
                with ws.lock:
                    place.values.setdefault(block["block_id"], {})[element["action_id"]] = state


def element_of(place: Place, act: Act) -> Found:
    for block, element in interactive(place.blocks):
        if (block["block_id"], element["action_id"]) == (act.get("block"), act.get("action")):
            options = options_of(element) if act.get("option") else []
            option = next((each for each in options if each["value"] == act["option"]), None)
            return Found(block, element, option)
    raise NotPossible("That has gone. What you see now is the newest.")


def press(ws: Workspace, act: Act) -> None:
    place = place_of(ws, act["surface"])
    if isinstance(place, Message):
        ws.user(act["as"]).messages(place.channel)  # refuses whoever is not there
    acting.press(ws, act["as"], place, element_of(place, act))


def set_value(ws: Workspace, act: Act) -> None:
    """Kept without being told when the act says `quietly`, as for text whose Enter was not pressed."""
    place = place_of(ws, act["surface"])
    found = element_of(place, act)
    value = act.get("value") or None
    if found.element["type"] == "external_select" and value:
        value = _suggested(ws, act, place, found, value)
    acting.set_value(ws, act["as"], place, found, acting.value_from(ws, found, value))


def _suggested(ws: Workspace, act: Act, place: Place, found: Found, text: str) -> Act:
    for option in acting.suggestions(ws, act["as"], place, found, text):
        if option["text"]["text"] == text:
            return option
    raise NotPossible("Choose one from the list.")


def suggest(ws: Workspace, act: Act) -> Act:
    place = place_of(ws, act["surface"])
    offered = acting.suggestions(ws, act["as"], place, element_of(place, act), str(act.get("value") or ""))
    return {"options": [option["text"]["text"] for option in offered]}


def submit(ws: Workspace, act: Act) -> Act:
    return {"taken": _own_view(ws, act).submit()}


def close(ws: Workspace, act: Act) -> None:
    _own_view(ws, act).close(all_views=bool(act.get("all")))


def _own_view(ws: Workspace, act: Act) -> OpenView:
    view = ws.user(act["as"]).open_view()
    if f"view:{view.id}" != act["surface"]:
        raise NotPossible("That form has gone.")
    return view


def say(ws: Workspace, act: Act) -> None:
    """A message, or a slash command when it begins with one."""
    words = str(act.get("text") or "").strip()
    if not words:
        return
    person, channel = ws.user(act["as"]), str(act.get("channel"))
    if words.startswith("/"):
        name, _, text = words.partition(" ")
        person.command(name, text.strip(), channel, act.get("thread") or None)
    else:
        typed = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        person.says(channel, typed, act.get("thread") or None)


def shortcut(ws: Workspace, act: Act) -> None:
    ws.user(act["as"]).shortcut(act["callback_id"])


def message_shortcut(ws: Workspace, act: Act) -> None:
    place = place_of(ws, act["surface"])
    if isinstance(place, Message):
        ws.user(act["as"]).message_shortcut(act["callback_id"], place)


def home(ws: Workspace, act: Act) -> None:
    ws.user(act["as"]).open_home()


DOINGS = {
    "press": press,
    "set": set_value,
    "suggest": suggest,
    "submit": submit,
    "close": close,
    "say": say,
    "shortcut": shortcut,
    "message_shortcut": message_shortcut,
    "home": home,
}
