"""The state of one workspace in memory, and of the app that is installed in it.

It reads no clock of its own. `now` is the business time shown on messages (aware UTC), `monotonic` counts
seconds for triggers, response_urls, pacing and retries, `system_time` gives real epoch seconds for signatures.
A message's `ts` is never earlier than either clock, so that `oldest` taken from either finds it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from bot.simulator import limits
from bot.simulator.errors import NotPossible, SlackError
from bot.simulator.state.models import Channel, Message, ResponseUrl, Trigger, User, View

SCOPES = frozenset(
    {
        "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
        "groups:history", "groups:read", "im:history", "im:read", "im:write", "users:read", "users:read.email",
    }
)  # fmt: skip
EVENTS = frozenset({"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im"})


class State:
    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        system_time: Callable[[], float],
        team_id: str = "T0000HOME",
        team_name: str = "Council",
        bot_token: str = "xoxb-simulator",
        app_token: str = "xapp-simulator",
        signing_secret: str = "simulator-signing-secret",
        strict_text: bool = True,
    ) -> None:
        self.now, self.monotonic, self.system_time = now, monotonic, system_time
        self.team_id, self.teams = team_id, {team_id: team_name}
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.app_id, self.bot_id, self.bot_user_id, self.bot_name = "A0000APP", "B0000BOT", "U0000BOT", "app"
        self.strict_text = strict_text
        self.guests_use_shortcuts = False  # "Multi-Channel Guests may use shortcuts", for commands too
        self.ack_seconds = limits.ACK_SECONDS  # real ones; more on a busy machine, where lateness is not what is tested
        self.pace_messages = False  # one message a second and channel, as Slack has it
        self.scopes: set[str] = set(SCOPES)
        self.subscriptions: set[str] = set(EVENTS)
        self.commands: dict[str, str] = {}
        self.shortcuts: dict[str, tuple[Literal["global", "message"], str]] = {}
        self.base_url = "http://127.0.0.1"  # where response_urls and Socket Mode are reached; set when served
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}  # user id -> ids of open modals, the root first
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.tickets: set[str] = set()  # Socket Mode addresses not used yet
        self.posted: dict[str, float] = {}  # channel -> monotonic seconds of its newest message
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.revision = 0
        self._numbers: dict[str, int] = {}
        self._last_ts = 0
        self.users[self.bot_user_id] = User(self.bot_user_id, self.bot_name, "App", None, team_id, is_bot=True)
        self.assemble()

    def assemble(self) -> None:
        """The last step of making one: where parts that stand on the state are added by whoever puts them together."""

    # -- looking things up
    def find_user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise NotPossible(f"no user {user_id}")
        return self.users[user_id]

    def channel_named(self, name_or_id: str) -> Channel:
        """By id, or by name with or without #."""
        plain = name_or_id.removeprefix("#")
        for channel in list(self.channels.values()):
            if channel.id == name_or_id or (channel.name == plain and channel.kind != "im"):
                return channel
        raise NotPossible(f"no channel {name_or_id}")

    def dm_with(self, user_id: str) -> Channel:
        """The direct message between the app and a person, opened when it is not yet."""
        dm_id = f"D{user_id[1:]}"
        with self.lock:
            if dm_id not in self.channels:
                self.find_user(user_id)
                self.channels[dm_id] = Channel(dm_id, user_id, "im", {user_id, self.bot_user_id})
                self.messages[dm_id] = []
                self.touch()
            return self.channels[dm_id]

    # -- changing it
    @contextmanager
    def change(self) -> Iterator[None]:
        """Holds the lock, and at the end tells whoever waits that something changed."""
        with self.lock:
            yield
            self.touch()

    def touch(self) -> None:
        with self.changed:
            self.revision += 1
            self.changed.notify_all()

    def wait(self, until: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Waits, without polling, until something changes and `until()` holds; False when time is up."""
        with self.changed:
            return self.changed.wait_for(until, seconds)

    def new_id(self, prefix: str) -> str:
        with self.lock:
            self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
            return f"{prefix}{self._numbers[prefix]:08d}"

    def next_ts(self) -> str:
        """Unique and increasing, `seconds.microseconds`."""
        with self.lock:
            latest = max(self.now().timestamp(), self.system_time())
            self._last_ts = max(self._last_ts + 1, int(latest * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # -- triggers and response_urls
    def issue_trigger(self, user_id: str, view_id: str | None = None) -> str:
        with self.lock:
            number = self.new_id("")
            trigger = Trigger(f"{int(number)}.{self.team_id[1:]}.{number}", user_id, self.monotonic(), view_id)
            self.triggers[trigger.id] = trigger
            return trigger.id

    def exchange_trigger(self, trigger_id: str) -> Trigger:
        """https://docs.slack.dev/interactivity/handling-user-interaction: within three seconds, and once."""
        with self.lock:
            trigger = self.triggers.get(trigger_id)
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.used:
                raise SlackError("exchanged_trigger_id")
            if self.monotonic() - trigger.issued > limits.TRIGGER_SECONDS:
                raise SlackError("expired_trigger_id")
            trigger.used = True
            return trigger

    def issue_response_url(self, user_id: str, channel: str, message_ts: str | None = None) -> str:
        with self.lock:
            url = ResponseUrl(self.new_id("r"), user_id, channel, self.monotonic(), message_ts)
            self.response_urls[url.id] = url
            return f"{self.base_url}/simulator/response/{url.id}"
