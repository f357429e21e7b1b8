"""A workspace served on loopback, and a post room on each database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import StandingClock
from bot.simulator import Served, Workspace, run_in_thread, simulator_app
from tests.delivery.post_room import PostRoom, small_workspace


class Stage:
    """One server for the session; each test puts its own workspace on it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, Served]]:
    stage = Stage()
    with run_in_thread(stage) as running:
        yield stage, running


@pytest.fixture
def ws(clock: StandingClock) -> Workspace:
    return small_workspace(clock)


@pytest.fixture
def served(ws: Workspace, stage: tuple[Stage, Served]) -> Iterator[Served]:
    stage[0].app = simulator_app(ws)
    yield stage[1]
    ws.faults.clear()  # lets go of calls that are kept waiting


@pytest.fixture
def room(engine: Engine, clock: StandingClock, ws: Workspace, served: Served) -> PostRoom:
    return PostRoom(engine, clock, ws, served.api_url)
