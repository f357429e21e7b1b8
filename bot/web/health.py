"""GET /healthz, /readyz and /metrics: for whoever keeps the service running."""

from collections.abc import Callable
from datetime import datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine, func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from storage import schema
from storage.briefings import Heartbeat
from storage.issues import Issue
from storage.outbox import Delivery
from storage.session import reading
from storage.waits import RUNNING, Wait

STALLED = timedelta(minutes=2)


def readiness(engine: Engine, now: datetime) -> dict[str, str]:
    """What is not as it should be, in words; empty when all is well. `now` is system time."""
    try:
        at = schema.current(engine)
        if at != schema.head():
            return {"schema": f"at {at}, needs {schema.head()}: run `rapid-response migrate`"}
        with reading(engine) as session:
            beats = {beat.part: beat.at for beat in session.exec(select(Heartbeat))}
    except SQLAlchemyError as error:
        return {"database": f"not reachable ({type(error).__name__})"}
    wrong = {}
    for part in ("tick", "delivery"):
        if part not in beats:
            wrong[part] = "has not run yet: is a worker running?"
        elif now - beats[part] > STALLED:
            wrong[part] = f"last ran {int((now - beats[part]).total_seconds())} s ago"
    return wrong


class Counts(Collector):
    """Counts straight from the rows, so that every process tells the same."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]):
        self._engine, self._now = engine, now

    def collect(self):
        issues = GaugeMetricFamily("rapid_response_issues", "Issues by state", labels=["state"])
        deliveries = GaugeMetricFamily("rapid_response_deliveries", "Deliveries by state", labels=["state"])
        overdue = GaugeMetricFamily("rapid_response_waits_overdue", "Waits past their time", labels=["clock"])
        with reading(self._engine) as session:
            for state, count in session.exec(select(Issue.state, func.count()).group_by(col(Issue.state))):
                issues.add_metric([state], count)
            for state, count in session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))):
                deliveries.add_metric([state], count)
            late = (
                select(Wait.clock, func.count())
                .where(Wait.state == RUNNING, col(Wait.due_at) < self._now())
                .group_by(col(Wait.clock))
            )
            for clock, count in session.exec(late):
                overdue.add_metric([clock], count)
        return [issues, deliveries, overdue]


def health_routes(engine: Engine, now: Callable[[], datetime], system: Callable[[], datetime]) -> list[Route]:
    registry = CollectorRegistry()
    registry.register(Counts(engine, now))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        wrong = await run_in_threadpool(readiness, engine, system())
        return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)

    async def metrics(_: Request) -> Response:
        body = await run_in_threadpool(generate_latest, registry)
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
