"""`rapid-response brief`: one person's briefing as it would be sent."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlmodel import Session

from bot.briefings import schedule
from bot.briefings.compose import compose
from bot.briefings.content import Briefing
from bot.briefings.forms import as_html, as_json, as_large_html, as_text
from bot.briefings.readers import Reader, reader
from bot.cli.print_run import print_run, say_posted
from storage.briefings import copy_for
from storage.session import reading
from triage_rules.council import Council

FORMS = {"text": as_text, "html": as_html, "large": as_large_html, "json": as_json}
USUAL_HOUR = 9


@click.command()
@click.option("--to", "email", metavar="EMAIL", help="Whose briefing.")
@click.option(
    "--at",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As on that day (2026-11-30); today if left out.",
)
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@click.option("--council", "name", metavar="C", help="A shipped council or a folder, instead of the one in force.")
@click.option("--print-run", "printing", is_flag=True, help="All that has to go by post, in one document.")
@click.option("--posted-by", "poster", metavar="EMAIL", help="Who posted a print run; goes on record.")
@click.option("--up-to", type=int, metavar="N", help="The number on the run's cover, with --posted-by.")
@click.pass_context
def brief(
    context: click.Context, *, printing: bool, poster: str | None, up_to: int | None, email: str | None, **more: Any
) -> None:
    """Show one person's briefing as it would be sent, or as it was; or print and post those that go on paper.

    Only --posted-by records anything.
    """
    if sum(map(bool, (email, printing, poster))) != 1 or bool(poster) != (up_to is not None):
        raise click.UsageError("Give --to, or --print-run, or --posted-by with --up-to.")
    if printing:
        print_run(context.obj)
    elif poster and up_to is not None:
        say_posted(context.obj, poster, up_to)
    elif email:
        _show(context, email, **more)


def _show(context: click.Context, email: str, day: datetime | None, form: str, name: str | None) -> None:
    around = context.obj
    council = around.council(name) if name else around.council()
    now = around.clock.now() if day is None else moment(council, day)
    on = now.astimezone(ZoneInfo(council.zone)).date()
    person = council.directory.person_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody in the directory has the address {email}. See `council show`.")
    reads = reader(council, person, on)
    if not reads.shares:
        raise click.ClickException(f"{person.name} holds no role on that day that has a briefing.")
    with reading(around.engine()) as session:
        found = (as_sent(session, council, reads, day) if day else None) or compose(session, council, reads, now)
    click.echo(FORMS[form](found), nl=False)


def moment(council: Council, day: datetime) -> datetime:
    """When that day's briefing goes out; 9am local on a day without one. Aware UTC."""
    calendar = council.calendar()
    times = (schedule.on_day(each, calendar, day.date()) for each in council.briefings)
    usual = day.replace(hour=USUAL_HOUR, tzinfo=ZoneInfo(council.zone)).astimezone(UTC)
    return max((at for at in times if at is not None), default=usual)


def as_sent(session: Session, council: Council, reads: Reader, day: datetime) -> Briefing | None:
    """The copy that this person had on that day."""
    copy = copy_for(session, reads.person.id, schedule.period(moment(council, day), council.calendar()))
    return Briefing.model_validate_json(copy.content) if copy else None


COMMANDS = (brief,)
