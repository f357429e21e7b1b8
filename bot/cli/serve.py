"""The commands that run something: demo, run, web, worker; and those around them: migrate, doctor, manifest.

What serves is imported when it is asked for: it is slow to load, and `triage` should not wait for it.
"""

import json
import logging
import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.council_in_force import CouncilInForce
from bot.doctor import examine
from bot.log import set_up_logging
from bot.manifest import manifest as app_manifest
from bot.settings import Settings
from storage import council_files, councils, schema
from storage.session import reading

if TYPE_CHECKING:
    from bot.app import Application


def _application(around: Surroundings) -> "Application":
    from bot.app import assemble

    set_up_logging(around.settings.log_level, around.settings.log_format)
    engine = around.engine()
    with reading(engine) as session:
        loaded = councils.current_hash(session) is not None
    if not loaded:
        name = around.settings.council
        around.council_of_folder(name)  # says what is wrong before anything is written
        CouncilInForce(engine, around.clock).load(council_files.council_id(name), around.folder(name))
    try:
        return assemble(around.settings, engine, around.clock, worker=f"{socket.gethostname()}:{os.getpid()}")
    except ValueError as error:  # SMTP_URL or MAIL_FROM that cannot be read
        raise No(str(error)) from error


def _needs_slack(around: Surroundings, *, socket_mode: bool) -> None:
    settings = around.settings
    missing = [] if settings.slack_bot_token else ["SLACK_BOT_TOKEN"]
    if not (socket_mode and settings.slack_app_token) and not settings.slack_signing_secret:
        missing.append(
            "SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode)" if socket_mode else "SLACK_SIGNING_SECRET"
        )
    if missing:
        raise No(f"Not set: {', '.join(missing)}. `rapid-response doctor` says where each comes from.")


def _serve_http(around: Surroundings, app: "Application") -> None:
    import uvicorn

    level = around.settings.log_level.lower()
    uvicorn.run(app.asgi(), host=around.settings.host, port=around.settings.port, log_level=level, log_config=None)


def _until_told_to_stop() -> None:
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    told.wait()


@click.command()
@click.option("--port", default=8080, show_default=True)
@click.option("--council", "name", metavar="C", default=Settings().council, show_default=True)
def demo(port: int, name: str) -> None:
    """Try it with no Slack: a stand-in for Slack and the bot in one process, with a web page."""
    from bot.demo.demo import run_demo

    run_demo(name, port)


@click.command()
@surroundings
def run(around: Surroundings) -> None:
    """The whole bot in one process: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    _needs_slack(around, socket_mode=True)
    app = _application(around)
    app.start_worker()
    try:
        if around.settings.slack_app_token:
            app.start_socket_mode()
            logging.getLogger(__name__).info("connected to Slack by Socket Mode")
        if around.settings.slack_app_token and not app.links:
            _until_told_to_stop()
        else:  # partners' pages are HTTP whichever way Slack comes
            _serve_http(around, app)
    finally:
        app.stop()


@click.command()
@surroundings
def web(around: Surroundings) -> None:
    """What Slack talks to, over HTTP; any number of these on one PostgreSQL."""
    _needs_slack(around, socket_mode=False)
    app = _application(around)
    try:
        _serve_http(around, app)
    finally:
        app.stop()


@click.command()
@surroundings
def worker(around: Surroundings) -> None:
    """Deliveries, reminders and briefings; any number of these on one PostgreSQL."""
    _needs_slack(around, socket_mode=True)
    app = _application(around)
    app.start_worker()
    try:
        _until_told_to_stop()
    finally:
        app.stop()


@click.command()
@surroundings
def migrate(around: Surroundings) -> None:
    """Bring the database to the current schema."""
    engine = around.unchecked_engine()
    before = schema.current(engine)
    schema.upgrade(engine)
    click.echo(f"The database is at schema {schema.current(engine)}" + (f" (was {before})." if before else "."))


@click.command()
@surroundings
def doctor(around: Surroundings) -> None:
    """Is everything in place? One line a check; exit status 1 if any fails."""
    engine = around.unchecked_engine()
    try:
        council = around.council()
    except No:
        council = None
    wrong = 0
    for finding in examine(around.settings, around.clock, engine, council):
        wrong += not finding.fine
        click.echo(f"{'ok  ' if finding.fine else 'FAIL'}  {finding.check}: {finding.says}")
    sys.exit(1 if wrong else 0)


@click.command()
@click.option("--url", metavar="URL", help="The public address for HTTP; without it the app uses Socket Mode.")
@surroundings
def manifest(around: Surroundings, url: str | None) -> None:
    """The Slack app manifest, ready to paste."""
    click.echo(json.dumps(app_manifest(around.council_of_folder(around.settings.council).team.name, url), indent=2))


COMMANDS = (demo, run, web, worker, migrate, doctor, manifest)
