"""What people do, against an app that is one function."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from bot.simulator import NotAnswered, NotPossible, Served, Workspace, limits
from tests.simulator.conftest import Clocks
from tests.simulator.recorder import Recorder
from tests.simulator.samples import (
    actions,
    button,
    call,
    mrkdwn,
    option,
    plain,
    post,
    section,
    select,
)


def test_overflows_selects_and_twins_in_messages(ws: Workspace, app: Recorder) -> None:
    post(
        ws,
        section(text=mrkdwn("*RR-1* Bins"), accessory=button(action_id="open", text=plain("Open"))),
        section(text=mrkdwn("*RR-2* Glass"), accessory=button(action_id="open", text=plain("Open"), value="2")),
        actions(
            {"type": "overflow", "action_id": "more", "options": [option(1), option(2)]},
            select(action_id="pick", placeholder=plain("Pick one")),
        ),
    )
    sam = ws.user("U1")
    message = sam.message("Glass", "C1")
    with pytest.raises(NotPossible, match="2 elements"):
        sam.click(message, "Open")
    sam.click(message, "Open", near="RR-2")
    assert app.last["actions"][0]["value"] == "2"
    assert app.last["container"]["message_ts"] == message.ts
    sam.click(message, "Option 1")
    assert app.last["actions"][0]["selected_option"] == option(1)
    sam.choose(message, "more", "Option 2")
    assert app.last["actions"][0]["selected_option"] == option(2)
    sam.choose(message, "Pick one", "Option 1")
    assert app.last["actions"][0]["selected_option"] == option(1)
    (state,) = app.last["state"]["values"].values()
    assert state["pick"]["selected_option"] == option(1)
    sam.click(message, "Open", near="RR-1")
    assert app.last["state"]["values"]  # kept on the message


def test_shortcuts(ws: Workspace, app: Recorder) -> None:
    sam = ws.user("U1")
    app.then = lambda payload: None
    assert sam.shortcut("report_issue") is None
    assert (app.last["type"], app.last["callback_id"]) == ("shortcut", "report_issue")
    said = sam.says("C1", "Glass everywhere")
    sam.message_shortcut("report_message", said)
    assert (app.last["type"], app.last["message"]["text"]) == ("message_action", "Glass everywhere")
    with pytest.raises(NotPossible, match="no global shortcut"):
        sam.shortcut("report_message")
    call(ws, "chat.postEphemeral", channel="C1", user="U1", text="psst")
    with pytest.raises(NotPossible, match="only visible"):
        sam.message_shortcut("report_message", sam.message("psst", "C1"))


def test_what_the_app_hears(ws: Workspace, app: Recorder) -> None:
    sam = ws.user("U1")
    sam.says("C1", f"<@{ws.bot_user_id}> help")
    assert [p["event"]["type"] for p in app.payloads] == ["message", "app_mention"]
    assert app.last["authorizations"][0]["team_id"] == ws.team_id
    sam.says("C3", "the app is not here")
    assert len(app.payloads) == 2
    ws.subscriptions.clear()
    sam.says("C1", "nor subscribed")
    sam.open_home()
    assert len(app.payloads) == 2
    for wrong in (lambda: sam.says("C5", "archived"), lambda: ws.user("U3").says("C1", "not a member")):
        with pytest.raises(NotPossible):
            wrong()


def test_a_command_answered_with_words(ws: Workspace, app: Recorder) -> None:
    app.answer = {"text": "Here is help"}
    sam = ws.user("U1")
    assert sam.command("/issue", "help", channel="C1") is None
    assert sam.messages("C1")[-1].ephemeral_to == "U1"
    app.answer = {"blocks": [{"type": "section"}], "text": "x"}
    with pytest.raises(NotAnswered, match="invalid_blocks"):
        sam.command("/issue", "help", channel="C1")
    app.status = 500
    with pytest.raises(NotAnswered, match="http_error"):
        sam.command("/issue", "help", channel="C1")


def test_a_response_url_is_good_five_times_in_half_an_hour(ws: Workspace, served: Served, clocks: Clocks) -> None:
    ts = post(ws, section(accessory=button(action_id="b")))["ts"]
    recorder = Recorder(ws)
    sam = ws.user("U1")
    sam.click(sam.message("words", "C1"), "Press")
    url = recorder.last["response_url"]

    def respond(**body: Any) -> tuple[int, str]:
        answer = httpx2.post(url, json=body)
        return answer.status_code, answer.text

    assert respond(text="only you") == (200, "ok")
    assert respond(text="all", response_type="in_channel") == (200, "ok")
    assert respond(text="changed", replace_original=True, blocks=[]) == (200, "ok")
    assert [m.text for m in sam.messages("C1")] == ["changed", "only you", "all"]
    assert respond(words="x")[0] == 400
    assert respond(delete_original=True) == (200, "ok")
    assert "used_url" in respond(text="too often")[1]
    assert ts not in [m.ts for m in sam.messages("C1")]
    late = ws.issue_response_url("U1", "C1").rsplit("/", 1)[1]
    clocks.forward(limits.RESPONSE_URL_SECONDS + 1)
    assert "expired_url" in httpx2.post(f"{served.base_url}/simulator/response/{late}", json={"text": "x"}).text
    assert httpx2.post(f"{served.base_url}/simulator/response/none", json={"text": "x"}).status_code == 404
    assert len(ws.log.of("response_url")) == 8


def test_who_sees_which_button(ws: Workspace, app: Recorder) -> None:
    post(ws, section(accessory=button(action_id="b")), channel="C1")
    message = ws.user("U1").message("words", "C1")
    with pytest.raises(NotPossible, match="does not see"):
        ws.user("U3").click(message, "b")
    call(ws, "chat.postEphemeral", channel="C2", user="U1", text="psst", blocks=[actions(button(action_id="b"))])
    with pytest.raises(NotPossible, match="somebody else"):
        ws.user("U2").click(ws.user("U1").message("psst", "C2"), "b")
    with pytest.raises(NotPossible, match="no message"):
        ws.user("U1").message("never said", "C1")
    with pytest.raises(NotPossible, match="no channel"):
        ws.user("U1").messages("C404")
    with pytest.raises(NotPossible, match="no user"):
        ws.user("U404")


def test_an_app_that_is_not_connected(ws: Workspace) -> None:
    with pytest.raises(NotPossible, match="no app is connected"):
        ws.user("U1").command("/issue")


def test_an_app_may_ask_for_no_retries(ws: Workspace, app: Recorder) -> None:
    """https://docs.slack.dev/apis/events-api (x-slack-no-retry)"""
    app.status = 500
    ws.user("U1").says("C1", "hello")
    assert ws.deliveries.last.outcomes == ["http_error", "http_error"]
    assert len(ws.deliveries.waiting()) == 1
    app.headers = {"x-slack-no-retry": "1"}
    ws.user("U1").says("C1", "hello again")
    assert ws.deliveries.last.outcomes == ["no_retry"]
