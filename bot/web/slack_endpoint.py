"""POST /slack/events: events, buttons, forms, commands and options, handed to Bolt off the event loop."""

from collections.abc import Sequence

from slack_bolt import App, BoltRequest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.body import PATIENCE, BadBody, Door

SLACK = Door(
    1_000_000,  # Slack's own payloads stay far below
    {
        400: "The body did not arrive whole.",
        408: "The body took too long.",
        413: "That is too large.",
    },
)
# Bolt reads the body before it looks at the signature, and takes it to be what Slack sends.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def slack_route(app: App, patience: float = PATIENCE) -> Route:
    """`patience`: seconds for the whole body; Slack itself waits three."""

    async def endpoint(request: Request) -> Response:
        try:
            text = (await SLACK.read(request, patience)).decode("utf-8")
        except BadBody as bad:
            return PlainTextResponse(bad.message, status_code=bad.status)
        except UnicodeDecodeError:
            return PlainTextResponse("The body has to be UTF-8.", status_code=400)
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        try:
            bolt = BoltRequest(body=text, query=str(request.url.query), headers=headers)
        except UNREADABLE:
            return PlainTextResponse("That could not be read.", status_code=400)
        answer = await run_in_threadpool(app.dispatch, bolt)
        return Response(
            content=answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie()
        )

    return Route("/slack/events", endpoint, methods=["POST"])
