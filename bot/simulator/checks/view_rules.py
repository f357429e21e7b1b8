"""Checks of whole views: https://docs.slack.dev/reference/views."""

from __future__ import annotations

import json
from typing import Any

from bot.simulator import limits
from bot.simulator.checks.blocks import check_blocks
from bot.simulator.checks.compositions import Problems, check_object, check_string, check_text
from bot.simulator.errors import SlackError

SHARED = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
MODAL = SHARED | {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
POINTER = "/view"


def check_view(view: Any, kind: str) -> None:
    """Raises SlackError (`view_too_large`, `invalid_arguments`) unless `view` is a good `kind` of view."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    if len(json.dumps(view).encode()) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    problems = Problems()
    if view.get("type") != kind:
        problems.add(f"unsupported type: {view.get('type')}", f"{POINTER}/type")
    required = ("type", "blocks", "title") if kind == "modal" else ("type", "blocks")
    check_object(problems, view, POINTER, required, MODAL if kind == "modal" else SHARED)
    check_string(problems, view.get("private_metadata"), "/view/private_metadata", limits.PRIVATE_METADATA, 0)
    check_string(problems, view.get("callback_id"), "/view/callback_id", limits.CALLBACK_ID, 0)
    check_string(problems, view.get("external_id"), "/view/external_id", limits.EXTERNAL_ID, 0)
    check_text(problems, view.get("title"), "/view/title", limits.VIEW_TITLE)
    check_text(problems, view.get("submit"), "/view/submit", limits.VIEW_SUBMIT)
    check_text(problems, view.get("close"), "/view/close", limits.VIEW_CLOSE)
    if view.get("blocks") is not None:
        check_blocks(problems, view["blocks"], "/view/blocks", "modal" if kind == "modal" else "home")
        if kind == "modal" and view.get("submit") is None and _has_input(view["blocks"]):
            problems.add("missing required field: submit, as the view has input blocks", POINTER)
    if problems.messages:
        raise SlackError("invalid_arguments", problems.messages)


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
