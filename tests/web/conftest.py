"""A partner's page on loopback: the schools are asked for something, and Ruby Registerby has the link."""

from collections.abc import Iterator

import httpx2
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import StandingClock
from bot.simulator import Served, run_in_thread
from bot.web.links import partner_routes
from tests.web.visitor import Visitor


class Stage:
    """One server for the session; each test puts its own pages on it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def web_stage() -> Iterator[tuple[Stage, Served]]:
    stage = Stage()
    with run_in_thread(stage) as running:
        yield stage, running


@pytest.fixture
def visitor(sqlite_engine: Engine, clock: StandingClock, web_stage: tuple[Stage, Served]) -> Iterator[Visitor]:
    stage, served = web_stage
    visitor = Visitor(sqlite_engine, clock, served.base_url)
    stage.app = Starlette(routes=partner_routes(visitor.desk, visitor.links))
    with httpx2.Client(base_url=served.base_url, trust_env=False) as visitor.browser:
        yield visitor
