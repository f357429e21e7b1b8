"""A signed click that is durably committed, beside a bare Bolt app that only answers the same click.

Each server is a process of its own, given to uvicorn as `rapid-response web` does it; the callers are threads with
connections that stay open. All clicks are one person's, whose Home is drawn anew after each in the background.
"""

import http.client
import itertools
import json
import multiprocessing
import re
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from urllib.parse import quote

import uvicorn
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks._databases import everywhere, fresh
from benchmarks._figures import percentile, row
from bot.clock import Clock
from bot.desk.work import Desk
from bot.simulator import run_in_thread
from bot.slack.app import build_app
from bot.web.slack_endpoint import slack_route
from storage.actions import ACKNOWLEDGED, DUE, Action
from storage.people import remember_identity
from storage.session import open_engine, reading, writing
from tests.desk.people import Office
from tests.sample import sample_council

SECRET, TEAM, USER = "bench-signing-secret", "T0000HOME", "U0000DUST"
CLICKS = {1: 100, 16: 320}
WARM = 5  # clicks before these: a process reads the council and the templates with its first
SPAWN = multiprocessing.get_context("spawn")
clock = Clock()


def ours(port: Connection, database: str, api: str) -> None:
    desk = Desk(open_engine(database), clock, sample_council)
    _serve(port, build_app(desk, "xoxb-bench", signing_secret=SECRET, api_url=api))


def ours_alone(port: Connection, database: str, api: str) -> None:
    """Without the Home that is drawn anew for the person afterwards."""
    desk = Desk(open_engine(database), clock, sample_council)
    _serve(port, build_app(desk, "xoxb-bench", signing_secret=SECRET, api_url=api, later=lambda _: None))


def bare(port: Connection, _database: str, api: str) -> None:
    app = App(
        client=WebClient(token="xoxb-bench", base_url=api),
        signing_secret=SECRET,
        token_verification_enabled=False,
        process_before_response=True,
    )
    app.action(re.compile(""))(lambda ack: ack())
    _serve(port, app)


def _serve(port: Connection, app: App) -> None:
    """Until the process is ended. The port is told once it listens."""
    config = uvicorn.Config(Starlette(routes=[slack_route(app)]), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    started = server.startup

    async def startup(sockets=None) -> None:
        await started(sockets)
        port.send(server.servers[0].sockets[0].getsockname()[1])

    server.startup = startup  # type: ignore[method-assign]
    server.run()


def start(what, database: str, api: str) -> tuple[SpawnProcess, int]:
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=what, args=(there, database, api), daemon=True)
    process.start()
    return process, here.recv()


async def _agreeable(request: Request) -> JSONResponse:
    """Slack's Web API, as far as a click needs it."""
    return JSONResponse({"ok": True, "team_id": TEAM, "user_id": "U0000BOT", "bot_id": "B0000BOT"})


@dataclass
class Measured:
    """took: seconds for each click; failed: answers that were not 200."""

    seconds: float
    took: list[float]
    failed: int

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds


def call(port: int, bodies: list[bytes], callers: int) -> Measured:
    took: list[float] = []
    failed = itertools.count()
    queue, lock = iter(bodies), threading.Lock()

    def caller() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                body = next(queue, None)
            if body is None:
                return
            began = clock.monotonic()
            connection.request("POST", "/slack/events", body, _signed(body))
            answer = connection.getresponse()
            answer.read()
            took.append(clock.monotonic() - began)
            if answer.status != 200:
                next(failed)

    threads = [threading.Thread(target=caller) for _ in range(callers)]
    began = clock.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(clock.monotonic() - began, took, next(failed))


def _signed(body: bytes) -> dict[str, str]:
    at = str(int(clock.system().timestamp()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body) or ""
    form = "application/x-www-form-urlencoded"
    return {"Content-Type": form, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}


def click(issue: int, action: int) -> bytes:
    """Acknowledge, as Slack would send it."""
    payload = {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": USER, "team_id": TEAM}, "api_app_id": "A1",
        "token": "t", "trigger_id": f"{action}.1", "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": f"{action}.1", "channel_id": "C1"},
        "actions": [{
            "type": "button", "action_id": "acknowledge", "block_id": "b", "value": f"{issue}:{action}",
            "action_ts": f"{action}.2", "text": {"type": "plain_text", "text": "Acknowledge"},
        }],
    }  # fmt: skip
    return f"payload={quote(json.dumps(payload))}".encode()


def fill(database: str) -> list[bytes]:
    """As many actions as there will be clicks, and somebody who may acknowledge them."""
    engine = open_engine(database)
    office = Office(Desk(engine, clock, sample_council))
    dusty = office.holder("contact", "street_scene").person or ""
    person = sample_council().directory.person(dusty)
    with writing(engine) as session:
        about = {"person": person.id, "email": person.email, "name": person.name}
        remember_identity(session, TEAM, USER, **about, now=clock.system())
        session.commit()
    for _ in range(WARM + sum(CLICKS.values())):
        office.report("R13")
    with reading(engine) as session:
        clicks = [click(a.issue_id, a.id or 0) for a in session.exec(select(Action).order_by(col(Action.id)))]
    engine.dispose()
    return clicks


def acknowledged(database: str) -> int:
    engine = open_engine(database)
    with reading(engine) as session:
        found = session.exec(select(Action)).all()
    engine.dispose()
    assert {a.state for a in found} <= {DUE, ACKNOWLEDGED}
    return sum(a.state == ACKNOWLEDGED for a in found)


def measure(what, database: str, api: str, bodies: list[bytes]) -> dict[int, Measured]:
    process, port = start(what, database, api)
    remaining = iter(bodies)
    try:
        call(port, list(itertools.islice(remaining, WARM)), 1)
        return {
            callers: call(port, list(itertools.islice(remaining, number)), callers)
            for callers, number in CLICKS.items()
        }
    finally:
        process.terminate()
        process.join()


def show(name: str, found: dict[int, Measured], against: dict[int, Measured] | None = None) -> None:
    for callers, each in found.items():
        ratio = f"{each.rate / against[callers].rate:.0%}" if against else ""
        p50, p99 = (f"{percentile(each.took, share):.1f} ms" for share in (0.5, 0.99))
        row(f"{name}, {callers} at once", f"{each.rate:.0f}/s", p50, p99, ratio, each.failed or "")


def main() -> None:
    slack = Starlette(routes=[Route("/api/{method}", _agreeable, methods=["GET", "POST"])])
    row("", "clicks", "p50", "p99", "of bare Bolt", "failed")
    with run_in_thread(slack) as served, everywhere() as databases:
        api = f"{served.base_url}/api/"
        bodies = [click(number, number) for number in range(WARM + sum(CLICKS.values()))]
        plain = measure(bare, "", api, bodies)
        show("a bare Bolt app", plain)
        for name, where in databases.items():
            for title, what in ((name, ours), (f"{name}, without the Home after it", ours_alone)):
                with fresh(where) as database:
                    bodies = fill(database)
                    show(f"ours on {title}", measure(what, database, api, bodies), plain)
                    assert acknowledged(database) == len(bodies), "a click was lost"


if __name__ == "__main__":
    main()
