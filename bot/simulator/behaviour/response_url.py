"""Answers by response_url: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""

from __future__ import annotations

from typing import Any

from bot.simulator import limits
from bot.simulator.behaviour import posting
from bot.simulator.errors import SlackError
from bot.simulator.state.state import State

FIELDS = {
    "text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "metadata",
    "unfurl_links", "unfurl_media", "mrkdwn",
}  # fmt: skip


def use(ws: State, url_id: str, body: dict[str, Any]) -> None:
    """Five times within thirty minutes; SlackError `used_url` or `expired_url` after that."""
    with ws.lock:
        url = ws.response_urls.get(url_id)
        if url is None:
            raise SlackError("invalid_url")
        if ws.monotonic() - url.issued > limits.RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        url.uses += 1
    show(ws, url.user, url.channel, url.message_ts, body)


def show(ws: State, user_id: str, channel_id: str, message_ts: str | None, body: dict[str, Any]) -> None:
    """Posts, replaces or deletes as `body` says. Ephemeral unless `response_type` is in_channel."""
    unknown = set(body) - FIELDS
    if unknown:
        raise SlackError("invalid_arguments", [f"[ERROR] invalid additional property: {n}" for n in unknown])
    original = posting.find(ws, channel_id, message_ts) if message_ts else None
    if body.get("delete_original"):
        if original is None or not original.by_app:
            raise SlackError("message_not_found")
        posting.remove(ws, original)
    elif body.get("replace_original"):
        if original is None or not original.by_app:
            raise SlackError("message_not_found")
        posting.rewrite(ws, original, text=body.get("text"), blocks=body.get("blocks"), metadata=body.get("metadata"))
    else:
        in_channel = body.get("response_type") == "in_channel"
        posting.post_as_app(
            ws,
            ws.channels[channel_id],
            text=body.get("text"),
            blocks=body.get("blocks"),
            thread_ts=body.get("thread_ts"),
            metadata=body.get("metadata"),
            ephemeral_to=None if in_channel else user_id,
        )
