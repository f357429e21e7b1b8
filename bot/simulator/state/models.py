"""What a workspace is made of. Plain mutable records; Workspace's lock guards them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Blocks = list[dict[str, Any]]
# block_id -> action_id -> the element's state as Slack sends it ({"type": …, "value": …})
Values = dict[str, dict[str, dict[str, Any]]]


@dataclass
class User:
    id: str
    name: str
    real_name: str
    email: str | None
    team_id: str
    title: str = ""
    is_restricted: bool = False  # a guest; a single-channel guest is this and the next
    is_bot: bool = False
    deleted: bool = False
    is_ultra_restricted: bool = False
    can_only_post: bool = False  # an external member invited with "Permission only to post"
    takes_messages: bool = True  # whether the app can reach them by direct message
    time_zone: str = "Europe/London"


@dataclass
class Channel:
    """A public or private channel, or a direct message between the bot and one person (`im`)."""

    id: str
    name: str
    kind: Literal["public", "private", "im"] = "public"
    members: set[str] = field(default_factory=set)
    is_shared: bool = False
    is_archived: bool = False
    topic: str = ""
    is_frozen: bool = False  # archived because another organisation cut the connection


@dataclass
class Message:
    """`ts` is Slack's id of a message, `at` the business time it was posted (aware UTC)."""

    channel: str
    ts: str
    at: datetime
    user: str
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: dict[str, Any] | None = None
    ephemeral_to: str | None = None
    by_app: bool = False
    edited_ts: str | None = None
    values: Values = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class View:
    """A modal or a Home. `body` is the view as the app sent it, with every block_id and action_id filled."""

    id: str
    user: str
    type: Literal["modal", "home"]
    body: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> Blocks:
        return self.body["blocks"]

    @property
    def external_id(self) -> str:
        return self.body.get("external_id") or ""

    @property
    def callback_id(self) -> str:
        return self.body.get("callback_id") or ""


@dataclass
class Trigger:
    id: str
    user: str
    issued: float  # monotonic seconds
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    id: str
    user: str
    channel: str
    issued: float  # monotonic seconds
    message_ts: str | None = None
    uses: int = 0
