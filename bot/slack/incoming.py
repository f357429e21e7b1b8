"""One payload from Slack, read: who sent it, from where, and the key under which it is dealt with once."""

from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Incoming:
    """`body` is Slack's payload as it came; https://docs.slack.dev/reference/interaction-payloads."""

    body: Body

    @property
    def event(self) -> Body:
        return self.body.get("event") or {}

    @property
    def user(self) -> str:
        user = self.body.get("user") or self.body.get("user_id") or self.event.get("user") or ""
        return user["id"] if isinstance(user, dict) else user

    @property
    def team(self) -> str:
        """The team that the person belongs to, which need not be the one in which they act."""
        user = self.body.get("user")
        theirs = (
            user.get("team_id") if isinstance(user, dict) else self.event.get("user_team") or self.event.get("team")
        )
        return theirs or (self.body.get("team") or {}).get("id") or self.body.get("team_id") or ""

    @property
    def key(self) -> str:
        """The person as a recipient key, when nothing more is known of them."""
        return f"user:{self.team}/{self.user}"

    @property
    def trigger(self) -> str:
        return self.body.get("trigger_id") or ""

    @property
    def response_url(self) -> str:
        return self.body.get("response_url") or ""

    @property
    def channel(self) -> str:
        return (self.body.get("channel") or {}).get("id") or self.body.get("channel_id") or ""

    @property
    def view(self) -> Body:
        return self.body.get("view") or {}

    @property
    def view_id(self) -> str:
        return self.view.get("id") or ""

    @property
    def callback(self) -> str:
        return self.view.get("callback_id") or self.body.get("callback_id") or ""

    @property
    def metadata(self) -> str:
        return self.view.get("private_metadata") or ""

    @property
    def in_modal(self) -> bool:
        return self.view.get("type") == "modal"

    @property
    def action(self) -> Body:
        actions = self.body.get("actions") or [{}]
        return actions[0]

    @property
    def once_for_action(self) -> str:
        """The key of a click: the same one sent again has the same `action_ts`."""
        container = self.body.get("container") or {}
        place = f"{self.channel}:{container['message_ts']}" if "message_ts" in container else self.view_id
        return f"action:{self.team}/{self.user}:{place}:{self.action.get('action_ts')}"

    @property
    def once_for_view(self) -> str:
        """The key of a form: spent only when its submission is accepted, since a refusal undoes it."""
        return f"view:{self.view_id}:{self.metadata}"[:250]
