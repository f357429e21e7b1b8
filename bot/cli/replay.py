"""`rapid-response replay`: what a changed document would have done to the issues on record."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import click

from bot.cli.criteria_document import table_named
from bot.cli.surroundings import Surroundings, surroundings
from storage.councils import criteria_of
from storage.past_decisions import past_decisions
from storage.session import reading
from triage_rules.change import replay as replaying


@click.command()
@click.option("--criteria", "document", metavar="FILE", required=True, help="A criteria file, a folder or a council.")
@click.option("--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Only what was reported since.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@surroundings
def replay(around: Surroundings, document: str, since: datetime | None, json_: bool) -> None:
    """What a changed document would have done to past issues: one line each, and totals."""
    table = table_named(around, document)
    start = _start(since.date(), around.council().zone) if since else None
    with reading(around.engine()) as session:
        issues = past_decisions(session, start)
        done = replaying.replay(table, issues, lambda version: criteria_of(session, version))
    if json_:
        click.echo(json.dumps(replaying.as_json(done), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(replaying.in_words(done)))


def _start(day: date, zone: str) -> datetime:
    """The first moment of the council's day; aware UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


COMMANDS = (replay,)
