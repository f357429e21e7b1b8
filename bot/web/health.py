"""GET /healthz, /readyz and /metrics: for whoever keeps the service running."""

from datetime import timedelta

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

from bot.clock import Clock
from bot.shared_time import shared_time
from storage import outbox, schema
from storage.briefings import Heartbeat
from storage.issues import Issue
from storage.outbox import Delivery
from storage.session import reading
from storage.waits import RUNNING, Wait

STALLED = timedelta(minutes=2)  # a part that has not done its round for so long
WAITED = timedelta(minutes=5)  # a delivery that nothing held back for so long
WORK = {"tick": "reminders and briefings", "delivery": "deliveries"}


def readiness(engine: Engine, clock: Clock) -> dict[str, str]:
    """What is not as it should be, in words; empty when all is well."""
    try:
        if behind := schema.behind(engine):
            return {"schema": behind}
        with reading(engine) as session:
            now = shared_time(session, clock)
            beats = {beat.part: beat.at for beat in session.exec(select(Heartbeat))}
            waits = outbox.waiting_since(session, now - WAITED)
    except SQLAlchemyError as error:
        return {"database": f"not reachable ({type(error).__name__})"}
    wrong = {}
    for part, work in WORK.items():
        if part not in beats:
            wrong[part] = f"nobody has looked after {work} yet: is a worker running?"
        elif now - beats[part] > STALLED:
            wrong[part] = f"nobody has looked after {work} for {_minutes(now - beats[part])}: is a worker running?"
    if waits is not None:
        since = _minutes(now - max(waits.due_at, waits.lease_until or waits.due_at))
        wrong["outbox"] = (
            f"delivery {waits.id} ({waits.kind}) could have gone {since} ago: what do the workers' logs say?"
        )
    return wrong


def _minutes(span: timedelta) -> str:
    return f"{span // timedelta(minutes=1)} minutes"


class Counts(Collector):
    """Counts straight from the rows, so that every process tells the same."""

    def __init__(self, engine: Engine, clock: Clock):
        self._engine, self._clock = engine, clock

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
                .where(Wait.state == RUNNING, col(Wait.due_at) < self._clock.now())
                .group_by(col(Wait.clock))
            )
            for clock, count in session.exec(late):
                overdue.add_metric([clock], count)
        return [issues, deliveries, overdue]


def health_routes(engine: Engine, clock: Clock) -> list[Route]:
    registry = CollectorRegistry()
    registry.register(Counts(engine, clock))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        wrong = await run_in_threadpool(readiness, engine, clock)
        return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)

    async def metrics(_: Request) -> Response:
        body = await run_in_threadpool(generate_latest, registry)
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
