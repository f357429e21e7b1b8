"""`rapid-response brief`: one person's briefing as it would be sent."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from sqlmodel import Session

from bot.briefings import schedule
from bot.briefings.compose import compose
from bot.briefings.content import Briefing
from bot.briefings.forms import as_html, as_json, as_large_html, as_text
from bot.briefings.readers import Reader, reader
from storage.briefings import copy_for
from storage.session import reading
from triage_rules.council import Council

FORMS = {"text": as_text, "html": as_html, "large": as_large_html, "json": as_json}
USUAL_HOUR = 9


@click.command()
@click.option("--to", "email", metavar="EMAIL", required=True, help="Whose briefing.")
@click.option(
    "--at",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As on that day (2026-11-30); today if left out.",
)
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@click.option("--council", "name", metavar="C", help="A shipped council or a folder, instead of the one in force.")
@click.pass_context
def brief(context: click.Context, email: str, day: datetime | None, form: str, name: str | None) -> None:
    """Show one person's briefing as it would be sent, or as it was. Nothing is sent or recorded."""
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
