"""A partner's own system on loopback, and the desk that talks to it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select
from starlette.routing import Route

from bot import signing
from bot.cards.draw import draw
from bot.clock import StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.webhook_sender import WebhookSender
from bot.desk.due import undelivered
from bot.desk.verbs import assign, decide
from bot.desk.work import Desk
from bot.web.machines.document import document_route
from bot.web.machines.open311 import open311_routes
from bot.web.machines.webhook import webhook_routes
from storage.actions import Action
from storage.issues import Event, Issue
from storage.outbox import Delivery
from tests.desk.people import Office
from tests.mail.post_office import Kept, council_with_mailbox
from triage_rules.council import Council
from triage_rules.directory import Directory

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = "an Open311 key of thirty-two characters"


class PartnerSystem:
    """`answers`: status codes, "drop" (it has it, and says nothing), or "drip" (a byte now and then, for ever), in the
    order of coming; then 204. `dripped`: bytes that went out before whoever waits had enough."""

    def __init__(self):
        self.dripped, self.over = 0, threading.Event()
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Any] = []
        self.url = ""

    @contextmanager
    def serve(self) -> Iterator[None]:
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                system.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                said = system.answers.pop(0) if system.answers else 204
                if said == "drip":
                    self.close_connection = True
                    system.drip(self.wfile)
                    return
                if said == "drop":
                    self.close_connection = True
                    return
                self.send_response(said)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/hook?x=1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield
        self.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

    def drip(self, out: Any) -> None:
        """A first line that does not end."""
        with suppress(OSError):
            while not self.over.wait(0.01):
                out.write(b"HTTP/1.1 200 "[self.dripped : self.dripped + 1] or b"x")
                self.dripped += 1

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


def with_webhook(council: Council, organisation: str, url: str | None) -> Council:
    directory = council.directory
    fields = {name: getattr(directory, name) for name in type(directory).model_fields}
    changed = tuple(
        org.model_copy(update={"webhook": url}) if org.id == organisation else org for org in directory.organisations
    )
    return replace(council, directory=Directory(**fields | {"organisations": changed}))


class Machines:
    http: httpx2.Client
    base_url: str

    def __init__(self, engine: Engine, clock: StandingClock, url: str):
        self.engine, self.clock = engine, clock
        self.council = with_webhook(council_with_mailbox(), "police", url)
        self.desk = Desk(engine, clock, lambda: self.council)
        self.office = Office(self.desk)
        self.slack = Kept()
        self.secrets = {"police": SecretStr(SECRET), "highways": SecretStr("another secret, for nobody's webhook")}
        self.impatient(whole=4.0)

    def impatient(self, whole: float) -> None:
        """`whole`: seconds for all of an answer."""
        engine, clock = self.engine, self.clock
        sender = WebhookSender(self.secrets, engine, clock, lambda: self.council, None, step=2.0, whole=whole)
        self.dispatcher = Dispatcher(
            engine, clock, {"slack": self.slack, "email": self.slack, "print": self.slack, "webhook": sender},
            draw, lambda: self.council, "worker",
            on_parked=lambda session, delivery: undelivered.tell_team(session, delivery, clock),
        )  # fmt: skip

    def routes(self) -> list[Route]:
        keys = {"app": SecretStr(KEY)}
        return [*webhook_routes(self.desk, self.secrets), *open311_routes(self.desk, keys), document_route()]

    def ask(self, text: str = "Walk by on Friday evening", owner: str = "police") -> int:
        issue = self.office.report("R9", note="Mrs Planted of 1 Hidden Lane rang.", summary="Shelter smashed")
        decide.accept(self.desk, self.office.duty, issue.id or 0)
        return assign.add_action(self.desk, self.office.duty, issue.id or 0, text, owner).id or 0

    def drain(self) -> None:
        self.clock.move_system(timedelta(minutes=6))
        self.dispatcher.drain()

    def send(self, said: Any, id: str = "msg-00000001", org: str = "police", **wrong: Any) -> httpx2.Response:
        """Signed as it should be; `wrong`: at, secret, signature, body that differ."""
        body = wrong.get("body", said if isinstance(said, bytes) else json.dumps(said).encode())
        at = wrong.get("at", int(self.clock.system().timestamp()))
        signed = signing.sign(
            wrong.get("secret", SECRET), id, at, json.dumps(said).encode() if "body" in wrong else body
        )
        headers = {
            "content-type": wrong.get("kind", "application/json"), "webhook-id": id, "webhook-timestamp": str(at),
            "webhook-signature": wrong.get("signature", signed),
        }  # fmt: skip
        return self.http.post(f"/webhooks/v1/{org}", content=body, headers=headers)

    def rows(self, table: Any) -> list[Any]:
        with self.desk.look() as session:
            return list(session.exec(select(table)))

    def action(self, id: int) -> Action:
        with self.desk.look() as session:
            return session.get_one(Action, id)

    def issue(self, reference: str) -> Issue:
        with self.desk.look() as session:
            return session.get_one(Issue, int(reference.removeprefix("RR-")))

    def events(self, verb: str) -> list[Event]:
        return [event for event in self.rows(Event) if event.verb == verb]

    def deliveries(self, recipient: str) -> list[Delivery]:
        return [delivery for delivery in self.rows(Delivery) if delivery.recipient == recipient]
