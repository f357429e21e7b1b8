"""Every call the app made and every payload it was sent, the newest last; bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

KEPT = 5_000


@dataclass(frozen=True)
class Call:
    """One Web API (or response_url) call. `error` is Slack's word; `lost` when done but not answered."""

    number: int
    method: str
    args: dict[str, Any]
    error: str | None = None
    lost: bool = False
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.error is None


class CallLog:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._count = 0

    def add(self, method: str, args: dict[str, Any], answer: dict[str, Any], error: str | None, lost: bool) -> None:
        self._count += 1
        self._calls.append(Call(self._count, method, args, error, lost, answer))

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(self, method: str, where: Callable[[Call], bool] = lambda call: True) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self if call.method == method and where(call)]

    def refused(self) -> list[Call]:
        """Calls Slack answered with an error: usually what a test wants to be empty."""
        return [call for call in self if not call.ok]

    def clear(self) -> None:
        self._calls.clear()
