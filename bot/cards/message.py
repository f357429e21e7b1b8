"""What a drawer returns: a message ready to send, whatever the way."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """`text` is complete by itself (screen readers, notifications, e-mail); `blocks` are Slack's Block Kit.

    A message with `thread_of` goes into the thread of that card (its kind and, for an action card, the
    action's id) where the card stands at the same recipient; otherwise it is posted by itself.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_of: tuple[str, int | None] | None = None
    subject: str = ""  # for e-mail
