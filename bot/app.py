"""The one place where the parts are put together."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import scheduler
from bot.briefings import outgoing
from bot.briefings.letter_form import draw_letter
from bot.briefings.slack_copy import draw_copy, draw_more, pages
from bot.cards.draw import draw as draw_card
from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery.addresses import Addresses
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.mail_sender import MailSender, address
from bot.delivery.pacing import Limits
from bot.delivery.sender import Sender, Way, way_for
from bot.delivery.slack_sender import SlackSender, web_client
from bot.delivery.smtp_server import Post, parse_smtp_url
from bot.delivery.webhook_sender import WebhookSender
from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import undelivered
from bot.desk.due.brief import brief_now
from bot.desk.verbs.links import Links
from bot.desk.work import Desk
from bot.scheduler import Beats
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.socket_mode import leave
from bot.web.health import health_routes
from bot.web.links import partner_routes
from bot.web.machines.document import document_route
from bot.web.machines.open311 import open311_routes
from bot.web.machines.webhook import webhook_routes
from bot.web.slack_endpoint import slack_route
from storage.outbox import Delivery
from triage_rules.council import Council

SLACK_LIMITS = Limits()


def draw(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """What a delivery says now."""
    if delivery.kind == "briefing":
        drawn = draw_copy if way_for(delivery, council) == "slack" else draw_letter
        return drawn(session, council, delivery, now)
    if delivery.kind == "briefing_more":
        return draw_more(session, delivery) if way_for(delivery, council) == "slack" else None
    if delivery.kind == outgoing.CARD:
        return outgoing.draw(session, council, delivery, now)
    return draw_card(session, council, delivery, now)


def _briefing(desk: Desk, actor: Actor) -> list[list[dict[str, Any]]] | None:
    briefing = brief_now(desk, actor)
    return pages(briefing) if briefing else None


@dataclass
class Application:
    """All parts of one process. `wake` ends the dispatcher's pause: it is set after every commit."""

    settings: Settings
    clock: Clock
    engine: Engine
    council: CouncilInForce
    desk: Desk
    bolt: App
    dispatcher: Dispatcher
    wake: threading.Event
    links: Links | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _scheduler: BackgroundScheduler | None = None
    _socket: SocketModeHandler | None = None

    def asgi(self, *more: BaseRoute) -> Starlette:
        """HTTP: /slack/events, /healthz, /readyz, /metrics, partners' pages, and whatever routes stand beside them."""
        health = health_routes(self.engine, self.clock)
        pages = partner_routes(self.desk, self.links) if self.links else []
        return Starlette(routes=[slack_route(self.bolt), *health, *pages, *self._machines(), *more])

    def _machines(self) -> list[BaseRoute]:
        """Partners' own systems, and Open311: each where there is a key for it."""
        webhooks, keys = self.settings.webhook_secrets, self.settings.open311_keys
        routes: list[BaseRoute] = [document_route()] if webhooks or keys else []
        routes += webhook_routes(self.desk, webhooks) if webhooks else []
        return routes + (open311_routes(self.desk, keys) if keys else [])

    def start_worker(self) -> None:
        """Deliveries and ticks, in threads of this process, until `stop`."""
        self._thread = threading.Thread(target=self._deliver, name="dispatcher", daemon=True)
        self._thread.start()
        self._scheduler = scheduler.start(self.desk)

    def _deliver(self) -> None:
        self.dispatcher.run(self._stop, self.wake, Beats(self.desk, "delivery"))

    def start_socket_mode(self) -> None:
        """Receive from Slack over a websocket instead of HTTP: no public address is needed."""
        token = self.settings.slack_app_token
        if token is None:
            raise ValueError("SLACK_APP_TOKEN is not set.")
        self._socket = SocketModeHandler(self.bolt, token.get_secret_value())
        self._socket.connect()

    def stop(self) -> None:
        """Let what is under way finish; what is left stays in the rows."""
        if self._socket is not None:
            leave(self._socket)
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
        self._stop.set()
        self.wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
        self.engine.dispose()


def assemble(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    *,
    worker: str,
    limits: Limits | None = SLACK_LIMITS,
    more_senders: Mapping[Way, Sender] | None = None,
    later: Callable[[Callable[[], None]], object] | None = None,
) -> Application:
    """Put one process together. `worker` names it in the leases. The database has to be at the current schema."""
    council = CouncilInForce(engine, clock)
    wake = threading.Event()
    desk = Desk(engine, clock, council, wake.set)
    senders: dict[Way, Sender] = dict(more_senders or {})
    links = links_of(settings, desk)
    if settings.smtp_url and settings.mail_from:
        senders["email"] = mail_sender(settings, clock, council, links)
    if settings.webhook_secrets:
        senders["webhook"] = WebhookSender(settings.webhook_secrets, engine, clock, council)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = web_client(token, settings.slack_api_url)
    senders["slack"] = SlackSender(client, Addresses(engine, client, clock), limits)
    dispatcher = Dispatcher(
        engine,
        clock,
        senders,
        draw,
        council,
        worker,
        on_parked=lambda session, delivery: undelivered.tell_team(session, delivery, clock),
        on_late=lambda session, delivery: undelivered.tell_of_delay(session, delivery, clock),
    )
    secret = settings.slack_signing_secret
    bolt = build_app(
        desk,
        token,
        signing_secret=secret.get_secret_value() if secret else None,
        api_url=settings.slack_api_url,
        brief_for=lambda actor: _briefing(desk, actor),
        later=later,
    )
    return Application(settings, clock, engine, council, desk, bolt, dispatcher, wake, links)


def links_of(settings: Settings, desk: Desk) -> Links | None:
    """None without SECRET_KEY and PUBLIC_URL: no links then."""
    if settings.secret_key is None or settings.public_url is None:
        return None
    return Links(desk, settings.secret_key.get_secret_value(), settings.public_url)


def mail_sender(settings: Settings, clock: Clock, council: CouncilInForce, links: Links | None) -> MailSender:
    """Raises ValueError when SMTP_URL or MAIL_FROM cannot be read."""
    url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    sender = address(settings.mail_from or "")
    post = Post(parse_smtp_url(url), clock.monotonic, sender.domain)
    return MailSender(post, sender, council, clock, links.url if links else None)
