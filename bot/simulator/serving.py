"""An app served by uvicorn in a thread of this process: for tests, and for the demo."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from bot.simulator.workspace import Workspace


class Served:
    """An app being served; a context manager. `stop` returns when the port is free."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self._workspace: Workspace | None = getattr(getattr(app, "state", None), "workspace", None)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        self._server = _Prompt(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    @property
    def api_url(self) -> str:
        """For WebClient(base_url=…)."""
        return f"{self.base_url}/api/"

    def start(self) -> Served:
        if self._workspace is not None:
            self._workspace.base_url = self.base_url
        self._thread.start()
        if not self._server.listening.wait(10):
            raise RuntimeError("the server did not start")
        return self

    def stop(self) -> None:
        if self._workspace is not None:
            self._workspace.faults.release()
            self._workspace.socket_mode.drop()
        if self._thread.is_alive():
            self._server.ask_to_stop()
            self._thread.join(10)
        self._socket.close()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *args: object) -> None:
        self.stop()


class _Leaving(set[Any]):
    """uvicorn's set of open connections, which tells when the last has gone."""

    def __init__(self) -> None:
        super().__init__()
        self.empty = asyncio.Event()
        self.empty.set()

    def add(self, connection: Any) -> None:
        super().add(connection)
        self.empty.clear()

    def discard(self, connection: Any) -> None:
        super().discard(connection)
        if not self:
            self.empty.set()

    remove = discard


class _Prompt(uvicorn.Server):
    """Says when it listens, and stops when it is asked to: uvicorn's own looks every tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()
        self._open = self.server_state.connections = _Leaving()

    def ask_to_stop(self) -> None:
        """From any thread."""
        self._loop.call_soon_threadsafe(self._asked.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop, self._asked = asyncio.get_running_loop(), asyncio.Event()
        await super().startup(sockets=sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        while not self._asked.is_set():
            await self.on_tick(0)  # the header `date`
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's: nobody new, idle connections closed, requests under way finished, or cut off when time's up."""
        for listening in [*self.servers, *(sockets or [])]:
            listening.close()
        for connection in list(self._open):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                await self._open.empty.wait()
                while self.server_state.tasks:
                    await asyncio.wait(self.server_state.tasks)
        for task in self.server_state.tasks:
            task.cancel()


def run_in_thread(app: ASGIApp, port: int = 0) -> Served:
    """Serves `app` on 127.0.0.1 (port 0: any free one) and returns when it listens. A workspace in `app.state`
    learns its own address. Raises OSError when the port is taken."""
    return Served(app, port).start()
