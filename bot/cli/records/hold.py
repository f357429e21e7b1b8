"""`rapid-response hold`: what may not be removed for now."""

from datetime import UTC, datetime

import click

from bot.cli.acting import actor_of, by, desk_of, kindly
from bot.cli.records.office import why
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.records import hold as holds
from storage.holds import LegalHold, in_force
from storage.session import reading
from triage_rules.council import Council


@click.group()
def hold() -> None:
    """Legal holds: an issue, or somebody's records, that must be kept for now."""


@hold.command()
@click.option("--issue", "number", type=int, metavar="N")
@click.option("--person", "who", metavar="WHO", help="An e-mail address or id, or TEAM/USER of Slack.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When to look at it again.")
@why
@by
@surroundings
def place(
    around: Surroundings, number: int | None, who: str | None, until: datetime | None, why: str, email: str
) -> None:
    """Nothing of it is erased or removed until the hold is lifted."""
    if bool(who) == bool(number):
        raise No("Give either --issue or --person.")
    with kindly():
        placed = holds.place(
            desk_of(around),
            actor_of(around, email),
            why,
            issue=number,
            who=who or "",
            until=until.replace(tzinfo=UTC) if until else None,
        )
    click.echo(f"Hold {placed.id} is in force until somebody lifts it.")


@hold.command("list")
@surroundings
def list_holds(around: Surroundings) -> None:
    """Those in force."""
    council = around.council()
    with reading(around.engine()) as session:
        found = in_force(session)
    for each in found:
        click.echo(_line(each, council, around.clock.now()))
    if not found:
        click.echo("No holds are in force.")


@hold.command()
@click.argument("number", type=int)
@why
@by
@surroundings
def lift(around: Surroundings, number: int, why: str, email: str) -> None:
    """It need not be kept any more."""
    with kindly():
        holds.lift(desk_of(around), actor_of(around, email), number, why)
    click.echo(f"Hold {number} is lifted.")


def _line(hold: LegalHold, council: Council, now: datetime) -> str:
    about = f"RR-{hold.issue_id}" if hold.issue_id else council.directory.name(hold.person.removeprefix("person:"))
    by = council.directory.name(hold.placed_by.removeprefix("person:"))
    look = f", to be looked at by {hold.until:%d %B %Y}" if hold.until else ""
    late = " (that day has passed)" if hold.until and hold.until < now else ""
    return f"{hold.id}  {about}: {hold.reason} ({by}, {hold.placed_at:%d %B %Y}{look}{late})"


COMMANDS = (hold,)
