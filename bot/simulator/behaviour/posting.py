"""Posting, changing and finding messages, with the refusals an app meets."""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator import limits
from bot.simulator.behaviour import outsiders
from bot.simulator.checks.blocks import with_ids
from bot.simulator.checks.element_state import carried_values, initial_values
from bot.simulator.checks.message_rules import check_message
from bot.simulator.errors import RateLimited, SlackError
from bot.simulator.state.models import Channel, Message
from bot.simulator.state.state import State


def channel_for_app(ws: State, channel_id: str) -> Channel:
    """A channel the app may know of: public ones, its own private ones and its direct messages."""
    channel = ws.channels.get(channel_id)
    if channel is None or (channel.kind == "private" and ws.bot_user_id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def channel_to_write(ws: State, channel_id: str) -> Channel:
    """Where the app may post; a user id stands for the direct message with that person."""
    user = ws.users.get(channel_id)
    if user is not None:
        try:
            outsiders.refuse_message_to(ws, user)
        except SlackError as refused:
            raise SlackError("channel_not_found") from refused
        return ws.dm_with(channel_id)
    channel = channel_for_app(ws, channel_id)
    if ws.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.kind == "im":
        return channel_to_write(ws, next(iter(channel.members - {ws.bot_user_id})))
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def post_as_app(
    ws: State, channel: Channel, *, text: str | None, blocks: Any = None, thread_ts: str | None = None,
    broadcast: bool = False, metadata: Any = None, ephemeral_to: str | None = None,
) -> Message:  # fmt: skip
    """Raises SlackError when Slack would refuse it."""
    check_message(text, blocks, metadata, ws.strict_text)
    with ws.change():
        if thread_ts and find(ws, channel.id, thread_ts) is None:
            raise SlackError("thread_not_found" if ephemeral_to else "invalid_thread_ts")
        if not ephemeral_to:
            _keep_pace(ws, channel)
        filled = with_ids(blocks or [], lambda: ws.new_id("blk"))
        posted = Message(
            channel.id, ws.next_ts(), ws.now(), ws.bot_user_id, text or "", filled, thread_ts, broadcast,
            copy.deepcopy(metadata) or None, ephemeral_to, by_app=True, values=initial_values(filled),
        )  # fmt: skip
        ws.messages[channel.id].append(posted)
        return posted


def post_as_person(ws: State, user_id: str, channel: Channel, text: str, thread_ts: str | None) -> Message:
    with ws.change():
        posted = Message(channel.id, ws.next_ts(), ws.now(), user_id, text, thread_ts=thread_ts)
        ws.messages[channel.id].append(posted)
        return posted


def rewrite(ws: State, message: Message, *, text: str | None, blocks: Any, metadata: Any) -> None:
    """Blocks and metadata left out are kept, as chat.update has it; an empty list removes them."""
    kept_blocks = message.blocks if blocks is None else blocks
    check_message(message.text if text is None else text, kept_blocks or None, metadata, ws.strict_text)
    with ws.change():
        if text is not None:
            message.text = text
        if blocks is not None:
            message.blocks = with_ids(blocks, lambda: ws.new_id("blk"))
            message.values = carried_values(message.values, message.blocks)
        if metadata is not None:
            message.metadata = copy.deepcopy(metadata) or None
        message.edited_ts = ws.next_ts()


def remove(ws: State, message: Message) -> None:
    with ws.change():
        ws.messages[message.channel].remove(message)


def find(ws: State, channel_id: str, ts: str) -> Message | None:
    with ws.lock:
        return next((each for each in ws.messages.get(channel_id, ()) if each.ts == ts), None)


def written_by_app(ws: State, channel_id: str, ts: str, refusal: str) -> Message:
    """The app's own message, for chat.update and chat.delete; ephemeral ones cannot be found."""
    channel = channel_for_app(ws, channel_id)
    message = find(ws, channel.id, ts)
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_archived")
    return message


def in_channel(ws: State, channel_id: str) -> list[Message]:
    """What the channel itself shows: no ephemeral messages, no replies but those also sent to the channel."""
    with ws.lock:
        return [m for m in ws.messages[channel_id] if not m.ephemeral_to and (not m.is_reply or m.broadcast)]


def in_thread(ws: State, channel_id: str, thread_ts: str) -> list[Message]:
    """The parent and its replies, oldest first."""
    with ws.lock:
        everything = [m for m in ws.messages[channel_id] if not m.ephemeral_to]
    return [m for m in everything if thread_ts in (m.ts, m.thread_ts)]


def _keep_pace(ws: State, channel: Channel) -> None:
    """https://docs.slack.dev/apis/web-api/rate-limits: one message a second and channel, when switched on."""
    now = ws.monotonic()
    last = ws.posted.get(channel.id)
    if ws.pace_messages and last is not None and now - last < limits.MESSAGE_SECONDS_PER_CHANNEL:
        raise RateLimited(1)
    ws.posted[channel.id] = now
