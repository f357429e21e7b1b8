"""`rapid-response council …`: look at a council's folder before anybody relies on it, then make it current."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import click

from bot.cli.council_listing import as_json, as_text, counts
from bot.cli.diff import diff
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import handover
from storage import council_files
from triage_rules.council import Council, CouncilError, parse
from triage_rules.table import overlaps

FOLDER = click.argument("folder", metavar="[C]", required=False)


@click.group()
def council() -> None:
    """Check, show and load a council's folder."""


@council.command()
@FOLDER
@surroundings
def check(around: Surroundings, folder: str | None) -> None:
    """Check a council's folder: every mistake with its file and line."""
    found = _read(around, folder)
    for warning in found.warnings:
        click.echo(f"Please look: {warning}", err=True)
    click.echo(f"{found.name} ({found.id}): no mistakes.")
    click.echo(counts(found, _today(around, found)))
    pairs = overlaps(found.table)
    click.echo(f"{len(pairs)} pairs of rows overlap; the earlier one wins:")
    for first, second, wins in pairs:
        click.echo(f"  {first.id} and {second.id}: {wins.id} wins")
    click.echo(f"Criteria version {found.criteria.version}, folder {found.hash[:12]}.")


@council.command()
@FOLDER
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@surroundings
def show(around: Surroundings, folder: str | None, json_: bool) -> None:
    """Show areas, people, organisations, team, calendar and schedules as understood today."""
    found = _read(around, folder)
    on = _today(around, found)
    click.echo(json.dumps(as_json(found, on), ensure_ascii=False, indent=2) if json_ else as_text(found, on))


@council.command()
@FOLDER
@surroundings
def load(around: Surroundings, folder: str | None) -> None:
    """Check a council's folder and make it current: no restart is needed."""
    checked = _read(around, folder)
    engine = around.engine()
    CouncilInForce(engine, around.clock).load(checked.id, around.folder(_name(around, folder)))
    click.echo(f"{checked.name} is now in force (folder {checked.hash[:12]}, criteria {checked.criteria.version}).")
    for line in handover.orphans(engine, checked, _today(around, checked)):
        click.echo(f"  {line}")


def _name(around: Surroundings, folder: str | None) -> str:
    return folder or around.settings.council


def _today(around: Surroundings, found: Council) -> date:
    return around.clock.now().astimezone(ZoneInfo(found.zone)).date()


def _read(around: Surroundings, folder: str | None) -> Council:
    """The council. Raises No with all that is wrong."""
    name = _name(around, folder)
    try:
        return parse(around.folder(name), council_files.council_id(name))
    except CouncilError as error:
        many = len(error.problems)
        end = f"{many} mistake{'' if many == 1 else 's'} in {name}; put right and check again."
        raise No("\n".join([*map(str, error.problems), end])) from error


council.add_command(diff)

COMMANDS = (council,)
