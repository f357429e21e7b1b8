"""A small Bolt app, as anybody would write it, for the simulator to be tried with."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Report"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What is happening?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "who",
            "dispatch_action": True,
            "label": {"type": "plain_text", "text": "Who?"},
            "element": {
                "type": "radio_buttons",
                "action_id": "person",
                "options": [
                    {"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Ann", "Bob")
                ],
            },
        },
    ],
}


def card(text: str) -> list[dict[str, Any]]:
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{text}*"}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take it"}, "value": "7"}
            ],
        },
    ]


def small_bot(client: WebClient, signing_secret: str) -> App:
    app = App(client=client, signing_secret=signing_secret, process_before_response=True)

    @app.command("/issue")
    def command(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("person")
    def chosen(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        title = {"type": "plain_text", "text": f"For {body['actions'][0]['selected_option']['text']['text']}"}
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view={**FORM, "title": title})

    @app.view("form")
    def submitted(ack: Any, body: Any, client: WebClient) -> None:
        text = body["view"]["state"]["values"]["what"]["text"]["value"]
        if text == "nothing":
            ack(response_action="errors", errors={"what": "Say a little more"})
            return
        ack()
        client.chat_postMessage(channel="C1", text=text, blocks=card(text))

    @app.view_closed("form")
    def closed(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="Nothing was sent")

    @app.action("take")
    def taken(ack: Any, body: Any, client: WebClient, respond: Any) -> None:
        ack()
        message = body["message"]
        text = f"{message['text']}, taken by <@{body['user']['id']}>"
        client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text=text, blocks=card(text))
        respond(text="Thank you", replace_original=False)

    @app.event("app_home_opened")
    def home(event: Any, client: WebClient) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Nothing waits for you"}}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("message")
    def said(event: Any, say: Any) -> None:
        say(text=f"You said: {event['text']}")

    return app


def as_asgi(app: App) -> Starlette:
    async def dispatch(request: Request) -> Response:
        body = (await request.body()).decode()
        bolt_request = BoltRequest(body=body, headers={k: [v] for k, v in request.headers.items()})
        answer = await run_in_threadpool(app.dispatch, bolt_request)
        return Response(answer.body, answer.status, {k: v[0] for k, v in answer.headers.items()})

    return Starlette(routes=[Route("/slack/events", dispatch, methods=["POST"])])
