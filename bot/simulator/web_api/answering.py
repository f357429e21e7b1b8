"""From a request's bytes to Slack's answer: token, scope, faults, the method itself, the log."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.simulator.errors import RateLimited, SlackError
from bot.simulator.faults import Fault
from bot.simulator.web_api import chat, conversations, people, surfaces
from bot.simulator.web_api.methods import METHODS, Method, Request
from bot.simulator.workspace import Workspace

FAMILIES = (chat, conversations, people, surfaces)  # importing them fills METHODS
JSON_FIELDS = ("blocks", "view", "metadata", "attachments")


@dataclass
class Answered:
    """`silence` says that no answer is to be given, and how the connection ends."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silence: Literal["reset", "timeout"] | None = None


def decode_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Form fields that hold JSON, decoded; the token taken out."""
    args = {name: value for name, value in fields.items() if name != "token"}
    for name in JSON_FIELDS:
        if isinstance(args.get(name), str) and args[name]:
            with contextlib.suppress(ValueError):  # then it stays a string, which the method's check refuses
                args[name] = json.loads(args[name])
    return args


def answer(ws: Workspace, name: str, token: str | None, args: dict[str, Any]) -> Answered:
    """Carries the call out unless it is refused or a fault strikes."""
    fault = ws.faults.next_for(name, args)
    if fault is not None and not fault.carried_out:
        return _struck(ws, name, args, fault)
    answered = _carry_out(ws, name, token, args)
    error = None if answered.body.get("ok") else str(answered.body.get("error"))
    ws.log.add(name, args, answered.body, error, lost=fault is not None)
    answered.headers["x-oauth-scopes"] = ",".join(sorted(ws.scopes))
    answered.silence = fault.silence if fault else None
    ws.touch()
    return answered


def _struck(ws: Workspace, name: str, args: dict[str, Any], fault: Fault) -> Answered:
    ws.log.add(name, args, {}, fault.error or fault.kind, lost=False)
    if fault.kind == "ratelimited":
        return _rate_limited(fault.retry_after)
    if fault.kind == "status":
        return Answered({"ok": False, "error": "internal_error"}, fault.status)
    return Answered({"ok": False, "error": fault.error}, silence=fault.silence)


def _carry_out(ws: Workspace, name: str, token: str | None, args: dict[str, Any]) -> Answered:
    try:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        _check_token(ws, method, token)
        return Answered({"ok": True, **method.run(Request(ws, args))})
    except RateLimited as refused:
        return _rate_limited(refused.retry_after)
    except SlackError as refused:
        body: dict[str, Any] = {"ok": False, "error": refused.code, **refused.extra}
        if refused.messages:
            body["response_metadata"] = {"messages": list(refused.messages)}
        return Answered(body)


def _rate_limited(seconds: int) -> Answered:
    return Answered({"ok": False, "error": "ratelimited"}, 429, {"retry-after": str(seconds)})


def _check_token(ws: Workspace, method: Method, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (ws.bot_token, ws.app_token):
        raise SlackError("invalid_auth")
    if method.app_token != (token == ws.app_token):
        raise SlackError("not_allowed_token_type")
    if method.any_of_scopes and not ws.scopes.intersection(method.any_of_scopes):
        needed = ",".join(method.any_of_scopes)
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(ws.scopes)))
