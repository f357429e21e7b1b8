"""`rapid-response brief --print-run`: what has to go by post, in one document; and that it was posted."""

import click
from pydantic import ValidationError

from bot.briefings.content import Briefing
from bot.briefings.print_run import Sheet, as_document
from bot.cli.surroundings import No, Surroundings
from bot.desk.actor import Actor
from bot.desk.paper_post import Waiting, mark_posted, waiting
from bot.desk.refusal import Refusal
from bot.desk.work import Desk
from storage.session import reading

WAY = "command line"


def print_run(around: Surroundings) -> None:
    """The document on standard output; nothing is changed."""
    council = around.council()
    with reading(around.engine()) as session:
        found = waiting(session, council)
        sheets = [sheet for each in found if (sheet := _sheet(each))]
        up_to = max((row.id or 0 for row, _, _ in found), default=0)
    if not sheets:
        raise No("No briefing waits to be printed.")
    click.echo(as_document(council.team.name, sheets, up_to), nl=False)


def _sheet(waits: Waiting) -> Sheet | None:
    """None for a copy whose content was erased."""
    _, copy, person = waits
    try:
        return Sheet(Briefing.model_validate_json(copy.content), person.name, person.address, person.large_print)
    except ValidationError:
        return None


def say_posted(around: Surroundings, email: str, up_to: int) -> None:
    council = around.council()
    person = council.directory.person_by_email(email)
    if person is None:
        raise No(f"Nobody in the directory has the address {email}.")
    actor = Actor(f"person:{person.id}", person.name, person.id, way=WAY)
    try:
        many = mark_posted(Desk(around.engine(), around.clock, lambda: council), actor, up_to)
    except Refusal as refusal:
        raise No(refusal.message) from refusal
    click.echo(f"{many} briefing{'' if many == 1 else 's'} marked as posted by {person.name}.")
