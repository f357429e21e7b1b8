"""`rapid-response council …`: look at a council's folder before anybody relies on it."""

from __future__ import annotations

import json
import os
from datetime import date
from zoneinfo import ZoneInfo

import click

from bot import settings
from bot.clock import Clock
from bot.council_listing import as_json, as_text, counts
from storage import council_files
from triage_rules.council import Council, CouncilError, parse
from triage_rules.table import overlaps


@click.group()
def council() -> None:
    """Check and show a council's folder."""


@council.command()
@click.argument("folder", metavar="[C]", required=False)
def check(folder: str | None) -> None:
    """Check a council's folder: every mistake with its file and line."""
    found = _read(folder)
    for warning in found.warnings:
        click.echo(f"Please look: {warning}", err=True)
    click.echo(f"{found.name} ({found.id}): no mistakes.")
    click.echo(counts(found, _today(found)))
    pairs = overlaps(found.table)
    click.echo(f"{len(pairs)} pairs of rows overlap; the earlier one wins:")
    for first, second, wins in pairs:
        click.echo(f"  {first.id} and {second.id}: {wins.id} wins")
    click.echo(f"Criteria version {found.criteria.version}, folder {found.hash[:12]}.")


@council.command()
@click.argument("folder", metavar="[C]", required=False)
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def show(folder: str | None, json_: bool) -> None:
    """Show areas, people, organisations, team, calendar and schedules as understood today."""
    found = _read(folder)
    on = _today(found)
    click.echo(json.dumps(as_json(found, on), ensure_ascii=False, indent=2) if json_ else as_text(found, on))


def _today(found: Council) -> date:
    return Clock().now().astimezone(ZoneInfo(found.zone)).date()


def _read(folder: str | None) -> Council:
    """The council, or exit status 1 with all that is wrong on stderr."""
    name = folder or settings.read(os.environ).council
    try:
        return parse(council_files.read(name), council_files.council_id(name))
    except council_files.NoSuchCouncil as error:
        raise click.ClickException(str(error)) from error
    except CouncilError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        many = len(error.problems)
        raise click.ClickException(
            f"{many} mistake{'' if many == 1 else 's'} in {name}; put right and check again."
        ) from error
