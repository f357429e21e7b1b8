"""The Web API's answers and refusals, by a real WebClient where the wire matters."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import Workspace, limits
from tests.simulator.conftest import Clocks
from tests.simulator.samples import call, modal, open_modal, plain, post, section


def refusal(ws: Workspace, method: str, **args: Any) -> str | None:
    return call(ws, method, **args).body.get("error")


def test_who_am_i(client: WebClient, ws: Workspace) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (ws.bot_user_id, ws.team_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_tokens_and_scopes(client: WebClient, ws: Workspace) -> None:
    for token, error in (
        (None, "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (ws.app_token, "not_allowed_token_type"),
    ):
        with pytest.raises(SlackApiError) as caught:
            WebClient(token=token, base_url=client.base_url).auth_test()
        assert caught.value.response["error"] == error
    ws.scopes.discard("users:read.email")
    with pytest.raises(SlackApiError) as caught:
        client.users_lookupByEmail(email="sam@example.org")
    assert caught.value.response["needed"] == "users:read.email"
    assert "email" not in client.users_info(user="U1")["user"]["profile"]
    assert refusal(ws, "chat.fly") == "unknown_method"


def test_people_are_found_by_address(client: WebClient, ws: Workspace) -> None:
    found = client.users_lookupByEmail(email="SAM@example.org")["user"]
    assert (found["id"], found["profile"]["email"]) == ("U1", "sam@example.org")
    ws.add_user("U9", "gone", "Gone", "gone@example.org", deleted=True)
    assert refusal(ws, "users.lookupByEmail", email="lee@example.org") == "users_not_found"  # another workspace
    assert refusal(ws, "users.lookupByEmail", email="gone@example.org") == "users_not_found"
    assert refusal(ws, "users.info", user="U404") == "user_not_found"
    assert {user["id"] for user in client.users_list()["members"]} == {"U0000BOT", "U1", "U3", "U9"}


def test_lists_come_in_pages(client: WebClient, ws: Workspace) -> None:
    pages = [page["channels"] for page in client.conversations_list(limit=2, exclude_archived=True)]
    assert [[channel["id"] for channel in page] for page in pages] == [["C1", "C2"], ["C3"]]
    everything = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["id"] for channel in everything] == ["C1", "C2", "C3", "C5"]  # C4 is unknown to the bot
    assert [channel["is_member"] for channel in everything] == [True, True, False, True]
    assert refusal(ws, "conversations.list", limit=limits.PAGE_SIZE_MOST + 1) == "invalid_limit"
    assert refusal(ws, "conversations.list", limit="many") == "invalid_limit"
    assert refusal(ws, "conversations.list", cursor="bm9wZQ==") == "invalid_cursor"
    assert refusal(ws, "conversations.list", types="rooms") == "invalid_types"
    assert client.conversations_members(channel="C2")["members"] == ["U0000BOT", "U1", "U2"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C3", "not_in_channel"),
        ("C4", "channel_not_found"),
        ("C5", "is_archived"),
        ("C404", "channel_not_found"),
        ("rapid-response", "channel_not_found"),
        ("", "invalid_arguments"),
    ],
)
def test_where_the_bot_may_not_post(ws: Workspace, channel: str, error: str) -> None:
    assert post(ws, channel=channel)["error"] == error
    assert refusal(ws, "chat.postEphemeral", channel=channel, user="U1", text="x") == error


def test_joining_opens_the_way(client: WebClient, ws: Workspace) -> None:
    client.conversations_join(channel="C3")
    assert client.chat_postMessage(channel="C3", text="x")["ok"]
    assert refusal(ws, "conversations.join", channel="C4") == "channel_not_found"
    assert refusal(ws, "conversations.join", channel="C5") == "is_archived"
    assert client.conversations_info(channel="C3")["channel"]["is_member"]


def test_direct_messages(client: WebClient, ws: Workspace) -> None:
    opened = client.conversations_open(users="U3")["channel"]["id"]
    assert client.chat_postMessage(channel="U3", text="x")["channel"] == opened
    assert [channel["user"] for channel in client.conversations_list(types="im")["channels"]] == ["U3"]
    assert refusal(ws, "conversations.open", users="U404") == "user_not_found"
    assert refusal(ws, "conversations.open", users="U1,U3") == "invalid_arguments"
    assert refusal(ws, "conversations.open", users=ws.bot_user_id) == "cannot_dm_bot"
    assert refusal(ws, "conversations.join", channel=opened) == "method_not_supported_for_channel_type"
    assert call(ws, "conversations.open", channel=opened).body["already_open"]


def test_messages_are_found_with_their_metadata(client: WebClient, ws: Workspace, clocks: Clocks) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"id": "d1", "tags": ["a"], "more": {"b": 1}}}
    first = client.chat_postMessage(channel="C1", text="first", metadata=metadata)
    clocks.forward(60)
    second = client.chat_postMessage(channel="C1", text="second")
    reply = client.chat_postMessage(channel="C1", text="reply", thread_ts=first["ts"], metadata=metadata)
    assert first["ts"] < second["ts"] < reply["ts"]
    history = client.conversations_history(channel="C1", include_all_metadata=True)
    assert [m["text"] for m in history["messages"]] == ["second", "first"]
    assert history["messages"][1]["metadata"] == metadata
    assert history["messages"][1]["reply_count"] == 1
    plain_history = client.conversations_history(channel="C1", oldest=first["ts"])["messages"]
    assert [m["text"] for m in plain_history] == ["second"]
    both = client.conversations_history(channel="C1", oldest=first["ts"], latest=second["ts"], inclusive=True)
    assert len(both["messages"]) == 2
    assert "metadata" not in both["messages"][1]
    thread = client.conversations_replies(channel="C1", ts=first["ts"], include_all_metadata=True)["messages"]
    assert [(m["text"], m["metadata"]) for m in thread] == [("first", metadata), ("reply", metadata)]
    assert refusal(ws, "conversations.replies", channel="C1", ts="1.0") == "thread_not_found"
    assert refusal(ws, "conversations.history", channel="C3") == "not_in_channel"
    pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel="C1", limit=1)]
    assert pages == [["second"], ["first"]]
    assert refusal(ws, "conversations.history", channel="C1", limit=limits.HISTORY_PAGE_MOST + 1) == "invalid_limit"
    ws.scopes.discard("channels:history")
    assert refusal(ws, "conversations.history", channel="C1") == "missing_scope"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("words", "invalid_metadata_format"),
        ({"event_type": "x"}, "invalid_metadata_schema"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": None}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {}, "id": 1}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": "x" * limits.METADATA_CHARACTERS}}, "metadata_too_large"),
    ],
)
def test_metadata_has_a_shape(ws: Workspace, metadata: Any, error: str) -> None:
    assert post(ws, metadata=metadata)["error"] == error


def test_updating_and_deleting(client: WebClient, ws: Workspace) -> None:
    posted = client.chat_postMessage(channel="C1", text="one", blocks=[section()])
    where = {"channel": "C1", "ts": posted["ts"]}
    kept = client.chat_update(**where, text="two")["message"]
    assert (kept["text"], len(kept["blocks"])) == ("two", 1)
    assert "blocks" not in client.chat_update(**where, text="three", blocks=[])["message"]
    link = client.chat_getPermalink(channel="C1", message_ts=posted["ts"])["permalink"]
    assert link.endswith("/archives/C1/p" + posted["ts"].replace(".", ""))
    client.chat_delete(**where)
    assert refusal(ws, "chat.update", **where, text="x") == "message_not_found"
    assert refusal(ws, "chat.getPermalink", channel="C1", message_ts=posted["ts"]) == "message_not_found"
    said = ws.user("U1").says("C3", "mine")
    assert refusal(ws, "chat.delete", channel="C3", ts=said.ts) == "cant_delete_message"
    assert refusal(ws, "chat.update", channel="C3", ts=said.ts, text="x") == "cant_update_message"


def test_only_for_your_eyes(client: WebClient, ws: Workspace) -> None:
    client.chat_postEphemeral(channel="C2", user="U2", text="for Lee")
    assert [m.text for m in ws.user("U2").messages("C2")] == ["for Lee"]
    assert ws.user("U1").messages("C2") == []
    assert client.conversations_history(channel="C2")["messages"] == []
    assert refusal(ws, "chat.postEphemeral", channel="C2", user="U3", text="x") == "user_not_in_channel"


def test_a_screen_reader_needs_text(ws: Workspace) -> None:
    assert post(ws, section(), text="")["error"] == "no_text"
    ws.strict_text = False
    assert post(ws, section(), text="")["ok"]
    assert post(ws, text="")["error"] == "no_text"
    assert post(ws, attachments=[{"text": "x"}])["error"] == "invalid_attachments"
    assert post(ws, text=7)["error"] == "invalid_arguments"
    assert post(ws, thread_ts="1.0")["error"] == "invalid_thread_ts"
    assert refusal(ws, "chat.postMessage", channel="C1", text="x", blocks="[") == "invalid_blocks_format"


def test_a_trigger_lasts_three_seconds_and_once(ws: Workspace, clocks: Clocks) -> None:
    trigger = ws.issue_trigger("U1")
    clocks.forward(limits.TRIGGER_SECONDS)
    assert refusal(ws, "views.open", trigger_id=trigger, view={**modal(), "type": "x"}) == "invalid_arguments"
    assert refusal(ws, "views.open", trigger_id=trigger, view=modal()) is None
    assert refusal(ws, "views.open", trigger_id=trigger, view=modal()) == "exchanged_trigger_id"
    late = ws.issue_trigger("U1")
    clocks.forward(limits.TRIGGER_SECONDS + 0.1)
    assert refusal(ws, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refusal(ws, "views.open", trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_three_views_and_no_more(ws: Workspace) -> None:
    assert refusal(ws, "views.push", trigger_id=ws.issue_trigger("U1"), view=modal()) == "not_found"
    root = open_modal(ws, modal())["view"]
    pushed = [
        call(ws, "views.push", trigger_id=ws.issue_trigger("U1"), view=modal()).body for _ in range(limits.VIEW_STACK)
    ]
    assert [each.get("error") for each in pushed] == [None, None, "push_limit_reached"]
    assert (pushed[0]["view"]["root_view_id"], pushed[1]["view"]["root_view_id"]) == (root["id"], root["id"])
    assert pushed[1]["view"]["previous_view_id"] == pushed[0]["view"]["id"]


def test_views_are_updated_by_either_id(ws: Workspace) -> None:
    opened = open_modal(ws, modal(external_id="form-1"))["view"]
    other = open_modal(ws, modal(external_id="form-1"), "U3")
    assert other["error"] == "duplicate_external_id"
    updated = call(ws, "views.update", external_id="form-1", view=modal(external_id="form-1"), hash=opened["hash"])
    assert updated.body["view"]["id"] == opened["id"]
    stale = refusal(ws, "views.update", view_id=opened["id"], view=modal(), hash=opened["hash"])
    assert stale == "hash_conflict"
    assert refusal(ws, "views.update", view_id="V404", view=modal()) == "not_found"
    assert refusal(ws, "views.update", view=modal()) == "invalid_arguments"


def test_home_is_published_and_guarded_by_its_hash(ws: Workspace) -> None:
    home = {"type": "home", "blocks": [section()]}
    first = call(ws, "views.publish", user_id="U1", view=home).body["view"]
    second = call(ws, "views.publish", user_id="U1", view=home, hash=first["hash"]).body["view"]
    assert second["id"] == first["id"]
    assert refusal(ws, "views.publish", user_id="U1", view=home, hash=first["hash"]) == "hash_conflict"
    assert refusal(ws, "views.publish", user_id="U3", view=home, hash="1") == "hash_conflict"
    assert refusal(ws, "views.publish", user_id="U2", view=home) == "invalid_arguments"
    assert refusal(ws, "views.publish", user_id="U1", view={**home, "title": plain("x")}) == "invalid_arguments"


def test_pacing_when_switched_on(ws: Workspace, clocks: Clocks) -> None:
    ws.pace_messages = True
    assert post(ws)["ok"]
    answered = call(ws, "chat.postMessage", channel="C1", text="x")
    assert (answered.status, answered.headers["retry-after"]) == (429, "1")
    assert post(ws, channel="C2")["ok"]  # other channels have their own second
    clocks.forward(limits.MESSAGE_SECONDS_PER_CHANNEL)
    assert post(ws)["ok"]


def test_every_call_is_kept(ws: Workspace) -> None:
    post(ws, text="one")
    post(ws, text="")
    assert [call.args["text"] for call in ws.log.of("chat.postMessage")] == ["one", ""]
    assert [call.error for call in ws.log.refused()] == ["no_text"]
    ws.log.clear()
    assert len(ws.log) == 0
