"""`rapid-response audit`: is the history as it was written?"""

import sys

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.records.book import SEALED
from bot.desk.records.verify import verify as verify_records
from storage.audit import lines as lines_of_book
from storage.issues import history
from storage.lines import Line
from storage.session import reading


@click.group()
def audit() -> None:
    """The history of every issue, and the book of what was done with the records."""


@audit.command()
@click.option("--known", metavar="DIGEST", help="A digest that this command printed earlier; it must still be there.")
@surroundings
def verify(around: Surroundings, known: str | None) -> None:
    """Walk every chain; name each line that was changed, added or removed. Exit status 1 if there is one."""
    with reading(around.engine()) as session:
        verdict = verify_records(session, known)
    for problem in verdict.problems:
        click.echo(problem, err=True)
    counted = f"{verdict.issues} issues, {verdict.lines} lines, {verdict.erased} erased parts"
    if verdict.problems:
        click.echo(f"{len(verdict.problems)} problems in {counted}. Keep a copy of the database before you go on.")
        sys.exit(1)
    click.echo(f"The record is whole: {counted}.")
    if verdict.newest:
        click.echo(f"To be sure of it later, keep this digest elsewhere and give it as --known: {verdict.newest}")


@audit.command()
@click.argument("number", type=int)
@surroundings
def show(around: Surroundings, number: int) -> None:
    """Every line of an issue's history: when, what, who, in which role, by which way, under what."""
    with reading(around.engine()) as session:
        lines = history(session, number)
    if not lines:
        raise No(f"There is no RR-{number} here.")
    for line in lines:
        click.echo(_line(line))


@audit.command()
@surroundings
def book(around: Surroundings) -> None:
    """What was done with the records: erased, corrected, removed, held, handed out, imported."""
    with reading(around.engine()) as session:
        for line in lines_of_book(session):
            if line.verb != SEALED:
                click.echo(f"{_line(line)}{f': {line.words}' if line.words else ''}")


def _line(line: Line) -> str:
    role = f", {line.actor_role}" if line.actor_role else ""
    under = f", under {line.data['authority']}" if line.data.get("authority") else ""
    did = line.verb.replace("_", " ")
    return f"{line.seq}  {line.at:%d %B %Y %H:%M} UTC  {did} by {line.actor_name}{role} ({line.way}){under}"


COMMANDS = (audit,)
