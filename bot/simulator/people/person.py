"""Somebody in the workspace, doing what people do: typing commands, clicking, filling forms, reading.

Every method returns after the app has answered. It raises NotPossible for what Slack would not let the person
do, and NotAnswered when the app does not acknowledge in time or answers with something unfit.
"""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator.behaviour import outsiders, posting, response_url
from bot.simulator.errors import NotAnswered, NotPossible, SlackError
from bot.simulator.people import acting, finding
from bot.simulator.people.open_view import OpenView, Surface
from bot.simulator.sending import payloads
from bot.simulator.sending.connected import Connected
from bot.simulator.state.models import Channel, Message, User


class Person:
    def __init__(self, workspace: Connected, user_id: str) -> None:
        self._ws, self.id = workspace, user_id

    # -- reading
    def channels(self) -> list[Channel]:
        """The channels this person is in, without direct messages."""
        with self._ws.lock:
            return [c for c in self._ws.channels.values() if self.id in c.members and c.kind != "im"]

    def messages(self, channel: str | None = None, thread_ts: str | None = None) -> list[Message]:
        """Copies, oldest first, of all a person sees there, replies and "only visible to you" included.

        `channel` is an id or a name; None is the direct message with the app. With `thread_ts`, one thread.
        """
        place = self._place(channel)
        with self._ws.lock:
            seen = [m for m in self._ws.messages[place.id] if m.ephemeral_to in (None, self.id)]
            return copy.deepcopy([m for m in seen if thread_ts is None or thread_ts in (m.ts, m.thread_ts)])

    def message(self, containing: str, channel: str | None = None) -> Message:
        """The newest message holding these words in its text or blocks."""
        for message in reversed(self.messages(channel)):
            if containing in message.text or containing in finding.words(message.blocks):
                return message
        raise NotPossible(f"no message holds {containing!r}; there are {[m.text for m in self.messages(channel)]}")

    def view(self) -> OpenView | None:
        """The topmost open modal."""
        stack = self._ws.stacks.get(self.id)
        return OpenView(self._ws, self.id, stack[-1]) if stack else None

    def open_view(self) -> OpenView:
        view = self.view()
        if view is None:
            raise NotPossible(f"{self.id} has no modal open")
        return view

    # -- typing
    def command(
        self, name: str, text: str = "", channel: str | None = None, thread_ts: str | None = None
    ) -> OpenView | None:
        """A slash command; the modal it opened, if any. Slack has none in threads, nor for other workspaces."""
        place = self._place(channel)
        outsiders.refuse_app_features(self._ws, self._user, "slash commands")
        if thread_ts:
            raise NotPossible("slash commands do not run in threads")
        if name not in self._ws.commands:
            raise NotPossible(f"{name} is not a command here; there are {sorted(self._ws.commands)}")
        trigger = self._ws.issue_trigger(self.id)
        url = self._ws.issue_response_url(self.id, place.id)
        payload = payloads.command(self._ws, self.id, name, text, place, trigger, url)
        answer = self._ws.deliveries.send("command", payload)
        self._show_answer(place, answer.body)
        return self.view()

    def says(self, channel: str | None, text: str, thread_ts: str | None = None) -> Message:
        """Posts a message; the app hears of it where it is a member and subscribed."""
        ws, place = self._ws, self._place(channel)
        if place.is_archived:
            raise NotPossible(f"#{place.name} is archived")
        posted = posting.post_as_person(ws, self.id, place, text, thread_ts)
        if ws.bot_user_id in place.members:
            kinds = {"public": "channel", "private": "group", "im": "im"}
            extra = {"channel": place.id, "event_ts": posted.ts, "channel_type": kinds[place.kind]}
            topic = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
            if topic[place.kind] in ws.subscriptions:
                self._event(payloads.message(ws, posted) | extra, place.is_shared)
            if f"<@{ws.bot_user_id}>" in text and place.kind != "im" and "app_mention" in ws.subscriptions:
                mention = payloads.message(ws, posted) | {"type": "app_mention"}
                self._event(mention | {"channel": place.id, "event_ts": posted.ts}, place.is_shared)
        return copy.deepcopy(posted)

    # -- clicking
    def click(self, message: Message, wanted: str, near: str | None = None) -> OpenView | None:
        """A button or overflow option of a message as it stands in `message`; the open modal, if any."""
        self._refuse_outsiders(message)
        found = finding.find_element(message.blocks, wanted, near)
        acting.press(self._ws, self.id, message, found)
        return self.view()

    def choose(self, message: Message, wanted: str, value: Any, near: str | None = None) -> OpenView | None:
        """A value in a select, picker or input of a message; or an option of an overflow menu."""
        self._refuse_outsiders(message)
        found = finding.find_element(message.blocks, wanted, near)
        if found.element["type"] == "overflow":
            option = found.option or finding.choose_option(found.element, value)
            acting.press(self._ws, self.id, message, finding.Found(found.block, found.element, option))
        else:
            chosen = acting.value_from(self._ws, found, value)
            acting.set_value(self._ws, self.id, message, found, chosen)
        return self.view()

    def shortcut(self, callback_id: str) -> OpenView | None:
        """A global shortcut."""
        outsiders.refuse_app_features(self._ws, self._user, "shortcuts")
        self._need_shortcut(callback_id, "global")
        trigger = self._ws.issue_trigger(self.id)
        payload = payloads.shortcut(self._ws, self.id, callback_id, trigger)
        self._ws.deliveries.send("interactive", payload)
        return self.view()

    def message_shortcut(self, callback_id: str, message: Message) -> OpenView | None:
        """A shortcut from a message's menu "More actions"."""
        outsiders.refuse_app_features(self._ws, self._user, "message shortcuts")
        self._refuse_outsiders(message)
        self._need_shortcut(callback_id, "message")
        if message.ephemeral_to:
            raise NotPossible("messages only visible to you have no shortcuts")
        trigger = self._ws.issue_trigger(self.id)
        url = self._ws.issue_response_url(self.id, message.channel, message.ts)
        payload = payloads.message_shortcut(self._ws, self.id, callback_id, message, trigger, url)
        self._ws.deliveries.send("interactive", payload)
        return self.view()

    # -- Home
    def open_home(self) -> Surface | None:
        """Opens the app's Home tab; what the app has published there by the time it has answered."""
        ws = self._ws
        if outsiders.is_external(ws, self._user):
            raise NotPossible("the app's Home is not there for people of other workspaces")
        if "app_home_opened" in ws.subscriptions:
            home = ws.homes.get(self.id)
            inner = {"type": "app_home_opened", "user": self.id, "channel": ws.dm_with(self.id).id}
            inner |= {"event_ts": ws.next_ts(), "tab": "home"}
            self._event(inner | ({"view": payloads.view(ws, home)} if home else {}), False)
        return self.home()

    def home(self) -> Surface | None:
        """Home as it is now, without opening it anew."""
        home = self._ws.homes.get(self.id)
        return Surface(self._ws, self.id, home.id) if home else None

    # -- inside
    def _place(self, channel: str | None) -> Channel:
        if channel is None:
            outsiders.refuse_conversation(self._ws, self._user)
            return self._ws.dm_with(self.id)
        place = self._ws.channel_named(channel)
        if self.id not in place.members:
            raise NotPossible(f"{self.id} is not in {place.name}")
        if place.kind == "im":
            outsiders.refuse_conversation(self._ws, self._user)
        return place

    def _event(self, inner: dict[str, Any], shared: bool) -> None:
        self._ws.deliveries.send("event", payloads.event(self._ws, inner, shared))

    @property
    def _user(self) -> User:
        return self._ws.users[self.id]

    def _refuse_outsiders(self, message: Message) -> None:
        if self.id not in self._ws.channels[message.channel].members:
            raise NotPossible(f"{self.id} does not see that message")
        if message.ephemeral_to not in (None, self.id):
            raise NotPossible("that message is only visible to somebody else")

    def _need_shortcut(self, callback_id: str, kind: str) -> None:
        known = self._ws.shortcuts.get(callback_id)
        if known is None or known[0] != kind:
            raise NotPossible(f"there is no {kind} shortcut {callback_id}")

    def _show_answer(self, place: Channel, body: dict[str, Any] | str | None) -> None:
        """The words a command was acknowledged with."""
        if not body:
            return
        fields = {"text": body} if isinstance(body, str) else body
        try:
            response_url.show(self._ws, self.id, place.id, None, fields)
        except SlackError as refused:
            raise NotAnswered("unfit answer to a command", body=str(refused)) from refused
