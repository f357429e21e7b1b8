"""People from outside: other organisations in a shared channel, guests, and those who cannot be reached."""

from __future__ import annotations

import pytest

from bot.simulator import NotPossible, OpenView, Workspace
from tests.simulator.recorder import Recorder
from tests.simulator.samples import actions, button, call, input_block, modal, post

POLICE, HOUSING = "T0000AWAY", "T0000HOUSE"


@pytest.fixture
def shared(ws: Workspace) -> Workspace:
    """#police, shared with two organisations; a stranger; guests; one who can only post; one who takes no messages."""
    ws.add_team(HOUSING, "Housing")
    ws.add_user("U4", "kim", "Kim Housing", "kim@example.org", team_id=HOUSING)
    ws.add_user("U5", "stan", "Stan Ranger", "stan@example.org", team_id=HOUSING)
    ws.add_user("U6", "mia", "Mia Guest", is_restricted=True)
    ws.add_user("U7", "sol", "Sol Guest", is_ultra_restricted=True)
    ws.add_user("U8", "pat", "Pat Poster", team_id=POLICE, can_only_post=True)
    ws.add_user("U9", "noah", "Noah Nodirect", team_id=POLICE, takes_messages=False)
    ws.add_channel("C2", "police", ["U1", "U2", "U4", "U6", "U8", "U9"], shared=True)
    ws.add_channel("C6", "one-place", ["U7"])
    return ws


def refusal(ws: Workspace, method: str, **args: object) -> str | None:
    return call(ws, method, **args).body.get("error")


def test_what_slack_tells_of_people_of_other_organisations(shared: Workspace) -> None:
    """https://docs.slack.dev/apis/slack-connect: no single mark; `is_stranger` only where no channel is shared."""
    told = {id: call(shared, "users.info", user=id).body["user"] for id in ("U1", "U2", "U4", "U5")}
    assert [user["team_id"] for user in told.values()] == [shared.team_id, POLICE, HOUSING, HOUSING]
    assert [user["is_stranger"] for user in told.values()] == [False, False, False, True]
    assert [set(user["profile"]) for user in list(told.values())[1:]] == [{"real_name", "display_name", "team"}] * 3
    assert "tz" not in told["U2"]
    assert refusal(shared, "users.lookupByEmail", email="kim@example.org") == "users_not_found"
    channel = call(shared, "conversations.info", channel="C2").body["channel"]
    assert (channel["is_ext_shared"], channel["is_org_shared"]) == (True, False)
    members = call(shared, "conversations.members", channel="C2").body["members"]
    assert {"U1", "U2", "U4"} <= set(members)


def test_whose_team_a_payload_names(shared: Workspace, app: Recorder) -> None:
    """A click names the app's team beside the person's; a form that is sent names the person's in both places:
    https://github.com/slackapi/java-slack-sdk/issues/1041, https://github.com/slackapi/bolt-js/issues/1614"""
    post(shared, actions(button(action_id="ack")), channel="C2")
    lee = shared.user("U2")
    app.then = lambda payload: (
        call(shared, "views.open", trigger_id=payload["trigger_id"], view=modal(input_block())).body
        if payload["type"] == "block_actions"
        else None
    )
    form = lee.click(lee.message("words", "C2"), "Press")
    assert (app.last["user"]["team_id"], app.last["team"]["id"]) == (POLICE, shared.team_id)
    assert isinstance(form, OpenView)
    form.fill("Label", "done")
    assert form.submit()
    assert (app.last["user"]["team_id"], app.last["team"]["id"]) == (POLICE, POLICE)
    assert (app.last["view"]["team_id"], app.last["view"]["app_installed_team_id"]) == (POLICE, shared.team_id)
    app.then = lambda payload: None
    lee.says("C2", "on our way")
    assert (app.last["event"]["user_team"], app.last["is_ext_shared_channel"]) == (POLICE, True)


def test_who_can_be_reached_by_direct_message(shared: Workspace) -> None:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    for user, error in (
        ("U2", None),
        ("U4", None),
        ("U6", None),
        ("U5", "invalid_user_combination"),
        ("U9", "user_not_visible"),
        ("U404", "user_not_found"),
        (shared.bot_user_id, "cannot_dm_bot"),
    ):
        assert refusal(shared, "conversations.open", users=user) == error
        assert refusal(shared, "chat.postMessage", channel=user, text="hello") == (error and "channel_not_found")
    assert shared.user("U2").messages()[-1].text == "hello"
    for user in ("U5", "U9"):
        with pytest.raises(NotPossible, match="direct messages"):
            shared.user(user).says(None, "hello")


def test_direct_messages_end_with_the_shared_channel(shared: Workspace) -> None:
    opened = call(shared, "conversations.open", users="U2").body["channel"]["id"]
    assert refusal(shared, "chat.postMessage", channel=opened, text="hello") is None
    shared.disconnect("police", POLICE)
    assert refusal(shared, "chat.postMessage", channel=opened, text="still there?") == "channel_not_found"
    with pytest.raises(NotPossible, match="direct messages"):
        shared.user("U2").says(opened, "still there?")


