"""conversations.*: https://docs.slack.dev/reference/methods/conversations.list"""

from __future__ import annotations

from bot.simulator import limits
from bot.simulator.behaviour import outsiders, posting
from bot.simulator.errors import SlackError
from bot.simulator.sending import payloads
from bot.simulator.state.models import Channel, Message
from bot.simulator.state.state import State
from bot.simulator.web_api.methods import Request, Result, method, page

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")
TYPES = {"public": "public_channel", "private": "private_channel", "im": "im"}
HISTORY_SCOPE = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
READ_SCOPE = {"public": "channels:read", "private": "groups:read", "im": "im:read"}


@method("conversations.list", *READ)
def list_conversations(request: Request) -> Result:
    ws = request.ws
    wanted = {each.strip() for each in str(request.get("types") or "public_channel").split(",")}
    if wanted - {*TYPES.values(), "mpim"}:
        raise SlackError("invalid_types")
    for kind, name in TYPES.items():
        if name in wanted:
            _need_scope(ws, READ_SCOPE[kind])
    seen = [
        channel
        for channel in list(ws.channels.values())
        if TYPES[channel.kind] in wanted
        and (channel.kind == "public" or ws.bot_user_id in channel.members)
        and not (channel.is_archived and request.flag("exclude_archived"))
    ]
    channels, metadata = page(request, seen)
    return {"channels": [channel_object(ws, each) for each in channels], "response_metadata": metadata}


@method("conversations.info", *READ)
def info(request: Request) -> Result:
    channel = posting.channel_for_app(request.ws, request.need("channel"))
    _need_scope(request.ws, READ_SCOPE[channel.kind])
    return {"channel": channel_object(request.ws, channel)}


@method("conversations.members", *READ)
def members(request: Request) -> Result:
    channel = posting.channel_for_app(request.ws, request.need("channel"))
    people, metadata = page(request, sorted(channel.members))
    return {"members": people, "response_metadata": metadata}


@method("conversations.open", "im:write")
def open_conversation(request: Request) -> Result:
    """A direct message with one person; group messages are not simulated."""
    ws = request.ws
    if request.get("channel"):
        channel = posting.channel_for_app(ws, request.need("channel"))
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = request.need("users")
    people = users if isinstance(users, list) else str(users).split(",")
    if len(people) != 1:
        raise SlackError("invalid_arguments", ["[ERROR] only one user is simulated [json-pointer:/users]"])
    user = ws.users.get(people[0])
    if user is None:
        raise SlackError("user_not_found")
    outsiders.refuse_message_to(ws, user)
    return {"channel": {"id": ws.dm_with(user.id).id}, "no_op": False, "already_open": False}


@method("conversations.join", "channels:join")
def join(request: Request) -> Result:
    ws = request.ws
    channel = ws.channels.get(request.need("channel"))
    if channel is None or channel.kind == "private":
        raise SlackError("channel_not_found")
    if channel.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    with ws.change():
        channel.members.add(ws.bot_user_id)
    return {"channel": channel_object(ws, channel)}


@method("conversations.history", *HISTORY)
def history(request: Request) -> Result:
    """Newest first, without the replies of threads."""
    channel = _readable(request)
    messages = [m for m in reversed(posting.in_channel(request.ws, channel.id)) if _within(request, m)]
    found, metadata = page(request, messages, limits.HISTORY_PAGE_MOST)
    return {
        "messages": [_message(request, each) for each in found],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


@method("conversations.replies", *HISTORY)
def replies(request: Request) -> Result:
    """The parent first, then its replies, oldest first."""
    channel = _readable(request)
    ts = request.need("ts")
    named = posting.find(request.ws, channel.id, ts)
    if named is None or named.ephemeral_to:
        raise SlackError("thread_not_found")
    thread = posting.in_thread(request.ws, channel.id, named.thread_ts or ts)
    kept = [m for m in thread if not m.is_reply or _within(request, m)]
    found, metadata = page(request, kept, limits.HISTORY_PAGE_MOST)
    return {
        "messages": [_message(request, each) for each in found],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _readable(request: Request) -> Channel:
    ws = request.ws
    channel = posting.channel_for_app(ws, request.need("channel"))
    if ws.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    _need_scope(ws, HISTORY_SCOPE[channel.kind])
    return channel


def _within(request: Request, message: Message) -> bool:
    """`oldest` and `latest` are exclusive unless `inclusive`."""
    ts, oldest, latest = float(message.ts), request.get("oldest"), request.get("latest")
    if oldest and (ts < float(oldest) or (message.ts == str(oldest) and not request.flag("inclusive"))):
        return False
    return not (latest and (ts > float(latest) or (message.ts == str(latest) and not request.flag("inclusive"))))


def _message(request: Request, message: Message) -> Result:
    ws = request.ws
    body = payloads.message(ws, message, request.flag("include_all_metadata"))
    answers = [m for m in posting.in_thread(ws, message.channel, message.ts) if m.is_reply]
    if answers:
        body |= {"thread_ts": message.ts, "reply_count": len(answers), "latest_reply": answers[-1].ts}
    return body


def channel_object(ws: State, channel: Channel) -> Result:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    shared = {"is_archived": channel.is_archived, "is_im": channel.kind == "im", "is_mpim": False}
    if channel.kind == "im":
        person = next(iter(channel.members - {ws.bot_user_id}))
        return {"id": channel.id, "user": person, **shared, "is_private": True, "is_shared": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        **shared,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_private": channel.kind == "private",
        "is_member": ws.bot_user_id in channel.members,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        **({"frozen_reason": "connection_severed"} if channel.is_frozen else {}),
        "topic": {"value": channel.topic},
        "num_members": len(channel.members),
    }


def _need_scope(ws: State, scope: str) -> None:
    if scope not in ws.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(ws.scopes)))
