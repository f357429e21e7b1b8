"""POST /slack/events: events, buttons, forms, commands and options, handed to Bolt off the event loop."""

import asyncio
from collections.abc import Sequence

from slack_bolt import App, BoltRequest
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATIENCE = 20.0  # seconds for the whole body; Slack itself waits three
LARGEST_BODY = 1_000_000  # bytes; Slack's own payloads stay far below


def slack_route(app: App, patience: float = PATIENCE) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            body = await asyncio.wait_for(_read(request), patience)
        except ClientDisconnect:
            return PlainTextResponse("The body did not arrive whole.", status_code=400)
        except TimeoutError:
            return PlainTextResponse("The body took too long.", status_code=408)
        if body is None:
            return PlainTextResponse("That is too large.", status_code=413)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return PlainTextResponse("The body has to be UTF-8.", status_code=400)
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        bolt = BoltRequest(body=text, query=str(request.url.query), headers=headers)
        answer = await run_in_threadpool(app.dispatch, bolt)
        return Response(
            content=answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie()
        )

    return Route("/slack/events", endpoint, methods=["POST"])


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
