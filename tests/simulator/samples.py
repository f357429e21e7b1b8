"""Small valid pieces of Block Kit, for tests to spoil."""

from __future__ import annotations

from typing import Any

from bot.simulator import Workspace
from bot.simulator.web_api.answering import Answered, answer

Piece = dict[str, Any]


def plain(text: str) -> Piece:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Piece:
    return {"type": "mrkdwn", "text": text}


def option(number: int = 1, **more: Any) -> Piece:
    return {"text": plain(f"Option {number}"), "value": f"v{number}", **more}


def options(count: int) -> list[Piece]:
    return [option(number) for number in range(count)]


def section(**more: Any) -> Piece:
    return {"type": "section", "text": mrkdwn("Words"), **more}


def button(**more: Any) -> Piece:
    return {"type": "button", "text": plain("Press"), **more}


def actions(*elements: Piece) -> Piece:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Piece:
    return {"type": "static_select", "options": options(2), **more}


def typed(**more: Any) -> Piece:
    return {"type": "plain_text_input", "action_id": "text", **more}


def input_block(element: Piece | None = None, **more: Any) -> Piece:
    return {"type": "input", "label": plain("Label"), "element": element or typed(), **more}


def modal(*blocks: Piece, **more: Any) -> Piece:
    shown = list(blocks) or [section()]
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": shown, **more}


def call(ws: Workspace, method: str, **args: Any) -> Answered:
    """A Web API call without the network, as the bot."""
    return answer(ws, method, ws.bot_token, args)


def post(ws: Workspace, *blocks: Piece, **more: Any) -> Piece:
    args: Piece = {"channel": "C1", "text": "words", **({"blocks": list(blocks)} if blocks else {}), **more}
    return call(ws, "chat.postMessage", **args).body


def open_modal(ws: Workspace, view: Piece, user: str = "U1") -> Piece:
    return call(ws, "views.open", trigger_id=ws.issue_trigger(user), view=view).body
