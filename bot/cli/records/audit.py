"""`rapid-response audit`: is the history as it was written?"""

import sys

import click

from bot.cli.surroundings import Surroundings, surroundings
from bot.desk.records.verify import verify as verify_records
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


COMMANDS = (audit,)
