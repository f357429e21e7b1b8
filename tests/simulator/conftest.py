"""A workspace with a few people, served on loopback, and clocks that tests move."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.simulator import Served, Workspace, run_in_thread, simulator_app
from tests.simulator.recorder import Recorder
from tests.simulator.small_bot import as_asgi, small_bot


class Clocks:
    """Business time and a monotonic count, moved together by `forward`; signatures need the real time."""

    def __init__(self) -> None:
        self.business = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
        self.seconds = 1000.0

    def forward(self, seconds: float) -> None:
        self.business += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def ws(clocks: Clocks) -> Workspace:
    workspace = Workspace(now=lambda: clocks.business, monotonic=lambda: clocks.seconds, system_time=time.time)
    workspace.name_app("Rapid Response")
    workspace.add_team("T0000AWAY", "Police")
    workspace.add_user("U1", "sam", "Sam Duty", "sam@example.org", title="Duty officer")
    workspace.add_user("U2", "lee", "Sgt Lee", "lee@example.org", team_id="T0000AWAY", title="Partner")
    workspace.add_user("U3", "ann", "Cllr Ann", "ann@example.org", title="Councillor")
    workspace.add_channel("C1", "rapid-response", ["U1"])
    workspace.add_channel("C2", "police", ["U1", "U2"], shared=True)
    workspace.add_channel("C3", "quiet", ["U1"], with_bot=False)
    workspace.add_channel("C4", "secret", ["U1"], private=True, with_bot=False)
    workspace.add_channel("C5", "old", ["U1"], archived=True)
    workspace.add_command("/issue", "Report an issue")
    workspace.add_shortcut("report_issue", "Report an issue")
    workspace.add_shortcut("report_message", "Report this message", "message")
    return workspace


@pytest.fixture
def served(ws: Workspace) -> Iterator[Served]:
    with run_in_thread(simulator_app(ws)) as running:
        yield running


@pytest.fixture
def client(ws: Workspace, served: Served) -> WebClient:
    return WebClient(token=ws.bot_token, base_url=served.api_url, timeout=2, retry_handlers=[])


@pytest.fixture
def bot(ws: Workspace, client: WebClient) -> Iterator[Served]:
    """The small bot, behind Starlette, told everything by signed HTTP."""
    with run_in_thread(as_asgi(small_bot(client, ws.signing_secret))) as running:
        ws.connect_http(f"{running.base_url}/slack/events")
        yield running


@pytest.fixture
def app(ws: Workspace) -> Recorder:
    return Recorder(ws)
