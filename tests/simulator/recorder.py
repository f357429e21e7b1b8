"""An app that is one function, for tests of what it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from bot.simulator import Workspace


class Recorder:
    """An app that notes what it is sent and answers what it is told to."""

    def __init__(self, ws: Workspace) -> None:
        self.payloads: list[dict[str, Any]] = []
        self.answer: Any = None
        self.status = 200
        self.headers: dict[str, str] = {}
        self.then: Callable[[dict[str, Any]], None] = lambda payload: None
        ws.connect_direct(self)

    def __call__(self, body: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], str]:
        form = {name: values[0] for name, values in parse_qs(body).items()}
        is_json = headers["content-type"] == "application/json"
        payload = json.loads(body) if is_json else json.loads(form["payload"]) if "payload" in form else form
        self.payloads.append(payload)
        self.then(payload)
        text = "" if self.answer is None else json.dumps(self.answer)
        return self.status, {"content-type": "application/json", **self.headers}, text

    @property
    def last(self) -> dict[str, Any]:
        return self.payloads[-1]