def test_who_has_commands_and_shortcuts(shared: Workspace, app: Recorder) -> None:
    """https://slack.com/help/articles/1500009181142-Manage-app-settings-and-permissions"""
    lee, mia, sol = (shared.user(id) for id in ("U2", "U6", "U7"))
    for person, refused in ((lee, "other workspaces"), (mia, "for guests"), (sol, "single-channel")):
        with pytest.raises(NotPossible, match=refused):
            person.command("/issue", channel=person.channels()[0].id)
        with pytest.raises(NotPossible, match=refused):
            person.shortcut("report_issue")
    shared.guests_use_shortcuts = True
    mia.command("/issue", channel="C2")
    assert app.last["command"] == "/issue"
    with pytest.raises(NotPossible, match="single-channel"):
        sol.shortcut("report_issue")


def test_guests_see_their_channels_only(shared: Workspace) -> None:
    """https://slack.com/help/articles/202518103-Understand-guest-roles-in-Slack"""
    assert [channel.id for channel in shared.user("U6").channels()] == ["C2"]
    with pytest.raises(NotPossible, match="is not in"):
        shared.user("U6").messages("C1")
    with pytest.raises(NotPossible, match="single-channel guest, of #one-place"):
        shared.add_channel("C7", "another", ["U7"])
    told = call(shared, "users.info", user="U7").body["user"]
    assert (told["is_restricted"], told["is_ultra_restricted"]) == (True, True)
    assert call(shared, "users.info", user="U6").body["user"]["is_ultra_restricted"] is False


def test_somebody_who_can_only_post(shared: Workspace, app: Recorder) -> None:
    """https://docs.slack.dev/reference/methods/conversations.inviteShared (external_limited)"""
    post(shared, actions(button(action_id="ack")), channel="C2")
    pat = shared.user("U8")
    with pytest.raises(NotPossible, match="can only post"):
        pat.click(pat.message("words", "C2"), "Press")
    assert app.payloads == []
    pat.says("C2", "I cannot press that")
    assert app.last["event"]["text"] == "I cannot press that"


def test_people_of_other_organisations_are_only_where_it_is_shared(shared: Workspace) -> None:
    with pytest.raises(NotPossible, match="is not shared"):
        shared.add_channel("C8", "ours", ["U2"])


def test_an_organisation_joins(ws: Workspace, app: Recorder) -> None:
    """https://docs.slack.dev/reference/events/channel_shared"""
    ws.subscriptions |= {"channel_shared", "member_joined_channel"}
    ws.add_team(HOUSING, "Housing")
    ws.add_user("U4", "kim", "Kim Housing", team_id=HOUSING)
    assert refusal(ws, "conversations.open", users="U4") == "invalid_user_combination"
    ws.join("rapid-response", "U4")
    assert [payload["event"]["type"] for payload in app.payloads] == ["channel_shared", "member_joined_channel"]
    assert (app.payloads[0]["event"]["connected_team_id"], app.last["event"]["team"]) == (HOUSING, HOUSING)
    assert call(ws, "conversations.info", channel="C1").body["channel"]["is_ext_shared"] is True
    assert refusal(ws, "conversations.open", users="U4") is None
    ws.join("rapid-response", "U3")
    assert len(app.payloads) == 3
    assert "connected_team_id" not in app.last["event"]


def test_one_organisation_leaves_a_shared_channel(shared: Workspace, app: Recorder) -> None:
    """https://docs.slack.dev/reference/events/channel_unshared"""
    shared.subscriptions.add("channel_unshared")
    shared.disconnect("police", POLICE)
    assert shared.channels["C2"].members == {"U0000BOT", "U1", "U4", "U6"}
    assert (app.last["event"]["previously_connected_team_id"], app.last["event"]["is_ext_shared"]) == (POLICE, True)
    with pytest.raises(NotPossible, match="is not in"):
        shared.user("U2").messages("C2")
    shared.disconnect("C2", HOUSING)
    assert app.last["event"]["is_ext_shared"] is False
    assert call(shared, "conversations.info", channel="C2").body["channel"]["is_ext_shared"] is False
    with pytest.raises(NotPossible, match="has nobody"):
        shared.disconnect("C2", HOUSING)


def test_the_host_cuts_our_channel_off(shared: Workspace, app: Recorder) -> None:
    """https://docs.slack.dev/apis/slack-connect (Beware of frozen and disconnected channels)"""
    post(shared, channel="C2")
    copy = shared.sever("police", POLICE)
    assert refusal(shared, "chat.postMessage", channel="C2", text="x") == "channel_not_found"
    assert refusal(shared, "chat.postMessage", channel=copy.id, text="x") == "is_archived"
    told = call(shared, "conversations.info", channel=copy.id).body["channel"]
    assert (told["frozen_reason"], told["is_archived"]) == ("connection_severed", True)
    assert shared.user("U1").messages(copy.id)[-1].text == "words"
    assert call(shared, "users.info", user="U2").body["user"]["is_stranger"] is True
