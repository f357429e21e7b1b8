"""Checks of what an app posts: text, blocks and metadata.

https://docs.slack.dev/reference/methods/chat.postMessage, https://docs.slack.dev/messaging/message-metadata
"""

from __future__ import annotations

import json
from typing import Any

from bot.simulator import limits
from bot.simulator.checks.blocks import check_blocks
from bot.simulator.checks.compositions import Problems
from bot.simulator.errors import SlackError


def check_message(text: Any, blocks: Any, metadata: Any, strict_text: bool) -> None:
    """Raises SlackError unless Slack would take the message.

    `strict_text` refuses blocks without text (`no_text`), where Slack only warns: what a screen reader and
    a notification read is the text.
    """
    if text is not None and not isinstance(text, str):
        raise SlackError("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if not text and (strict_text or not blocks):
        raise SlackError("no_text")
    if text and len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    if blocks is not None:
        _check_message_blocks(blocks)
    if metadata:
        check_metadata(metadata)


def _check_message_blocks(blocks: Any) -> None:
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = Problems()
    check_blocks(problems, blocks, "/blocks", "message")
    if problems.messages:
        plain = [message.removeprefix("[ERROR] ") for message in problems.messages]
        raise SlackError("invalid_blocks", problems.messages, errors=plain)
    if problems.text_length > limits.MESSAGE_BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_metadata(metadata: Any) -> None:
    """`{"event_type": word, "event_payload": object}`, whose values are scalars, or one level of objects."""
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_schema")
    if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    for value in payload.values():
        if not _fits_payload(value):
            raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > limits.METADATA_CHARACTERS:
        raise SlackError("metadata_too_large")


def _fits_payload(value: Any) -> bool:
    flat = (str, int, float, bool)
    if isinstance(value, list):
        return all(isinstance(each, flat) or _is_flat(each) for each in value)
    return isinstance(value, flat) or _is_flat(value)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, (str, int, float, bool)) for each in value.values())
