"""`rapid-response council …`: look at a council's folder before anybody relies on it, then make it current."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import click

from bot.briefings.own_templates.render import faults
from bot.cli.council_listing import as_json, as_text, counts, criteria_line
from bot.cli.council_people import export, people
from bot.cli.diff import diff
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk import people_import
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import handover
from bot.desk.work import Desk
from storage import council_files, councils
from storage.session import reading
from triage_rules.council import Council, CouncilError, parse
from triage_rules.plain_words import day, first
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
    for one, other, wins in pairs:
        click.echo(f"  {one.id} and {other.id}: {wins.id} wins")
    click.echo(f"{criteria_line(found, _today(around, found))}.")
    click.echo(f"Folder {found.hash[:12]}.")


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
@click.option("--over-import", is_flag=True, help="Even if the folder lacks what an import of people changed.")
@surroundings
def load(around: Surroundings, folder: str | None, over_import: bool) -> None:
    """Check a council's folder and make it current: no restart is needed."""
    checked = _read(around, folder)
    engine = around.engine()
    if not over_import:
        _has_the_import(around, checked)
    try:
        loaded = CouncilInForce(engine, around.clock).load(checked.id, around.folder(_name(around, folder)))
    except CouncilError as error:
        first = f"Until {day(checked.criteria.effective_from)} the criteria in force go on, and do not fit this folder:"
        raise No("\n".join([first, *map(str, error.problems)])) from error
    now = loaded.now
    click.echo(f"{now.name} is now in force (folder {now.hash[:12]}, criteria {now.criteria.version}).")
    if loaded.later is not None:
        click.echo(_waiting(loaded.later, now))
    for line in handover.orphans(engine, now, _today(around, now)):
        click.echo(f"  {line}")
    handover.hand_on(Desk(engine, around.clock, lambda: now))


def _has_the_import(around: Surroundings, new: Council) -> None:
    """Raises No with what loading the folder would undo."""
    with reading(around.engine()) as session:
        if councils.current_hash(session) is None:
            return
        lost = list(people_import.missing_in(session, around.council(), new))
    if lost:
        named = "\n".join(f"  {line}" for line in first(lost, 10, "and {} more"))
        raise No(
            f"People were imported since, and this folder does not have it:\n{named}\n"
            "`rapid-response council export FOLDER` writes what is in force. With --over-import the folder counts."
        )


def _waiting(later: Council, now: Council) -> str:
    """Criteria whose day is still to come."""
    return (
        f"The new criteria ({later.criteria.version}) wait: they come into force by themselves on "
        f"{day(later.criteria.effective_from)}. Until then {now.criteria.version} decides."
    )


def _name(around: Surroundings, folder: str | None) -> str:
    return folder or around.settings.council


def _today(around: Surroundings, found: Council) -> date:
    return around.clock.now().astimezone(ZoneInfo(found.zone)).date()


def _read(around: Surroundings, folder: str | None) -> Council:
    """The council. Raises No with all that is wrong."""
    name = _name(around, folder)
    try:
        found = parse(around.folder(name), council_files.council_id(name))
        wrong = tuple(faults(found.templates))
        if wrong:
            raise CouncilError(wrong)
        return found
    except CouncilError as error:
        many = len(error.problems)
        end = f"{many} mistake{'' if many == 1 else 's'} in {name}; put right and check again."
        raise No("\n".join([*map(str, error.problems), end])) from error


council.add_command(diff)
council.add_command(people)
council.add_command(export)

COMMANDS = (council,)
