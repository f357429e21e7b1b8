"""The simulator as a Starlette app: Web API, response_urls, Socket Mode and the page.

`routes(workspace)` stand beside a bot's own routes on one port.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from bot.simulator.behaviour import response_url
from bot.simulator.errors import SlackError
from bot.simulator.web_api.answering import answer, decode_fields
from bot.simulator.workspace import Workspace


class WebApi:
    """POST /api/<method>, with form or JSON bodies. It is an ASGI app itself so that it can hang up."""

    def __init__(self, workspace: Workspace) -> None:
        self._ws = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        token, args = await _read(request)
        answered = await run_in_threadpool(answer, self._ws, scope["path_params"]["method"], token, args)
        if answered.silence == "timeout":
            await self._keep_silent(receive)
        if answered.silence:
            _hang_up(receive)
            return
        await JSONResponse(answered.body, answered.status, answered.headers)(scope, receive, send)

    async def _keep_silent(self, receive: Receive) -> None:
        """Until the client has gone or the fault is released."""
        gone = asyncio.ensure_future(receive())
        while not gone.done() and not self._ws.faults.released:
            await asyncio.wait({gone}, timeout=0.05)
        gone.cancel()


async def _read(request: Request) -> tuple[str | None, dict[str, Any]]:
    """(token, arguments) of a call."""
    if request.headers.get("content-type", "").startswith("application/json"):
        fields: dict[str, Any] = json.loads(await request.body() or b"{}")
    else:
        fields = {**request.query_params, **(await request.form())}
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else fields.get("token")
    return token, decode_fields(fields)


def _hang_up(receive: Receive) -> None:
    """Resets the connection. The transport hangs on uvicorn's request cycle, whose `receive` we hold."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the simulator hangs up")
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def routes(workspace: Workspace) -> list[BaseRoute]:
    """Everything but the page: /api/…, /simulator/response/…, /simulator/link."""

    async def respond(request: Request) -> Response:
        body = await request.json()
        given = {name: value for name, value in body.items() if value is not None}
        error = await run_in_threadpool(_respond, workspace, request.path_params["url_id"], given)
        if error is None:
            return PlainTextResponse("ok")
        status = 404 if error.endswith("_url") else 400
        return JSONResponse({"ok": False, "error": error}, status)

    return [
        Route("/api/{method}", WebApi(workspace), methods=["GET", "POST"]),
        Route("/simulator/response/{url_id}", respond, methods=["POST"]),
        WebSocketRoute("/simulator/link", workspace.socket_mode.endpoint),
    ]


def _respond(workspace: Workspace, url_id: str, body: dict[str, Any]) -> str | None:
    """Slack's error word, or None."""
    error = None
    try:
        response_url.use(workspace, url_id, body)
    except SlackError as refused:
        error = refused.code
    workspace.log.add("response_url", body, {"ok": error is None}, error, lost=False)
    workspace.touch()
    return error


def simulator_app(workspace: Workspace, more_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """`more_routes` come first: the page, or a bot's own."""
    app = Starlette(routes=[*more_routes, *routes(workspace)])
    app.state.workspace = workspace
    return app
