"""The real SocketModeHandler of slack_bolt, connected to the simulator."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.simulator import NotAnswered, Workspace
from bot.slack.socket_mode import leave
from tests.simulator.conftest import Clocks
from tests.simulator.small_bot import small_bot


@pytest.fixture
def handler(ws: Workspace, client: WebClient) -> Iterator[SocketModeHandler]:
    handler = SocketModeHandler(small_bot(client, ws.signing_secret), ws.app_token, ping_interval=0.2)
    ws.use_socket_mode()
    handler.connect()
    assert ws.socket_mode.wait_for_connection()
    yield handler
    part(ws, handler)


def part(ws: Workspace, handler: SocketModeHandler) -> None:
    """The client reads until its socket has something to read: closed from Slack's side, it need not wait."""
    handler.client.auto_reconnect_enabled = False
    ws.socket_mode.drop()
    leave(handler)


class TakenMeanwhile:
    """A connection's receiving lock. Whoever waited for it finds that the reader has closed the socket."""

    def __init__(self, session: Connection) -> None:
        self._session = session

    def __enter__(self) -> None:
        if self._session.sock is not None:
            self._session.sock.shutdown(socket.SHUT_RDWR)
            self._session.sock.close()
        self._session.sock = None

    def __exit__(self, *failure: object) -> None:
        pass


@pytest.mark.usefixtures("handler")
def test_a_report_over_socket_mode(ws: Workspace) -> None:
    sam = ws.user("U1")
    view = sam.command("/issue", channel="C1")
    assert view is not None
    view.fill("What is happening?", "nothing")
    view.choose("Who?", "Ann")
    assert view.submit() is False
    assert view.errors == {"What is happening?": "Say a little more"}
    view.fill("What is happening?", "Glass on the path")
    assert view.submit() is True
    sam.click(sam.message("Glass", "C1"), "Take it")
    assert "taken by <@U1>" in sam.message("Glass", "C1").text
    assert sam.open_home() is not None


def test_the_app_comes_back_after_a_refresh(ws: Workspace, handler: SocketModeHandler) -> None:
    ws.socket_mode.refresh()
    assert ws.socket_mode.connections == 0
    assert ws.socket_mode.wait_for_connection(10)
    view = ws.user("U1").command("/issue")
    assert view is not None
    assert len(ws.log.of("apps.connections.open")) >= 2


def test_nobody_is_connected(ws: Workspace, handler: SocketModeHandler, clocks: Clocks) -> None:
    part(ws, handler)
    assert ws.wait(lambda: ws.socket_mode.connections == 0)
    ann = ws.user("U3")
    with pytest.raises(NotAnswered, match="connection_failed"):
        ann.command("/issue")
    ann.says(None, "hello")
    assert ws.deliveries.last.outcomes == ["connection_failed"] * 2
    again = SocketModeHandler(small_bot(handler.app.client, ws.signing_secret), ws.app_token)
    again.connect()
    assert ws.socket_mode.wait_for_connection()
    clocks.forward(60)
    assert ws.deliveries.retry_due() == 1
    assert ann.messages()[-1].text == "You said: hello"
    part(ws, again)


def test_leaving_while_slack_closes(handler: SocketModeHandler) -> None:
    """slack_sdk looks at its socket, waits for two locks, and then uses what the reader has taken away."""
    client = handler.client
    client.auto_reconnect_enabled = False
    assert client.current_session is not None
    client.current_session.sock_receive_lock = TakenMeanwhile(client.current_session)
    leave(handler)
    assert not client.is_connected()
    for runner in (client.current_session_runner, client.current_app_monitor, client.message_processor):
        assert not runner.is_alive()


def test_an_address_is_good_for_one_connection(ws: Workspace, client: WebClient) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    url = client.apps_connections_open(app_token=ws.app_token)["url"]
    with connect(url, proxy=None) as link:
        assert '"type": "hello"' in str(link.recv(timeout=2))
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass
