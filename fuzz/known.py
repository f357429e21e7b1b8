"""Payloads as Slack signs them, to what we do listen for, about what is on record; then hostile content in them."""

import json
import random  # noqa: TID251  (a seed makes a run again)
from collections.abc import Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import quote_plus

from bot.slack.app import ACTIONS, EVENTS, SENT, SHORTCUTS
from bot.slack.report.changes import LISTS, TEXTS
from bot.slack.report.state import ANONYMOUS, WARDS, block_of
from bot.slack.verbs import VERBS
from fuzz.people import Sender

Payload = dict[str, Any]
FIELDS = (*TEXTS, *LISTS, WARDS, ANONYMOUS, block_of("Q1"), block_of("Q11"), "what~2", "next_owner", "send_to", "who")
JUNK: Sequence[Any] = (
    None, "", 0, -1, 10**30, 1e308, True, [], {}, [None], [[]], {"": None}, {"id": None}, "A" * 10_000, "é" * 10_000,
    "\x00", "\ud83d", "²", "٣", "1:2:3", "-1", "9" * 18, "9" * 400, "1e5", "nan", "<!channel>", "2026-13-45", "RR-1",
    "{{ 7*7 }}", "' OR 1=1 --", "\u202eabc", ["x"] * 200, {"selected_option": None}, {"selected_options": [None]},
    {"value": 7}, [{"type": 7}],
)  # fmt: skip
KINDS = ("block_actions", "view_submission", "block_suggestion", "shortcut", "message_action")
TARGETS = ("1", "1:1", "1:2", "2", "1:999", "999", "x")
PAGES = ('{"asked": 7}', '{"asked": -1, "x": null}', "[]", "")
TYPED = ("", "help", "mine", "brief", "RR-1", "RR-99", "invite ola.duty@example.org", "invite <mailto:a@b|a@b>", "x y")


