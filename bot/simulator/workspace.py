"""One Slack workspace, put together: its state, the app that is told of it, faults on demand, people to act as."""

from __future__ import annotations

from typing import Literal

from bot.simulator.behaviour import outsiders
from bot.simulator.call_log import CallLog
from bot.simulator.errors import NotPossible
from bot.simulator.faults import Faults
from bot.simulator.people.person import Person
from bot.simulator.sending import payloads
from bot.simulator.sending.connected import Connected
from bot.simulator.state.models import Channel, User


class Workspace(Connected):
    def assemble(self) -> None:
        super().assemble()
        self.faults = Faults(self)
        self.log = CallLog()

    def user(self, user_id: str) -> Person:
        """Somebody to act as."""
        self.find_user(user_id)
        return Person(self, user_id)

    # -- setting it up
    def add_team(self, team_id: str, name: str) -> None:
        """Another organisation's workspace, whose people may share channels with ours."""
        self.teams[team_id] = name

    def add_user(
        self, user_id: str, name: str, real_name: str, email: str | None = None, *, team_id: str | None = None,
        title: str = "", is_restricted: bool = False, is_bot: bool = False, deleted: bool = False,
        is_ultra_restricted: bool = False, can_only_post: bool = False, takes_messages: bool = True,
    ) -> User:  # fmt: skip
        """`title` is the profile's job title; the page groups people by it. `is_restricted` is a guest,
        `is_ultra_restricted` a single-channel guest; `can_only_post` an external member without the right to more."""
        team = team_id or self.team_id
        if team not in self.teams:
            raise NotPossible(f"no team {team}; add_team first")
        user = User(
            user_id, name, real_name, email, team, title, is_restricted or is_ultra_restricted, is_bot, deleted,
            is_ultra_restricted, can_only_post, takes_messages,
        )  # fmt: skip
        with self.change():
            self.users[user_id] = user
        return user

    def add_channel(
        self, channel_id: str, name: str, members: tuple[str, ...] | list[str] = (), *, private: bool = False,
        shared: bool = False, archived: bool = False, with_bot: bool = True, topic: str = "",
    ) -> Channel:  # fmt: skip
        people = {*members, *([self.bot_user_id] if with_bot else [])}
        channel = Channel(channel_id, name, "private" if private else "public", people, shared, archived, topic)
        for person in people:
            user = self.find_user(person)
            outsiders.check_guest(self, user, channel_id)
            outsiders.check_team(self, user, channel)
        with self.change():
            self.channels[channel_id] = channel
            self.messages.setdefault(channel_id, [])
        return channel

    def add_command(self, command: str, description: str = "") -> None:
        self.commands[command] = description

    def add_shortcut(self, callback_id: str, label: str, kind: Literal["global", "message"] = "global") -> None:
        self.shortcuts[callback_id] = (kind, label)

    def join(self, channel: str, user_id: str) -> None:
        """Somebody accepts an invitation; with the first of another organisation the channel becomes shared with it."""
        place, user = self.channel_named(channel), self.find_user(user_id)
        if outsiders.join(self, place, user):
            self._tell(payloads.channel_shared(self, place.id, user.team_id), place)
        self._tell(payloads.member_joined_channel(self, place, user_id), place)

    def disconnect(self, channel: str, team_id: str) -> None:
        """Ends another organisation's part in a channel that is shared with it; the app hears channel_unshared."""
        place = self.channel_named(channel)
        still = outsiders.disconnect(self, place, team_id)
        self._tell(payloads.channel_unshared(self, place.id, team_id, still), place)

    def sever(self, channel: str, host_team_id: str) -> Channel:
        """The host of a shared channel, another organisation, ends ours: a frozen copy under a new id is left."""
        place = self.channel_named(channel)
        old_id = place.id
        copy = outsiders.sever(self, place)
        self._tell(payloads.channel_unshared(self, old_id, host_team_id, False), copy)
        return copy

    def _tell(self, inner: payloads.Payload, place: Channel) -> None:
        """An event, if the app is in the channel and subscribed."""
        if inner["type"] in self.subscriptions and self.bot_user_id in place.members:
            self.deliveries.send("event", payloads.event(self, inner, place.is_shared))

    def name_app(self, name: str) -> None:
        self.bot_name = name
        self.users[self.bot_user_id].name = name.lower().replace(" ", "-")
        self.users[self.bot_user_id].real_name = name
