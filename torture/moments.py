"""Where a process dies: it counts its commits and its requests, and ends itself at the one it was told."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Engine, event


@dataclass(frozen=True)
class Fate:
    """At the `number`th moment of `part` ("web", "tick", "send", "migrate") whose name begins with `where`, the
    process sends itself `signal`. SIGSTOP happens again after as many moments more. 0: never."""

    part: str = ""
    number: int = 0
    where: str = ""
    signal: int = signal.SIGKILL


class Moments:
    """`diary` gets one line for each signal, written before it: "send<tab>after chat.postMessage"."""

    def __init__(self, fate: Fate, diary: Path):
        self._fate, self._diary, self._left = fate, diary, fate.number
        self.part = ""

    def come(self, name: str) -> None:
        fate = self._fate
        if self.part != fate.part or not name.startswith(fate.where) or not fate.number:
            return
        self._left -= 1
        if self._left == 0:
            self._left = fate.number
            with self._diary.open("a") as diary:
                diary.write(f"{self.part}\t{name}\t{fate.signal}\n")
            os.kill(os.getpid(), fate.signal)

    def watch_database(self, engine: Engine, statements: bool = False) -> None:
        """Before and after each commit reaches the database; with `statements`, before each of those as well."""
        commit = engine.dialect.do_commit

        def committed(connection: Any) -> None:
            self.come("before commit")
            commit(connection)
            self.come("after commit")

        engine.dialect.do_commit = committed  # type: ignore[method-assign]
        if statements:
            event.listen(engine, "before_cursor_execute", lambda *_: self.come("before statement"))

    def watch_requests(self, client: WebClient) -> None:
        api_call = client.api_call

        def called(method: str, **arguments: Any) -> Any:
            self.come(f"before {method}")
            try:
                return api_call(method, **arguments)
            finally:
                self.come(f"after {method}")

        client.api_call = called  # type: ignore[method-assign]
