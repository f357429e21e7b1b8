"""Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode

The app asks apps.connections.open for an address, connects, is greeted, and acknowledges each envelope by
its id. Sending happens on any thread; each connection lives on the server's event loop.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.simulator.errors import NotAnswered
from bot.simulator.sending.transports import Answer, PayloadKind, Retry
from bot.simulator.state.state import State

ENVELOPES = {
    "event": "events_api",
    "interactive": "interactive",
    "options": "interactive",
    "command": "slash_commands",
}


@dataclass(eq=False)
class Link:
    """One connection of the app. After a disconnect notice it gets nothing new."""

    loop: asyncio.AbstractEventLoop
    outbox: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    retired: bool = False

    def put(self, text: str | None) -> None:
        self.loop.call_soon_threadsafe(self.outbox.put_nowait, text)


class SocketMode:
    """A Transport, and the WebSocket endpoint behind it."""

    def __init__(self, workspace: State) -> None:
        self._ws = workspace
        self._links: list[Link] = []
        self._turn = itertools.count()
        self._unacknowledged: dict[str, Future[Any]] = {}

    @property
    def connections(self) -> int:
        return len([link for link in self._links if not link.retired])

    def wait_for_connection(self, seconds: float = 5.0) -> bool:
        return self._ws.wait(lambda: self.connections > 0, seconds)

    def send(self, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None) -> Answer:
        """To one connection; Slack promises no particular one."""
        with self._ws.lock:
            live = [link for link in self._links if not link.retired]
            if not live:
                raise NotAnswered("connection_failed")
            link = live[next(self._turn) % len(live)]
            envelope_id = self._ws.new_id("envelope-")
            acknowledged: Future[Any] = Future()
            self._unacknowledged[envelope_id] = acknowledged
        link.put(json.dumps(_envelope(envelope_id, kind, payload, retry)))
        try:
            return Answer(acknowledged.result(self._ws.ack_seconds))
        except NotInTime as failure:
            raise NotAnswered("timeout") from failure
        finally:
            self._unacknowledged.pop(envelope_id, None)

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Tells every connection to go and closes it, as Slack does every few hours; the app should come back
        by itself."""
        with self._ws.change():
            for link in self._links:
                link.retired = True
                link.put(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
                link.put(None)

    def drop(self) -> None:
        """Closes every connection without a word."""
        with self._ws.change():
            for link in self._links:
                link.retired = True
                link.put(None)

    async def endpoint(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        with self._ws.lock:
            known = ticket in self._ws.tickets
            self._ws.tickets.discard(ticket)
        if not known:
            await websocket.close(4401)
            return
        await websocket.accept()
        link = Link(asyncio.get_running_loop())
        await websocket.send_text(json.dumps(self._hello()))
        with self._ws.change():
            self._links.append(link)
        sending = asyncio.create_task(_send_from(link, websocket))
        try:
            while True:
                self._acknowledge(await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the app left, or we closed
        finally:
            sending.cancel()
            with self._ws.change():
                self._links.remove(link)

    def _hello(self) -> dict[str, Any]:
        info = {"app_id": self._ws.app_id}
        return {"type": "hello", "num_connections": self.connections + 1, "connection_info": info, "debug_info": {}}

    def _acknowledge(self, text: str) -> None:
        body = json.loads(text)
        acknowledged = self._unacknowledged.pop(body.get("envelope_id", ""), None)
        if acknowledged is not None:
            acknowledged.set_result(body.get("payload"))


async def _send_from(link: Link, websocket: WebSocket) -> None:
    while (text := await link.outbox.get()) is not None:
        await websocket.send_text(text)
    await websocket.close(1001)


def _envelope(envelope_id: str, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "envelope_id": envelope_id,
        "type": ENVELOPES[kind],
        "payload": payload,
        "accepts_response_payload": kind != "event",
    }
    if kind == "event":
        envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
    return envelope
