"""Failures on demand: rules that strike the app's Web API calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.simulator.state.state import State

Kind = Literal["error", "ratelimited", "status", "reset", "timeout", "lost_reset", "lost_timeout"]


@dataclass
class Fault:
    """What happens to a call. The `lost_` kinds carry it out first and then drop the answer."""

    kind: Kind
    error: str = ""
    status: int = 500
    retry_after: int = 1

    @property
    def carried_out(self) -> bool:
        return self.kind.startswith("lost_")

    @property
    def silence(self) -> Literal["reset", "timeout"] | None:
        """How the connection ends without an answer, if it does."""
        if self.kind in ("reset", "lost_reset"):
            return "reset"
        return "timeout" if self.kind in ("timeout", "lost_timeout") else None


def error(code: str) -> Fault:
    """Slack's own refusal, such as is_archived or channel_not_found."""
    return Fault("error", error=code)


def rate_limited(retry_after: int = 1) -> Fault:
    return Fault("ratelimited", retry_after=retry_after)


def server_error(status: int = 500) -> Fault:
    return Fault("status", status=status)


def connection_reset() -> Fault:
    return Fault("reset")


def no_answer() -> Fault:
    """Not done, and silence until the client gives up (or `Faults.release`)."""
    return Fault("timeout")


def lost_answer(how: Literal["reset", "timeout"] = "reset") -> Fault:
    """Done, but the app never hears of it."""
    return Fault("lost_reset" if how == "reset" else "lost_timeout")


@dataclass
class Rule:
    method: str  # "chat.postMessage", or "*"
    fault: Fault
    times: int | None
    skip: int
    where: Callable[[dict[str, Any]], bool]
    struck: int = 0


class Faults:
    """A queue of rules; the first that fits strikes. `times=None` means until `clear`."""

    def __init__(self, workspace: State) -> None:
        self._workspace = workspace
        self._rules: list[Rule] = []
        self._released = threading.Event()

    def add(
        self, method: str, fault: Fault, *, times: int | None = 1, skip: int = 0,
        where: Callable[[dict[str, Any]], bool] = lambda args: True,
    ) -> Rule:  # fmt: skip
        """`skip` calls pass first; `where` looks at the call's arguments. `rule.struck` counts."""
        rule = Rule(method, fault, times, skip, where)
        with self._workspace.lock:
            self._released.clear()
            self._rules.append(rule)
        return rule

    def next_for(self, method: str, args: dict[str, Any]) -> Fault | None:
        with self._workspace.lock:
            for rule in self._rules:
                if rule.method not in (method, "*") or not rule.where(args):
                    continue
                if rule.skip > 0:
                    rule.skip -= 1
                    continue
                if rule.times is not None and rule.struck >= rule.times:
                    continue
                rule.struck += 1
                return rule.fault
        return None

    @property
    def released(self) -> bool:
        return self._released.is_set()

    def release(self) -> None:
        """Let go of the calls that are being kept waiting."""
        self._released.set()

    def clear(self) -> None:
        with self._workspace.lock:
            self._rules.clear()
        self.release()
