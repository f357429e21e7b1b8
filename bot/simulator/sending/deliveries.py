"""What is sent to the app, in which order, and again when Slack would send it again.

Events are retried (https://docs.slack.dev/apis/events-api); actions, commands and options are not: there
the person sees a warning, here NotAnswered is raised.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.simulator import limits
from bot.simulator.call_log import KEPT
from bot.simulator.errors import NotAnswered, NotPossible
from bot.simulator.sending.transports import Answer, PayloadKind, Retry, Transport
from bot.simulator.state.state import State


@dataclass
class Delivery:
    """One payload and every try to deliver it; `outcomes` holds "ok" or the reason of each failure."""

    kind: PayloadKind
    payload: dict[str, Any]
    outcomes: list[str] = field(default_factory=list)
    answer: Answer | None = None
    retry_due: float | None = None  # monotonic seconds

    @property
    def what(self) -> str:
        """The event's type, the command, or the interaction's type."""
        if self.kind == "event":
            return self.payload["event"]["type"]
        return self.payload["command"] if self.kind == "command" else self.payload["type"]


class Deliveries:
    """`transport` is None until an app is connected."""

    def __init__(self, workspace: State) -> None:
        self._workspace = workspace
        self.transport: Transport | None = None
        self.log: deque[Delivery] = deque(maxlen=KEPT)
        self._held: list[Delivery] | None = None

    def send(self, kind: PayloadKind, payload: dict[str, Any]) -> Answer:
        """Delivers once (events: with the first, immediate retry). Raises NotAnswered for all but events."""
        delivery = Delivery(kind, payload)
        with self._workspace.lock:
            self.log.append(delivery)
            if self._held is not None:
                self._held.append(delivery)
                return Answer()
        return self._deliver(delivery)

    def _deliver(self, delivery: Delivery) -> Answer:
        if delivery.kind != "event":
            return self._attempt(delivery, None)
        try:
            return self._attempt(delivery, None)
        except NotAnswered as failure:
            self._schedule(delivery, failure)
        self.retry_due()
        return delivery.answer or Answer()

    def _attempt(self, delivery: Delivery, retry: Retry | None) -> Answer:
        if self.transport is None:
            raise NotPossible("no app is connected: call connect_http or use_socket_mode")
        try:
            answer = self.transport.send(delivery.kind, delivery.payload, retry)
        except NotAnswered as failure:
            delivery.outcomes.append(failure.reason)
            raise
        delivery.outcomes.append("ok")
        delivery.answer = answer
        return answer

    def _schedule(self, delivery: Delivery, failure: NotAnswered) -> None:
        tried = len([outcome for outcome in delivery.outcomes if outcome != "ok"])
        given_up = failure.reason == "no_retry" or tried > len(limits.RETRY_AFTER_SECONDS)
        wait = None if given_up else limits.RETRY_AFTER_SECONDS[tried - 1]
        delivery.retry_due = None if wait is None else self._workspace.monotonic() + wait

    def retry_due(self) -> int:
        """Sends the events again whose retry has come, by the injected clock; how many were tried."""
        tried = 0
        now = self._workspace.monotonic()
        for delivery in list(self.log):
            if delivery.retry_due is None or delivery.retry_due > now:
                continue
            delivery.retry_due = None
            tried += 1
            try:
                self._attempt(delivery, Retry(len(delivery.outcomes), delivery.outcomes[-1]))
            except NotAnswered as failure:
                self._schedule(delivery, failure)
        return tried

    def waiting(self) -> list[Delivery]:
        """Events that will be retried."""
        return [delivery for delivery in self.log if delivery.retry_due is not None]

    @property
    def last(self) -> Delivery:
        return self.log[-1]

    def again(self, delivery: Delivery | None = None) -> Answer:
        """The same payload once more, as after an acknowledgement that Slack never saw."""
        delivery = delivery or self.last
        retry = Retry(len(delivery.outcomes), "http_timeout") if delivery.kind == "event" else None
        return self._attempt(delivery, retry)

    @contextmanager
    def held(self) -> Iterator[list[Delivery]]:
        """Within it nothing is delivered; `release` what was gathered afterwards, in any order."""
        with self._workspace.lock:
            self._held = gathered = []
        try:
            yield gathered
        finally:
            with self._workspace.lock:
                self._held = None

    def release(self, gathered: list[Delivery]) -> None:
        for delivery in gathered:
            self._deliver(delivery)
