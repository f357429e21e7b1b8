"""A council at work: the real application on a real database, a workspace with everybody in it, and a clock.

Only Slack and time are stand-ins. Everybody of the directory is there; who is told by e-mail or on paper gets letters.
"""

import itertools
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from slack_bolt import BoltRequest
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from bot import scheduler
from bot.app import Application, assemble
from bot.cards.message import Message as Drawn
from bot.clock import Clock, StandingClock
from bot.delivery.sender import Place, Receipt, Way
from bot.demo import cast
from bot.demo.demo import SHORTCUTS
from bot.demo.mailroom import Mailroom
from bot.demo.time_travel import TimeTravel
from bot.settings import Settings
from bot.simulator import Workspace, run_in_thread, simulator_app
from storage.actions import Action, of_issue
from storage.issues import Event, Issue, ward_ids
from storage.issues import history as events_of
from storage.outbox import DROPPED, RESENT, SENT, Delivery
from tests.journeys.somebody import Somebody, read
from triage_rules.council import Council, parse

Transport = Literal["direct", "http", "socket mode"]
APP_TOKEN = "xapp-simulator"


class PostBox(Mailroom):
    """Letters by e-mail and on paper: (address, words), oldest first."""

    def __init__(self, clock: Clock):
        super().__init__(clock)
        self.letters: list[tuple[str, str]] = []

    def post(self, delivery: Delivery, message: Drawn, place: Place) -> Receipt:
        self.letters.append((place.channel, f"{message.subject}\n{message.text}"))
        return super().post(delivery, message, place)


