"""The police have a system of their own, which hears and answers; an app reports through Open311."""

from collections.abc import Iterator

import httpx2
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.clock import StandingClock
from bot.simulator import run_in_thread
from tests.machines.partner import Machines, PartnerSystem


@pytest.fixture
def partner() -> Iterator[PartnerSystem]:
    system = PartnerSystem()
    with system.serve():
        yield system


@pytest.fixture
def machines(sqlite_engine: Engine, clock: StandingClock, partner: PartnerSystem) -> Iterator[Machines]:
    machines = Machines(sqlite_engine, clock, partner.url)
    with (
        run_in_thread(Starlette(routes=machines.routes())) as served,
        httpx2.Client(base_url=served.base_url, trust_env=False) as machines.http,
    ):
        machines.base_url = served.base_url
        yield machines
