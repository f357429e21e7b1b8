"""chat.*: https://docs.slack.dev/reference/methods/chat.postMessage"""

from __future__ import annotations

from bot.simulator.behaviour import posting
from bot.simulator.errors import SlackError
from bot.simulator.sending import payloads
from bot.simulator.web_api.methods import Request, Result, method


@method("chat.postMessage", "chat:write")
def post_message(request: Request) -> Result:
    ws = request.ws
    _refuse_attachments(request)
    channel = posting.channel_to_write(ws, request.need("channel"))
    posted = posting.post_as_app(
        ws,
        channel,
        text=request.get("text"),
        blocks=request.get("blocks"),
        thread_ts=request.get("thread_ts"),
        broadcast=request.flag("reply_broadcast"),
        metadata=request.get("metadata"),
    )
    return {"channel": channel.id, "ts": posted.ts, "message": payloads.message(ws, posted)}


@method("chat.update", "chat:write")
def update(request: Request) -> Result:
    ws = request.ws
    _refuse_attachments(request)
    message = posting.written_by_app(ws, request.need("channel"), request.need("ts"), "cant_update_message")
    posting.rewrite(
        ws, message, text=request.get("text"), blocks=request.get("blocks"), metadata=request.get("metadata")
    )
    body = payloads.message(ws, message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": body}


@method("chat.delete", "chat:write")
def delete(request: Request) -> Result:
    ws = request.ws
    message = posting.written_by_app(ws, request.need("channel"), request.need("ts"), "cant_delete_message")
    posting.remove(ws, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(request: Request) -> Result:
    ws = request.ws
    _refuse_attachments(request)
    channel = posting.channel_to_write(ws, request.need("channel"))
    user = request.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    posted = posting.post_as_app(
        ws,
        channel,
        text=request.get("text"),
        blocks=request.get("blocks"),
        thread_ts=request.get("thread_ts"),
        ephemeral_to=user,
    )
    return {"message_ts": posted.ts}


@method("chat.getPermalink")
def get_permalink(request: Request) -> Result:
    ws = request.ws
    channel = posting.channel_for_app(ws, request.need("channel"))
    ts = request.need("message_ts")
    if posting.find(ws, channel.id, ts) is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": f"{ws.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"}


def _refuse_attachments(request: Request) -> None:
    """Attachments are legacy and not simulated: refused rather than dropped unseen."""
    if request.get("attachments"):
        raise SlackError("invalid_attachments")
