"""What the commands about records share: who does it, at which desk, and how an outcome is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from bot.cli.surroundings import No, Surroundings
from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.records.tombstone import Report
from bot.desk.refusal import Refusal
from bot.desk.work import Desk

WAY = "command line"
by = click.option("--by", "email", required=True, metavar="EMAIL", help="Who decides it; goes on record.")
why = click.option("--why", required=True, metavar="TEXT", help="The reason; goes on record. Name nobody in it.")


def desk_of(around: Surroundings) -> Desk:
    around.council()  # says what is missing
    engine = around.engine()
    return Desk(engine, around.clock, CouncilInForce(engine, around.clock))


def actor_of(around: Surroundings, email: str) -> Actor:
    person = around.council().directory.person_by_email(email)
    if person is None:
        raise No(f"Nobody in the directory has the address {email}.")
    return Actor(f"person:{person.id}", person.name, person.id, way=WAY)


@contextmanager
def kindly() -> Iterator[None]:
    """What is refused is said in one line."""
    try:
        yield
    except Refusal as refusal:
        raise No(refusal.message) from refusal


def tell(report: Report, dry: bool, say: Callable[[str], Any] = click.echo) -> None:
    """What was changed, or would be."""
    would = "would be " if dry else ""
    for name, rows in sorted(report.changed.items()):
        say(f"  {name}: {rows} rows {would}changed")
    if report.issues:
        named = ", ".join(f"RR-{number}" for number in report.issues[:20])
        say(f"  issues: {named}{' and more' if len(report.issues) > 20 else ''}")
    say(f"  Slack: {report.deleted} messages {would}deleted, the cards of {report.repainted} issues {would}redrawn")
    if report.letters:
        say(f"  {report.letters} e-mails went out and cannot be called back. Ask their readers to delete them.")
    if report.elsewhere:
        named = ", ".join(f"RR-{number}" for number in report.elsewhere[:20])
        say(f"  The same words stand in other issues: {named}. Run this for each where they mean the same person.")
    if report.folder:
        say("  Do the same in your copy of the council's folder, or the next `council load` brings it back:")
        for where in report.folder:
            say(f"    {where}")
    say("Nothing was changed: this was a dry run." if dry else f"Done. It is line {report.number} of the book.")