class Town:
    def __init__(self, council: Council, files: Mapping[str, str], engine: Engine, clock: StandingClock):
        self.council, self.engine, self.clock = council, engine, clock
        self.patience = 0.0  # seconds that Slack's own clock has been moved on by a test
        ticks = itertools.count()
        self.ws = Workspace(now=clock.now, monotonic=lambda: next(ticks) / 1000 + self.patience, system_time=time.time)
        self.ws.ack_seconds = 60.0
        self.ws.name_app(council.team.name)
        cast.people_and_places(self.ws, council, self.today, ())
        self.ws.add_command("/issue")
        for callback, name, kind in SHORTCUTS:
            self.ws.add_shortcut(callback, name, kind)
        self.post = PostBox(clock)
        self._files, self._slugs = dict(files), {p.email: p.id for p in council.directory.people}
        self._people = {self._slugs[user.email]: id for id, user in self.ws.users.items() if user.email in self._slugs}
        self._stack = ExitStack()
        self.app: Application

    # -- opening and closing --------------------------------------------------------------------------------------

    def open(self, transport: Transport) -> None:
        """Serve Slack's stand-in, start the bot and connect the two."""
        self.transport = transport
        self.api_url = self._stack.enter_context(run_in_thread(simulator_app(self.ws))).api_url
        self.start()
        self.app.council.load(self.council.id, self._files)
        self.tick()

    def start(self) -> None:
        settings = Settings(
            slack_bot_token=SecretStr(self.ws.bot_token),
            slack_signing_secret=SecretStr(self.ws.signing_secret),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_api_url=self.api_url,
        )
        letters: dict[Way, Any] = {"email": self.post, "print": self.post}
        self.app = assemble(
            settings,
            self.engine,
            self.clock,
            worker="town",
            limits=None,
            more_senders=letters,
            later=lambda work: work(),
        )
        self._connect()

    def _connect(self) -> None:
        if self.transport == "direct":
            self.ws.connect_direct(self._handle)
        elif self.transport == "http":
            served = self._stack.enter_context(run_in_thread(self.app.asgi()))
            self.ws.connect_http(f"{served.base_url}/slack/events")
        else:
            self.ws.use_socket_mode()
            self.app.start_socket_mode()
            assert self.ws.socket_mode.wait_for_connection()

    def _handle(self, body: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], str]:
        answer = self.app.bolt.dispatch(BoltRequest(body=body, headers=dict(headers)))
        return answer.status, answer.first_headers_without_set_cookie(), answer.body

    def restart(self) -> None:
        """The process ends and another one starts: nothing is left of the first but its database."""
        self._leave()
        self.start()

    def _leave(self) -> None:
        socket = self.app._socket
        if socket is not None:  # its reader sits in a read until Slack's end closes
            socket.client.auto_reconnect_enabled = False
            self.ws.socket_mode.drop()
        self.app.stop()

    def close(self) -> None:
        self._leave()
        self._stack.close()

    # -- people and time ------------------------------------------------------------------------------------------

    def person(self, slug: str) -> Somebody:
        return Somebody(self, slug, self.ws.user(self._people[slug]))

    def holder(self, role: Any, of: str | None = None) -> Somebody:
        """The first who holds that role today, of those who are in Slack."""
        found = self.council.directory.holders(role, of, self.today)
        return self.person(next(person.id for person in found if person.id in self._people))

    @property
    def today(self):
        return self.clock.now().astimezone(ZoneInfo(self.council.zone)).date()

    @property
    def team(self) -> str:
        return self.council.team.channel

    def channel(self, organisation: str) -> str:
        name = self.council.directory.organisation(organisation).channel
        assert name, f"{organisation} has no channel"
        return name

    def deliver(self) -> None:
        self.app.dispatcher.drain()

    def tick(self) -> None:
        scheduler.tick(self.app.desk)
        self.deliver()

    def work_until(self, moment: str) -> str:
        """The council's own time: "2026-11-24 09:00". All that falls due on the way happens at its moment."""
        return self.work_until_utc(self.moment(moment))

    def work_until_utc(self, at: datetime) -> str:
        return TimeTravel(self.app, self.clock).to(at)

    def moment(self, moment: str) -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(self.council.zone))

    def slack_waits(self, seconds: float) -> None:
        self.patience += seconds

    # -- who was told what ----------------------------------------------------------------------------------------

    def told(self, *phrases: str) -> set[str]:
        """Where a message with all these phrases stands: names of channels; slugs of people, by message or letter."""
        found = set()
        for id, messages in self.ws.messages.items():
            if any(all(phrase in read(message) for phrase in phrases) for message in messages):
                found.add(self._called(id))
        for address, text in self.post.letters:
            if all(phrase in text for phrase in phrases):
                found.add(self._slugs[address.partition("<")[2].rstrip(">")])
        return found

    def _called(self, channel: str) -> str:
        place = self.ws.channels[channel]
        if place.kind != "im":
            return place.name
        user = next(id for id in place.members if id != self.ws.bot_user_id)
        return self._slugs[self.ws.users[user].email or ""]

    def whom(self, call: Mapping[str, Any]) -> str:
        """Whom a call of the Web API was for: the channel, or the person whose form or Home it is."""
        if channel := call.get("channel"):
            return self._called(channel)
        user = call.get("user_id") or self._opener(call.get("view_id")) or self.ws.triggers[call["trigger_id"]].user
        return self._slugs[self.ws.users[user].email or ""]

    def _opener(self, view: str | None) -> str | None:
        opened = (call for call in self.ws.log if call.ok and call.answer.get("view", {}).get("id") == view)
        return next((self.ws.triggers[c.args["trigger_id"]].user for c in opened if "trigger_id" in c.args), None)

    def members(self, ward: str) -> set[str]:
        return {person.id for person in self.council.directory.ward_members(ward, self.today)}

    # -- what is on record ----------------------------------------------------------------------------------------

    def issue(self, reference: str) -> Issue:
        with self.app.desk.look() as session:
            return session.get_one(Issue, int(reference.removeprefix("RR-")))

    def actions(self, reference: str) -> list[Action]:
        with self.app.desk.look() as session:
            return list(of_issue(session, int(reference.removeprefix("RR-"))))

    def wards(self, reference: str) -> list[str]:
        with self.app.desk.look() as session:
            return ward_ids(session, int(reference.removeprefix("RR-")))

    def history(self, reference: str) -> list[Event]:
        with self.app.desk.look() as session:
            return list(events_of(session, int(reference.removeprefix("RR-"))))

    def verbs(self, reference: str) -> list[str]:
        return [event.verb for event in self.history(reference)]

    def undelivered(self) -> list[Delivery]:
        with self.app.desk.look() as session:
            query = select(Delivery).where(col(Delivery.state).not_in((SENT, RESENT, DROPPED)))
            return list(session.exec(query))

    def everything_on_record(self) -> str:
        """Every row of every table, as text: to search for what must not be there."""
        with self.app.desk.look() as session:
            tables = [table for name, table in SQLModel.metadata.tables.items() if name != "councilsnapshot"]
            return "\n".join(str(tuple(row)) for table in tables for row in session.execute(table.select()))

    def is_in_order(self) -> None:
        """Slack refused nothing, and nothing waits that could have been sent."""
        assert [(call.method, call.error, call.args) for call in self.ws.log.refused()] == []
        assert [(row.kind, row.recipient, row.state, row.error) for row in self.undelivered()] == []


@contextmanager
def opened(
    council: str, files: Mapping[str, str], engine: Engine, clock: StandingClock, transport: Transport = "direct"
) -> Iterator[Town]:
    town = Town(parse(files, council), files, engine, clock)
    town.open(transport)
    yield town
    town.close()
