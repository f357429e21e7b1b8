"""What one person sees: the templates' view of the workspace."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.simulator.behaviour import outsiders
from bot.simulator.checks.element_state import state_key
from bot.simulator.page import emoji, mrkdwn
from bot.simulator.page.offered import chosen_keys, offered_in
from bot.simulator.sending import payloads
from bot.simulator.state.models import Channel, Message, User, View
from bot.simulator.workspace import Workspace

TEMPLATES = Path(__file__).parent / "templates"
HOME = "home"
SHOWN = 80  # messages of a place


@dataclass
class Seen:
    """Up to which ts each person has seen each place; the page's own memory."""

    upto: dict[tuple[str, str], float] = field(default_factory=dict)

    def unread(self, ws: Workspace, user_id: str, channel: Channel) -> int:
        since = self.upto.get((user_id, channel.id), 0.0)
        return sum(
            1
            for m in ws.messages[channel.id]
            if float(m.ts) > since and m.user != user_id and m.ephemeral_to in (None, user_id)
        )

    def mark(self, ws: Workspace, user_id: str, channel: Channel) -> None:
        newest = ws.messages[channel.id][-1:]
        self.upto[(user_id, channel.id)] = float(newest[0].ts) if newest else 0.0


class Scene:
    """Renders the parts of the page for one person in one place."""

    def __init__(self, workspace: Workspace, title: str, zone: str, featured: Sequence[tuple[str, str]]) -> None:
        self._ws, self._title, self._zone = workspace, title, ZoneInfo(zone)
        self._featured = featured
        self.seen = Seen()
        loader = FileSystemLoader(TEMPLATES)
        self._env = Environment(loader=loader, autoescape=True, trim_blocks=True)
        self._env.lstrip_blocks = True
        self._env.filters |= {
            "mrkdwn": self._text,
            "address": lambda url: url if mrkdwn.SAFE_LINK.match(url) else "#",
            "rich": lambda block: mrkdwn.rich_text(workspace, block),
            "dom": dom_id,
            "emoji": emoji.drawn,
            "clock": lambda at: at.astimezone(self._zone).strftime("%H:%M"),
            "day": lambda at: say_day(at.astimezone(self._zone)),
            "hue": lambda name: int(hashlib.sha256(name.encode()).hexdigest(), 16) % 6,
        }
        self._env.globals |= {
            "value_of": value_of,
            "offered_in": lambda element: offered_in(workspace, element),
            "chosen_keys": chosen_keys,
            "apart": lambda user: outsiders.describe(workspace, user),
            "ws": workspace,
        }

    def page(self, controls: Sequence[str], links: Sequence[tuple[str, str]]) -> str:
        return self._env.get_template("page.html").render(title=self._title, controls=controls, links=links)

    def parts(self, user_id: str, place: str) -> dict[str, Any]:
        """The HTML of each part; `as` and `in` are what is really shown."""
        ws = self._ws
        with ws.lock:
            user = ws.users.get(user_id) or self._somebody()
            places = self._places(user)
            here = place if place in places else next(iter(places), "")
            channel = places.get(here)
            if channel is not None:
                self.seen.mark(ws, user.id, channel)
            context = {"user": user, "here": here, "bot_name": ws.users[ws.bot_user_id].real_name}
            return {
                "as": user.id,
                "in": here,
                "clock": say_time(ws.now().astimezone(self._zone)),
                "people": self._render("people.html", context | self._people()),
                "places": self._render("places.html", context | self._place_lists(user, places)),
                "main": self._render("main.html", context | self._main(user, here, channel)),
                "modal": self._modal(user),
                "unread": sum(self.seen.unread(ws, user.id, c) for c in places.values() if c is not None),
            }

    def _render(self, template: str, context: dict[str, Any]) -> str:
        return self._env.get_template(template).render(**context)

    def _text(self, text: dict[str, Any] | str) -> Markup:
        """A text object, or a message's text."""
        if isinstance(text, dict) and text["type"] == "plain_text":
            return mrkdwn.plain(text["text"])
        return mrkdwn.to_html(self._ws, text["text"] if isinstance(text, dict) else text)

    # -- who and where
    def _somebody(self) -> User:
        if self._featured:
            return self._ws.users[self._featured[0][0]]
        return next(user for user in self._ws.users.values() if not user.is_bot)

    def _people(self) -> dict[str, Any]:
        groups: dict[str, list[tuple[User, int]]] = {}
        for user in self._ws.users.values():
            if not user.is_bot and not user.deleted:
                news = sum(self.seen.unread(self._ws, user.id, c) for c in self._channels_of(user))
                groups.setdefault(role_of(user), []).append((user, news))
        return {"groups": groups, "featured": self._featured or _first_of_each(groups)}

    def _channels_of(self, user: User) -> list[Channel]:
        return [channel for channel in self._ws.channels.values() if user.id in channel.members]

    def _places(self, user: User) -> dict[str, Channel | None]:
        """Every place by id, the first one the likeliest; Home is no channel."""
        at_home = not outsiders.is_external(self._ws, user)
        if at_home:
            self._ws.dm_with(user.id)
        own = self._channels_of(user)
        named = sorted((c for c in own if c.kind != "im"), key=lambda c: c.name)
        direct = [c for c in own if c.kind == "im" and (at_home or self._ws.messages[c.id])]
        return {c.id: c for c in [*named, *direct]} | ({HOME: None} if at_home else {})

    def _place_lists(self, user: User, places: dict[str, Channel | None]) -> dict[str, Any]:
        counted = [(c, self.seen.unread(self._ws, user.id, c)) for c in places.values() if c is not None]
        return {
            "has_home": HOME in places,
            "channels": [each for each in counted if each[0].kind != "im"],
            "directs": [each for each in counted if each[0].kind == "im"],
        }

    # -- what is there
    def _main(self, user: User, here: str, channel: Channel | None) -> dict[str, Any]:
        uses_app = outsiders.uses_app(self._ws, user)
        shortcuts = list(self._ws.shortcuts.items()) if uses_app else []
        common = {
            "global_shortcuts": [(key, label) for key, (kind, label) in shortcuts if kind == "global"],
            "message_shortcuts": [(key, label) for key, (kind, label) in shortcuts if kind == "message"],
            "commands": sorted(self._ws.commands) if uses_app else [],
        }
        if channel is None:
            home = self._ws.homes.get(user.id) if here == HOME else None
            return common | {"home": home, "channel": None, "days": []}
        return common | {"home": None, "channel": channel, "days": self._days(user, channel)}

    def _days(self, user: User, channel: Channel) -> list[tuple[str, list[tuple[Message, list[Message]]]]]:
        """Messages with their replies, by the day they were posted."""
        seen = [m for m in self._ws.messages[channel.id] if m.ephemeral_to in (None, user.id)]
        replies: dict[str, list[Message]] = {}
        for message in seen:
            if message.is_reply and message.thread_ts:
                replies.setdefault(message.thread_ts, []).append(message)
        days: dict[str, list[tuple[Message, list[Message]]]] = {}
        top = [m for m in seen if not m.is_reply or m.broadcast]
        for message in top[-SHOWN:]:
            day = say_day(message.at.astimezone(self._zone))
            days.setdefault(day, []).append((message, replies.get(message.ts, [])))
        return list(days.items())

    def _modal(self, user: User) -> str:
        stack = self._ws.stacks.get(user.id)
        if not stack:
            return ""
        view: View = self._ws.views[stack[-1]]
        shown = payloads.view(self._ws, view)
        return self._render("modal.html", {"view": view, "body": shown, "below": len(stack) > 1})


def _first_of_each(groups: dict[str, list[tuple[User, int]]]) -> list[tuple[str, str]]:
    """One person for each role, when the roles are few enough to be buttons."""
    return [(people[0][0].id, role) for role, people in groups.items()] if 1 < len(groups) <= 8 else []


def role_of(user: User) -> str:
    """The group a person is listed in: their title up to a comma ("Councillor, Park")."""
    return user.title.partition(",")[0] or "Others"


def value_of(values: dict[str, Any], block: dict[str, Any], element: dict[str, Any]) -> Any:
    """What is typed or chosen in an element now."""
    state = values.get(block["block_id"], {}).get(element["action_id"])
    return state[state_key(state["type"])] if state else None


def dom_id(*parts: str) -> str:
    """An id for the page, stable for the same parts."""
    return "e" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def say_day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def say_time(at: datetime) -> str:
    """10:05am Tuesday 24 November 2026"""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'} {say_day(at)}"
