"""How fast one way may send. A message that comes too early gets a due time, nobody sleeps.

Slack: about one message a second and channel, several hundred a minute and workspace
(https://docs.slack.dev/apis/web-api/rate-limits). Measured in system time.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
KEPT_SLOTS = 10_000


@dataclass(frozen=True)
class Limits:
    """per_channel: time between two messages to one channel; workspace: between two messages to any.
    burst: so many may go to different channels at once, after as much silence."""

    per_channel: timedelta = timedelta(seconds=1)
    workspace: timedelta = timedelta(milliseconds=200)
    burst: int = 30


class Pacer:
    """Gives each message a slot. One that has to wait keeps its slot until it comes back.

    `limits=None`: no pace, only what `hold` asks for. Threads may share one.
    """

    def __init__(self, limits: Limits | None):
        self._limits = limits
        self._channels: dict[str, datetime] = {}  # the first moment that is free
        self._ready: dict[str, datetime] = {}  # a full distance after the last message that went there
        self._workspace = LONG_AGO
        self._slots: dict[str, datetime] = {}
        self._held: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def slot(self, key: str, channel: str, now: datetime) -> datetime:
        """When this message may go: `now`, or a later moment at which to ask again with the same key."""
        with self._lock:
            held = max(self._held.get(channel, LONG_AGO), self._held.get("", LONG_AGO))
            slot = self._slots.pop(key, None)
            if slot is None or slot < held:
                slot = self._reserve(channel, max(now, held))
            slot = max(slot, self._ready.get(channel, LONG_AGO))
            if slot > now:
                self._slots[key] = slot
        return max(slot, now)

    def _reserve(self, channel: str, earliest: datetime) -> datetime:
        if self._limits is None:
            return earliest
        limits = self._limits
        slot = max(
            earliest,
            self._channels.get(channel, LONG_AGO),
            self._workspace - limits.workspace * (limits.burst - 1),
        )
        self._channels[channel] = slot + limits.per_channel
        self._workspace = max(self._workspace, slot) + limits.workspace
        if len(self._slots) > KEPT_SLOTS:  # rows that another process took, or a person dropped
            self._slots = {key: at for key, at in self._slots.items() if at > earliest}
        return slot

    def went(self, channel: str, now: datetime) -> None:
        """A message has gone there by now. Slack counts from when it arrived, which is later than its slot."""
        if self._limits is not None:
            with self._lock:
                self._ready[channel] = now + self._limits.per_channel

    def hold(self, now: datetime, until: datetime, channel: str = "") -> None:
        """Nothing to this channel before `until`. None named, or a second one held already: nothing to any.

        Slack does not say whether the channel or the whole workspace went too fast: two channels tell.
        """
        with self._lock:
            others = any(at > now for held, at in self._held.items() if held != channel)
            for each in {channel, ""} if others else {channel}:
                self._held[each] = max(until, self._held.get(each, LONG_AGO))
