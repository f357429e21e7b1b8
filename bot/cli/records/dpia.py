"""`rapid-response dpia`: what a data protection impact assessment asks, as this installation is set up now."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import make_url

from bot.cli.surroundings import Surroundings, surroundings
from bot.desk.access import standing_words
from bot.desk.records.retain import HOUR
from bot.desk.verbs.links import LIVES
from bot.settings import Settings
from storage import schema
from storage.holds import in_force
from storage.kept import KEPT
from storage.session import reading
from triage_rules.council import Council
from triage_rules.plain_words import day, listed
from triage_rules.retention import SAID

TEMPLATES = Path(__file__).parent / "templates"
SEEING = {
    "see": "the issue with its summary, place and actions",
    "see_note": "the note: what was reported, in full",
    "add_note": "may write notes, each for the readers that its writer chose",
    "keep_records": "may erase, correct, hold back and hand out what is on record",
}


@click.command()
@click.option("--format", "form", type=click.Choice(["md", "html"]), default="md", show_default=True)
@surroundings
def dpia(around: Surroundings, form: str) -> None:
    """Print a page for the data protection impact assessment: what is kept, where, how long, and who sees it."""
    environment = Environment(  # Markdown is plain text; the page is escaped
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape(("html.j2",)),
    )
    click.echo(environment.get_template(f"dpia.{form}.j2").render(facts(around)), nl=False)


def facts(around: Surroundings) -> dict[str, Any]:
    """Everything that the page says, read from what is in force."""
    council, settings = around.council(), around.settings
    with reading(around.engine()) as session:
        holds = len(in_force(session))
    words = standing_words(council)
    return {
        "council": council,
        "today": day(around.clock.now().date()),
        "schema": schema.head(),
        "tables": [(name, about) for name, about in KEPT.items() if any(k.personal for k in about.columns.values())],
        "plain": [(name, about) for name, about in KEPT.items() if not any(k.personal for k in about.columns.values())],
        "places": places(settings),
        "processors": processors(settings, council),
        "retention": [(SAID[rule.of], rule.after) for rule in council.retention],
        "hour": f"{HOUR:%H:%M}",
        "seeing": [
            (says, listed(words[who] for who in words if who in council.access[verb])) for verb, says in SEEING.items()
        ],
        "link_days": LIVES.days,
        "links": bool(settings.secret_key and settings.public_url),
        "holds": holds,
    }


def places(settings: Settings) -> list[tuple[str, str]]:
    """What is kept where; never with a password."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        where = f"one SQLite file, {url.database}, on the machine of the bot"
    else:
        where = f"a PostgreSQL database, {url.database}, on {url.host or url.query.get('host') or 'this machine'}"
    found = [("Everything in the tables below", where)]
    found.append(("Messages and cards, for those whom they are for", f"Slack ({_host(settings.slack_api_url)})"))
    if settings.smtp_url:
        found.append(("Letters to those who are told by e-mail", f"their mailboxes, by way of {_mail_host(settings)}"))
    found.append(("Backups", "wherever whoever runs the database keeps them; erase again after one is put back"))
    return found


def processors(settings: Settings, council: Council) -> list[tuple[str, str]]:
    found = [("Slack", "receives reports and buttons, and shows messages, in the workspace of the council")]
    if settings.smtp_url:
        found.append((_mail_host(settings), "sends letters"))
    if make_url(settings.database_url).get_backend_name() != "sqlite":
        found.append(("whoever runs the database", "keeps the tables below"))
    partners = [each.name for each in council.directory.organisations if each.kind != "service"]
    if partners:
        found.append(
            (f"{len(partners)} partners and parish councils", f"get what their action needs: {listed(partners)}")
        )
    return found


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _mail_host(settings: Settings) -> str:
    return _host(settings.smtp_url.get_secret_value()) if settings.smtp_url else ""


COMMANDS = (dpia,)
