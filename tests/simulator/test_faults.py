"""Failures on the wire, seen by the real client."""

from __future__ import annotations

import urllib.error
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import Served, Workspace, faults


def test_too_many_requests(client: WebClient, ws: Workspace) -> None:
    ws.faults.add("chat.postMessage", faults.rate_limited(30))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "30"
    assert client.chat_postMessage(channel="C1", text="x")["ok"]


def test_rules_wait_choose_and_repeat(client: WebClient, ws: Workspace) -> None:
    rule = ws.faults.add(
        "chat.postMessage", faults.error("is_archived"), times=2, skip=1, where=lambda a: a["channel"] == "C1"
    )
    outcomes = []
    for channel in ("C1", "C2", "C1", "C1", "C1"):
        try:
            client.chat_postMessage(channel=channel, text="x")
            outcomes.append("ok")
        except SlackApiError as refused:
            outcomes.append(refused.response["error"])
    assert outcomes == ["ok", "ok", "is_archived", "is_archived", "ok"]
    assert rule.struck == 2
    ws.faults.add("*", faults.server_error(503), times=None)
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    assert caught.value.response.status_code == 503
    ws.faults.clear()
    assert client.auth_test()["ok"]


@pytest.mark.parametrize("done", [False, True])
def test_the_connection_breaks(client: WebClient, ws: Workspace, done: bool) -> None:
    ws.faults.add("chat.postMessage", faults.lost_answer() if done else faults.connection_reset())
    with pytest.raises((ConnectionError, RemoteDisconnected, urllib.error.URLError)):
        client.chat_postMessage(channel="C1", text="x")
    assert len(ws.user("U1").messages("C1")) == (1 if done else 0)
    assert [call.lost for call in ws.log.of("chat.postMessage")] == [done]


@pytest.mark.parametrize("done", [False, True])
def test_no_answer_comes(served: Served, ws: Workspace, done: bool) -> None:
    impatient = WebClient(token=ws.bot_token, base_url=served.api_url, timeout=0.2, retry_handlers=[])  # type: ignore[arg-type]
    ws.faults.add("chat.postMessage", faults.lost_answer("timeout") if done else faults.no_answer())
    with pytest.raises((TimeoutError, urllib.error.URLError)):
        impatient.chat_postMessage(channel="C1", text="x")
    assert len(ws.user("U1").messages("C1")) == (1 if done else 0)
