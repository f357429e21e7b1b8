"""What Slack sends an app, as plain dicts.

https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator.state.models import Channel, Message, View
from bot.simulator.state.state import State

Payload = dict[str, Any]
TOKEN = "verification-token"  # the old verification token; apps must check the signature instead


def team(ws: State, team_id: str | None = None) -> Payload:
    """Ours, or another."""
    id = team_id or ws.team_id
    return {"id": id, "domain": ws.teams[id].lower().replace(" ", "-")}


def person(ws: State, user_id: str) -> Payload:
    user = ws.users[user_id]
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def _common(ws: State, user_id: str, kind: str, team_id: str | None = None) -> Payload:
    """`team` is where the app is installed; of a form that was sent or closed, where its person is at home:
    https://github.com/slackapi/java-slack-sdk/issues/1041, https://github.com/slackapi/bolt-js/issues/1614"""
    return {
        "type": kind,
        "token": TOKEN,
        "team": team(ws, team_id),
        "user": person(ws, user_id),
        "api_app_id": ws.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    return "directmessage" if channel.kind == "im" else channel.name


def message(ws: State, posted: Message, with_metadata: bool = True) -> Payload:
    body: Payload = {
        "type": "message",
        "user": posted.user,
        "ts": posted.ts,
        "text": posted.text,
        "team": ws.users[posted.user].team_id,
    }
    if ws.users[posted.user].team_id != ws.team_id:
        body |= {"user_team": ws.users[posted.user].team_id, "source_team": ws.users[posted.user].team_id}
    if posted.by_app:
        body |= {"bot_id": ws.bot_id, "app_id": ws.app_id}
    if posted.blocks:
        body["blocks"] = copy.deepcopy(posted.blocks)
    if posted.thread_ts:
        body["thread_ts"] = posted.thread_ts
    if posted.edited_ts:
        body["edited"] = {"user": posted.user, "ts": posted.edited_ts}
    if posted.ephemeral_to:
        body |= {"subtype": "ephemeral", "is_ephemeral": True}
    if with_metadata and posted.metadata:
        body["metadata"] = copy.deepcopy(posted.metadata)
    return body


def view(ws: State, shown: View) -> Payload:
    body = copy.deepcopy(shown.body)
    return {
        "title": None, "submit": None, "close": None, "private_metadata": "", "callback_id": "",
        "external_id": "", "clear_on_close": False, "notify_on_close": False,
        **body,
        "id": shown.id, "team_id": ws.users[shown.user].team_id, "app_id": ws.app_id, "bot_id": ws.bot_id,
        "app_installed_team_id": ws.team_id, "hash": shown.hash, "root_view_id": shown.root_id,
        "previous_view_id": shown.previous_id, "state": {"values": copy.deepcopy(shown.values)},
    }  # fmt: skip


def block_actions(
    ws: State,
    user_id: str,
    place: Message | View,
    action: Payload,
    trigger_id: str,
    response_url: str = "",
) -> Payload:
    body = _common(ws, user_id, "block_actions") | {"trigger_id": trigger_id, "actions": [action]}
    return body | _where(ws, place) | ({"response_url": response_url} if response_url else {})


def block_suggestion(ws: State, user_id: str, place: Message | View, element: Payload, query: str) -> Payload:
    return _common(ws, user_id, "block_suggestion") | _where(ws, place) | element | {"value": query}


def _where(ws: State, place: Message | View) -> Payload:
    if isinstance(place, View):
        return {"container": {"type": "view", "view_id": place.id}, "view": view(ws, place)}
    channel = ws.channels[place.channel]
    container: Payload = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": channel.id,
        "is_ephemeral": place.ephemeral_to is not None,
    }
    if place.thread_ts:
        container["thread_ts"] = place.thread_ts
    return {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message(ws, place),
        "state": {"values": copy.deepcopy(place.values)},
    }


def view_submission(ws: State, shown: View, trigger_id: str) -> Payload:
    extra = {"trigger_id": trigger_id, "view": view(ws, shown), "response_urls": []}
    return _common(ws, shown.user, "view_submission", ws.users[shown.user].team_id) | extra


def view_closed(ws: State, shown: View, is_cleared: bool) -> Payload:
    extra = {"view": view(ws, shown), "is_cleared": is_cleared}
    return _common(ws, shown.user, "view_closed", ws.users[shown.user].team_id) | extra


def shortcut(ws: State, user_id: str, callback_id: str, trigger_id: str) -> Payload:
    extra = {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": ws.next_ts()}
    return _common(ws, user_id, "shortcut") | extra


def message_shortcut(
    ws: State, user_id: str, callback_id: str, on: Message, trigger_id: str, response_url: str
) -> Payload:
    channel = ws.channels[on.channel]
    return _common(ws, user_id, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": ws.next_ts(),
        "message_ts": on.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message(ws, on),
        "response_url": response_url,
    }


def command(
    ws: State, user_id: str, name: str, text: str, channel: Channel, trigger_id: str, response_url: str
) -> Payload:
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "team_domain": team(ws)["domain"],
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user_id,
        "user_name": ws.users[user_id].name,
        "command": name,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def channel_shared(ws: State, channel_id: str, team_id: str) -> Payload:
    """https://docs.slack.dev/reference/events/channel_shared"""
    where = {"connected_team_id": team_id, "channel": channel_id}
    return {"type": "channel_shared", **where, "event_ts": ws.next_ts()}


def member_joined_channel(ws: State, channel: Channel, user_id: str) -> Payload:
    """https://docs.slack.dev/reference/events/member_joined_channel"""
    return {
        "type": "member_joined_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": ws.users[user_id].team_id,
        "event_ts": ws.next_ts(),
    }


def channel_unshared(ws: State, channel_id: str, team_id: str, still_shared: bool) -> Payload:
    """https://docs.slack.dev/reference/events/channel_unshared"""
    return {
        "type": "channel_unshared",
        "previously_connected_team_id": team_id,
        "channel": channel_id,
        "is_ext_shared": still_shared,
        "event_ts": ws.next_ts(),
    }


def event(ws: State, inner: Payload, shared: bool = False) -> Payload:
    bot = {"enterprise_id": None, "team_id": ws.team_id, "user_id": ws.bot_user_id}
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "api_app_id": ws.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": ws.new_id("Ev"),
        "event_time": int(ws.system_time()),
        "authorizations": [{**bot, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": shared,
        "event_context": ws.new_id("ctx"),
    }
