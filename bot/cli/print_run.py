"""`rapid-response brief --print-run`: what has to go by post, in one document; and that it was posted."""

import click
from pydantic import ValidationError

from bot.briefings.content import Briefing
from bot.briefings.print_run import Sheet, as_document
from bot.cli.acting import actor_of, desk_of, kindly
from bot.cli.surroundings import No, Surroundings
from bot.desk.paper_post import Waiting, mark_posted, waiting
from storage.session import reading


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
    actor = actor_of(around, email)
    with kindly():
        many = mark_posted(desk_of(around), actor, up_to)
    click.echo(f"{many} briefing{'' if many == 1 else 's'} marked as posted by {actor.name}.")
