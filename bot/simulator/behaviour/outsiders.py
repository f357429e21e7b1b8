"""People from outside, and what Slack does not let them do.

Other organisations in a shared channel: https://docs.slack.dev/apis/slack-connect
Guests of our own workspace: https://slack.com/help/articles/202518103-Understand-guest-roles-in-Slack
"""

from __future__ import annotations

from bot.simulator.errors import NotPossible, SlackError
from bot.simulator.state.models import Channel, User
from bot.simulator.state.state import State


def is_external(ws: State, user: User) -> bool:
    """Of another organisation. Slack has no single mark for it: the team says so, never `is_stranger`."""
    return user.team_id != ws.team_id


def is_stranger(ws: State, user: User) -> bool:
    """External, and in no channel that the app is in: https://docs.slack.dev/apis/slack-connect (External members)."""
    return is_external(ws, user) and not meets_app(ws, user)


def meets_app(ws: State, user: User) -> bool:
    return any(
        {user.id, ws.bot_user_id} <= channel.members and not channel.is_archived
        for channel in ws.channels.values()
        if channel.kind != "im"
    )


def refuse_message_to(ws: State, user: User) -> None:
    """Raises the word with which conversations.open refuses; chat.postMessage says channel_not_found instead.

    The words: https://docs.slack.dev/reference/methods/conversations.open. "A bot user is able to DM users on all
    connected workspaces, as long as users are in a shared channel together": .../apis/slack-connect
    """
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if not user.takes_messages:
        raise SlackError("user_not_visible")
    if is_stranger(ws, user):
        raise SlackError("invalid_user_combination")


def refuse_app_features(ws: State, user: User, what: str) -> None:
    """Commands and shortcuts are for the workspace that installed the app ("Slash commands are not shared"), and for
    its guests only as the workspace allows: https://slack.com/help/articles/1500009181142-Manage-app-settings-and-permissions
    """
    if is_external(ws, user):
        raise NotPossible(f"{what} are not there for people of other workspaces")
    if user.is_ultra_restricted:
        raise NotPossible(f"{what} are not there for single-channel guests")
    if user.is_restricted and not ws.guests_use_shortcuts:
        raise NotPossible(f"{what} are not there for guests of this workspace")


def uses_app(ws: State, user: User) -> bool:
    """Whether commands and shortcuts are there for somebody."""
    try:
        refuse_app_features(ws, user, "")
    except NotPossible:
        return False
    return True


def describe(ws: State, user: User) -> str:
    """What sets somebody apart from a full member: "Police, can only post", "single-channel guest"; or nothing."""
    marks = {
        ws.teams[user.team_id]: is_external(ws, user),
        "single-channel guest": user.is_ultra_restricted,
        "guest": user.is_restricted and not user.is_ultra_restricted,
        "can only post": user.can_only_post,
        "takes no direct messages": not user.takes_messages,
    }
    return ", ".join(mark for mark, holds in marks.items() if holds)


def refuse_conversation(ws: State, user: User) -> None:
    """Slack Connect: bots "are accessible to … any external members in a channel … where your bot is also present"."""
    if is_stranger(ws, user) or not user.takes_messages:
        raise NotPossible(f"direct messages with the app are not there for {user.id}")


def refuse_pressing(user: User) -> None:
    """Invited with "Permission only to post": limited "to only sending messages", says
    https://docs.slack.dev/reference/methods/conversations.inviteShared (external_limited)."""
    if user.can_only_post:
        raise NotPossible(f"{user.id} can only post here: buttons and menus do nothing for them")


def check_guest(ws: State, user: User, joined: str) -> None:
    """A single-channel guest has one channel; guests are invited, they do not join."""
    others = [c for c in ws.channels.values() if c.kind != "im" and user.id in c.members and c.id != joined]
    if user.is_ultra_restricted and others:
        raise NotPossible(f"{user.id} is a single-channel guest, of #{others[0].name}")


def check_team(ws: State, user: User, channel: Channel) -> None:
    if is_external(ws, user) and not channel.is_shared:
        raise NotPossible(f"{user.id} is of another workspace, and #{channel.name} is not shared")


def join(ws: State, channel: Channel, user: User) -> bool:
    """Somebody accepts an invitation to a channel. Whether the channel is shared with their organisation only now."""
    check_guest(ws, user, channel.id)
    new_team = is_external(ws, user) and all(ws.users[id].team_id != user.team_id for id in channel.members)
    with ws.change():
        channel.members.add(user.id)
        channel.is_shared = channel.is_shared or new_team
    return new_team


def disconnect(ws: State, channel: Channel, team_id: str) -> bool:
    """The host ends another organisation's part in a channel: its people go, the id stays. Whether others remain."""
    leaving = {id for id in channel.members if ws.users[id].team_id == team_id}
    if not leaving or team_id == ws.team_id:
        raise NotPossible(f"{team_id} has nobody in #{channel.name}")
    with ws.change():
        channel.members -= leaving
        channel.is_shared = any(is_external(ws, ws.users[id]) for id in channel.members)
    return channel.is_shared


def sever(ws: State, channel: Channel) -> Channel:
    """The host was another organisation, and ends ours: what is left is an archived copy under another id, and the
    old id is channel_not_found ("Beware of frozen and disconnected channels")."""
    with ws.change():
        messages = ws.messages.pop(channel.id)
        ws.channels.pop(channel.id)
        channel.id = ws.new_id("C")
        for message in messages:
            message.channel = channel.id
        channel.members = {id for id in channel.members if not is_external(ws, ws.users[id])}
        channel.is_shared, channel.is_archived, channel.is_frozen = False, True, True
        ws.channels[channel.id], ws.messages[channel.id] = channel, messages
    return channel