class Known:
    """Makes the bodies of requests."""

    def __init__(self, dice: random.Random):
        self._dice = dice

    def body(self, sender: Sender, junk: int | None = None) -> tuple[str, bytes]:
        """(what it is, the body of a POST), with junk in up to three places of it, or in so many."""
        made = self._dice.choice(
            (self._pressed, self._pressed, self._chosen, self._sent, self._sent, self._asked, self._short, self._event)
        )(sender)
        for _ in range(self._dice.randrange(4) if junk is None else junk):
            self._spoil(made)
        if made.get("type") == "event_callback":
            return "event", json.dumps(made).encode()
        kind = made.get("type")
        return kind if isinstance(kind, str) and kind in KINDS else "of no kind", b"payload=" + quote_plus(
            json.dumps(made)
        ).encode()

    def command(self, sender: Sender) -> bytes:
        """A slash command has words only, no JSON."""
        dice = self._dice
        text = dice.choice(TYPED) if dice.random() < 0.5 else str(dice.choice(JUNK))
        fields = {
            "command": "/issue", "text": text, "user_id": sender.user, "team_id": sender.team, "user_name": "x",
            "trigger_id": dice.choice(("1.1.1", "")), "channel_id": dice.choice(("C1", "")),
        }  # fmt: skip
        return "&".join(f"{name}={quote_plus(value, errors='replace')}" for name, value in fields.items()).encode()

    # -- what Slack sends -----------------------------------------------------------------------------------------

    def _base(self, sender: Sender, kind: str) -> Payload:
        user = {"id": sender.user, "team_id": sender.team, "username": "x", "name": "x"}
        team = {"id": sender.team, "domain": "x"}
        return {"type": kind, "user": user, "team": team, "trigger_id": "1.1.1", "api_app_id": "A1", "token": "t"}

    def _place(self) -> Payload:
        at = f"{self._dice.randrange(10**9)}.000100"
        if self._dice.random() < 0.6:
            return {"container": {"type": "message", "message_ts": at, "channel_id": "C1"}, "channel": {"id": "C1"}}
        view = self._view(self._dice.choice([*SENT, "page"]))
        return {"container": {"type": "view", "view_id": view["id"]}, "view": view}

    def _view(self, callback: str) -> Payload:
        dice, about = self._dice, self._dice.choice(TARGETS)
        verb = dice.choice([*VERBS, "nothing"])
        fields = [field.name for field in VERBS[verb].form.fields] if verb in VERBS and VERBS[verb].form else []
        values = {name: {name: self._state()} for name in dice.choice((fields, FIELDS, ("code", "summary")))}
        blocks = [{"type": "input", "block_id": name} for name in values]
        return {
            "id": f"V{dice.randrange(10**6)}", "type": dice.choice(("modal", "modal", "home")), "callback_id": callback,
            "private_metadata": dice.choice((f"{verb}:{about}", *PAGES)), "state": {"values": values},
            "blocks": blocks, "hash": "h",
            "previous_view_id": dice.choice((None, "V1")), "root_view_id": "V1",
        }  # fmt: skip

    def _state(self) -> Payload:
        words = self._dice.choice(("yes", "no", "street_scene", "park", "1", "2026-12-01", "", "A" * 10_000, "\x00 a"))
        one = {"value": words}
        return self._dice.choice((
            {"value": words}, {"value": None}, {"selected_option": one}, {"selected_option": None},
            {"selected_date": words}, {"selected_options": [one]}, {"selected_options": []},
        ))  # fmt: skip

    def _pressed(self, sender: Sender) -> Payload:
        action = {
            "type": "button", "action_id": self._dice.choice([*ACTIONS, *VERBS]), "block_id": "b",
            "value": self._dice.choice(TARGETS), "action_ts": f"{self._dice.randrange(10**9)}.5",
        }  # fmt: skip
        return {**self._base(sender, "block_actions"), **self._place(), "actions": [action]}

    def _chosen(self, sender: Sender) -> Payload:
        chosen = f"{self._dice.choice([*ACTIONS, *VERBS])}:{self._dice.choice(TARGETS)}"
        kind = self._dice.choice(("overflow", "static_select", "radio_buttons"))
        action = {"type": kind, "action_id": "menu", "selected_option": {"value": chosen}, "action_ts": "1.5"}
        action["block_id"] = self._dice.choice(FIELDS)
        return {**self._base(sender, "block_actions"), **self._place(), "actions": [action]}

    def _sent(self, sender: Sender) -> Payload:
        return {**self._base(sender, "view_submission"), "view": self._view(self._dice.choice([*SENT, "unknown"]))}

    def _asked(self, sender: Sender) -> Payload:
        typed = {"action_id": "x", "block_id": self._dice.choice(FIELDS), "value": "a"}
        return {**self._base(sender, "block_suggestion"), **typed, "view": self._view("report_form")}

    def _short(self, sender: Sender) -> Payload:
        callback = self._dice.choice([*SHORTCUTS, "unknown"])
        kind = "message_action" if callback == "report_message" else "shortcut"
        message = {"type": "message", "text": "Words <@U1> &amp; more", "ts": "1.1", "user": "U1"}
        return {**self._base(sender, kind), "callback_id": callback, "message": message, "channel": {"id": "C1"}}

    def _event(self, sender: Sender) -> Payload:
        event = {"type": self._dice.choice([*EVENTS, "message", "x"]), "user": sender.user, "tab": "home"}
        return {"type": "event_callback", "team_id": sender.team, "event_id": "E1", "event": event}

    # -- what does not belong there -------------------------------------------------------------------------------

    def _spoil(self, payload: Payload) -> None:
        """Something, at any depth, becomes junk or is gone. Who sent it stays."""
        held: Any = payload
        while True:
            keys = list(held) if isinstance(held, dict) else list(range(len(held)))
            keys = [key for key in keys if key not in ("user", "team", "team_id", "user_id")]
            if not keys:
                return
            key = self._dice.choice(keys)
            if isinstance(held[key], dict | list) and held[key] and self._dice.random() < 0.8:
                held = held[key]
                continue
            if self._dice.random() < 0.2:
                del held[key]
            else:
                held[key] = deepcopy(self._dice.choice(JUNK))
            return
