"""`rapid-response export`: a folder to hand out, as JSON and as text, with other people blacked out."""

import json
from datetime import datetime
from pathlib import Path

import click

from bot.cli.acting import actor_of, by, desk_of, kindly
from bot.cli.records.office import why
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.records import export as exports
from bot.desk.records.export import Export, Redact
from storage.kept import KEPT
from storage.readers import Readers
from triage_rules.prefill.personal.redaction import redact as without

TO = click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def export() -> None:
    """Hand out what is on record: to somebody who asks about themselves, or to the public."""


@export.command()
@click.option("--person", "who", metavar="WHO", help="An e-mail address or id, or TEAM/USER of Slack.")
@click.option("--issue", "number", type=int, metavar="N", help="For a resident: what this issue says.")
@click.option(
    "--words", multiple=True, metavar="TEXT", help="The resident's own name, address or number, to be left in."
)
@TO
@why
@by
@surroundings
def subject(
    around: Surroundings,
    who: str | None,
    number: int | None,
    words: tuple[str, ...],
    folder: Path,
    why: str,
    email: str,
) -> None:
    """For a subject access request. Read it before you hand it out: a machine does not know every name."""
    if bool(who) == bool(number):
        raise No("Give either --person or --issue.")
    _empty(folder)
    desk, actor, redact = desk_of(around), actor_of(around, email), redactor(around)
    with kindly():
        if who:
            found = exports.of_person(desk, actor, who, why, redact)
        else:
            found = exports.of_issue(desk, actor, number or 0, words, why, redact)
    _write(found, folder)


@export.command()
@click.option("--from", "since", required=True, type=DAY, metavar="DATE")
@click.option("--until", required=True, type=DAY, metavar="DATE")
@click.option("--ward", metavar="ID")
@TO
@why
@by
@surroundings
def foi(
    around: Surroundings, since: datetime, until: datetime, ward: str | None, folder: Path, why: str, email: str
) -> None:
    """For a freedom of information request: no names, no notes; what is exempt is counted. Read it first."""
    if ward is not None and all(area.id != ward for area in around.council().directory.areas):
        raise No(f"There is no ward '{ward}'. `rapid-response council show` lists them.")
    _empty(folder)
    desk, actor, redact = desk_of(around), actor_of(around, email), redactor(around)
    with kindly():
        found = exports.for_the_public(desk, actor, since.date(), until.date(), ward, why, redact)
    _write(found, folder)


def redactor(around: Surroundings) -> Redact:
    reader = Readers(around.engine())(around.council())
    return lambda text: without(text, reader.suggest(text).personal_data)


def _empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise No(f"The folder {folder} is not empty. Name a new one.")


def _write(found: Export, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    whole = {"about": found.about, "withheld": dict(found.withheld), **found.rows}
    as_json = json.dumps(whole, ensure_ascii=False, indent=2, default=str)
    (folder / "record.json").write_text(as_json + "\n", encoding="utf-8")
    (folder / "record.txt").write_text(as_text(found), encoding="utf-8")
    rows = sum(len(rows) for rows in found.rows.values())
    click.echo(f"{rows} rows are in {folder}/record.json and record.txt. Read them before you hand them out.")


def as_text(found: Export) -> str:
    lines = [found.about, ""]
    for table, rows in found.rows.items():
        lines += [(KEPT[table].what if table in KEPT else table).capitalize(), ""]
        for row in rows:
            lines += [*(f"  {name}: {value}" for name, value in row.items()), ""]
    lines += [f"Withheld, {reason}: {number}" for reason, number in sorted(found.withheld.items())]
    return "\n".join(lines).rstrip() + "\n"


COMMANDS = (export,)
