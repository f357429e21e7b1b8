"""The demo: assembled, filled with a few issues, served on one port of this machine."""

import secrets
import socket
import tempfile
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import click
from pydantic import SecretStr
from slack_sdk import WebClient  # noqa: F401  (imported early: it is slow, and the first click should not wait)

from bot.app import Application, assemble
from bot.clock import Clock, MovableClock
from bot.delivery.sender import Sender, Way
from bot.demo import cast, stories
from bot.demo.mailroom import Mailroom
from bot.demo.time_travel import TimeTravel
from bot.log import set_up_logging
from bot.settings import Settings
from bot.simulator import Served, Workspace, page_routes, routes, run_in_thread
from storage import council_files, schema
from storage.session import open_engine
from triage_rules.council import Council, parse

HOST = "127.0.0.1"
SHORTCUTS: tuple[tuple[str, str, Literal["global", "message"]], ...] = (
    ("report_issue", "Report an issue", "global"),
    ("report_message", "Report this message", "message"),
)


class Demo:
    """Everything in one process. `base_url` is where the page is."""

    def __init__(self, council: Council, name: str, folder: Path, port: int, start: datetime):
        """`name`: a shipped council or a folder, which `council` was read from. `folder`: for the database."""
        self.stories = stories.read(council_files.beside(name, stories.FILE), council, start.date())
        self.clock = MovableClock(start, runs=True)
        self.base_url = f"http://{HOST}:{port}"
        self.workspace = self._workspace(council, start)
        self.mailroom = Mailroom(self.clock)
        self.app = self._application(council, council_files.read(name), folder)
        self.travel = TimeTravel(self.app, self.clock)
        self._port = port

    def _workspace(self, council: Council, start: datetime) -> Workspace:
        real = Clock()
        workspace = Workspace(
            now=self.clock.now, monotonic=real.monotonic, system_time=lambda: real.system().timestamp()
        )
        workspace.base_url = self.base_url
        workspace.signing_secret = secrets.token_hex(16)
        workspace.name_app(council.team.name)
        self._featured = cast.people_and_places(
            workspace, council, start.date(), [(part.person, part.role) for part in self.stories.featured]
        )
        workspace.add_command("/issue")
        for callback, name, kind in SHORTCUTS:
            workspace.add_shortcut(callback, name, kind)
        return workspace

    def _application(self, council: Council, files: dict[str, str], folder: Path) -> Application:
        engine = open_engine(f"sqlite:///{folder / 'demo.db'}")
        schema.upgrade(engine)
        settings = Settings(
            slack_bot_token=SecretStr(self.workspace.bot_token),
            slack_signing_secret=SecretStr(self.workspace.signing_secret),
            slack_api_url=f"{self.base_url}/api/",
            database_url=f"sqlite:///{folder / 'demo.db'}",
            public_url=self.base_url,
            secret_key=SecretStr(secrets.token_hex(32)),
        )
        by_post: dict[Way, Sender] = {"email": self.mailroom, "print": self.mailroom}
        app = assemble(settings, engine, self.clock, worker="demo", limits=None, more_senders=by_post)
        app.council.load(council.id, files)
        self.mailroom.write_with(app.council, app.links.url if app.links else None)
        return app

    def serve(self) -> Served:
        """Serve and open on a workspace with a few live issues; the server, to be stopped."""
        council_zone = self.app.council().zone
        stories.tell(self.app.desk, self.stories)
        self.workspace.connect_http(f"{self.base_url}/slack/events")
        page = page_routes(
            self.workspace,
            self.travel.controls(),
            links=[("Post", "/post")],
            zone=council_zone,
            featured=self._featured,
        )
        served = run_in_thread(self.app.asgi(*routes(self.workspace), *page, self.mailroom.route()), port=self._port)
        self.app.start_worker()
        return served


def first_moment(council: Council, now: datetime) -> datetime:
    """The demo begins an hour into a working day: now, if it is one, else on the next."""
    calendar = council.calendar()
    opening = calendar.opening(calendar.local_date(calendar.received(now)))
    assert opening is not None, "a clock's receipt is on a working day"
    return max(now, opening[0] + timedelta(hours=1))


def run_demo(name: str, port: int) -> None:
    """Until Ctrl+C. Raises click's exceptions for an unusable council or a port in use."""
    set_up_logging("warning", "text")
    try:
        council = parse(council_files.read(name), council_files.council_id(name))
    except (LookupError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise click.ClickException(f"Port {port} is in use. Try `rapid-response demo --port {port + 1}`.")
    with tempfile.TemporaryDirectory(prefix="rapid-response-demo-") as folder:
        demo = Demo(council, name, Path(folder), port, first_moment(council, Clock().now()))
        served = demo.serve()
        click.echo(f"{council.name}, {council.team.name}: open {demo.base_url} in a browser. Ctrl+C ends the demo.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("Goodbye.")
        finally:
            demo.app.stop()
            served.stop()
