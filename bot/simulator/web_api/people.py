"""auth.*, users.*: https://docs.slack.dev/reference/methods/users.info"""

from __future__ import annotations

from bot.simulator.behaviour import outsiders
from bot.simulator.errors import SlackError
from bot.simulator.state.models import User
from bot.simulator.state.state import State
from bot.simulator.web_api.methods import Request, Result, method, page


@method("auth.test")
def auth_test(request: Request) -> Result:
    ws = request.ws
    return {
        "url": f"{ws.base_url}/",
        "team": ws.teams[ws.team_id],
        "user": ws.users[ws.bot_user_id].name,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": False,
    }


@method("users.info", "users:read")
def users_info(request: Request) -> Result:
    return {"user": user_object(request.ws, _known(request.ws, request.need("user")))}


@method("users.list", "users:read")
def users_list(request: Request) -> Result:
    ws = request.ws
    own = [user for user in list(ws.users.values()) if user.team_id == ws.team_id]
    members, metadata = page(request, own)
    return {"members": [user_object(ws, user) for user in members], "response_metadata": metadata}


@method("users.lookupByEmail", "users:read.email")
def lookup_by_email(request: Request) -> Result:
    """Only people of this workspace who have not left."""
    ws = request.ws
    wanted = str(request.need("email")).casefold()
    for user in list(ws.users.values()):
        if user.email and user.email.casefold() == wanted and user.team_id == ws.team_id and not user.deleted:
            return {"user": user_object(ws, user)}
    raise SlackError("users_not_found")


def _known(ws: State, user_id: str) -> User:
    if user_id not in ws.users:
        raise SlackError("user_not_found")
    return ws.users[user_id]


def user_object(ws: State, user: User) -> Result:
    """https://docs.slack.dev/reference/objects/user-object; the address only with users:read.email, and never of
    people of other organisations, of whom Slack withholds more: https://docs.slack.dev/apis/slack-connect"""
    profile = {"real_name": user.real_name, "display_name": user.name, "title": user.title, "team": user.team_id}
    common = {"id": user.id, "team_id": user.team_id, "name": user.name, "real_name": user.real_name}
    common |= {"deleted": user.deleted, "is_stranger": outsiders.is_stranger(ws, user)}
    if outsiders.is_external(ws, user):
        return common | {"profile": {name: profile[name] for name in ("real_name", "display_name", "team")}}
    if user.email and "users:read.email" in ws.scopes:
        profile["email"] = user.email
    return {
        **common,
        "tz": user.time_zone,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_app_user": False,
    }
