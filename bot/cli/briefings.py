"""`rapid-response briefings`: the team's hand on what goes out, and who got what."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlmodel import Session, select

from bot.cli.acting import actor_of, by, desk_of, kindly, person_of
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.verbs import briefings as verbs
from storage.briefing_choices import paused
from storage.briefings import BriefingCopy, ScheduleRun
from storage.outbox import Delivery
from storage.session import reading
from triage_rules.working_time import speak, speak_date

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def briefings() -> None:
    """What goes out when, who got what, and what people chose."""


@briefings.command()
@surroundings
def planned(around: Surroundings) -> None:
    """When each goes out next, and who has paused theirs. (`brief --to` shows one as it would be sent.)"""
    council, now = around.council(), around.clock.now()
    on = council.calendar().local_date(now)
    with reading(around.engine()) as session:
        for run in session.exec(select(ScheduleRun).order_by(ScheduleRun.next_at)):  # type: ignore[arg-type]
            click.echo(f"{run.name}: {speak(run.goes_at, now, council.zone)}{' (moved)' if run.put_off_to else ''}")
        for choice in paused(session, on):
            until = speak_date(choice.paused_until) if choice.paused_until else ""
            click.echo(f"Paused: {council.directory.name(choice.person)}, until {until}")


@briefings.command()
@click.argument("period")
@surroundings
def sent(around: Surroundings, period: str) -> None:
    """Who got what on a day (2026-11-30), and what failed."""
    council = around.council()
    with reading(around.engine()) as session:
        copies = session.exec(select(BriefingCopy).where(BriefingCopy.period == period)).all()
        found = {d.data.get("copy"): d for d in _deliveries(session)}
        for copy in copies:
            delivery = found.get(copy.id)
            state = f"{delivery.state}{': ' + delivery.error if delivery.error else ''}" if delivery else "not queued"
            click.echo(f"{council.directory.name(copy.person)} ({', '.join(copy.briefings)}): {state}")
    if not copies:
        raise No(f"No briefings are on record for {period}.")


def _deliveries(session: Session) -> list[Delivery]:
    return list(session.exec(select(Delivery).where(Delivery.kind == "briefing").order_by(Delivery.id)))  # type: ignore[arg-type]


@briefings.command()
@click.argument("period")
@click.argument("whom", metavar="EMAIL")
@by
@surroundings
def resend(around: Surroundings, period: str, whom: str, email: str) -> None:
    """Send somebody's copy of that day once more, as it was."""
    person = person_of(around, whom)
    with kindly():
        verbs.resend(desk_of(around), actor_of(around, email), period, person.id)
    click.echo("It goes out once more.")


@briefings.command()
@click.argument("period")
@click.argument("text")
@by
@surroundings
def introduce(around: Surroundings, period: str, text: str, email: str) -> None:
    """What stands above every briefing of a day that is still to go; "" for nothing."""
    with kindly():
        verbs.introduce(desk_of(around), actor_of(around, email), period, text)
    click.echo(f"It will stand above the briefings of {period}.")


@briefings.command("put-off")
@click.argument("name")
@click.argument("to", type=click.DateTime(["%Y-%m-%dT%H:%M"]))
@by
@surroundings
def put_off(around: Surroundings, name: str, to: datetime, email: str) -> None:
    """Send them at another time, this once: 2026-11-30T14:00, local. A time that has passed sends them now."""
    council, now = around.council(), around.clock.now()
    at = to.replace(tzinfo=ZoneInfo(council.zone)).astimezone(UTC)
    with kindly():
        was = verbs.put_off(desk_of(around), actor_of(around, email), name, at)
    click.echo(f"{name}: {speak(at, now, council.zone)} instead of {speak(was, now, council.zone)}.")


@briefings.command()
@click.argument("whom", metavar="EMAIL")
@click.option("--day", help="Such as wed.")
@click.option("--hour", type=int, help="Such as 17.")
@click.option("--roll-up", help="daily or weekly.")
@click.option("--channel", help="Such as email.")
@click.option("--pause", type=DAY, help="The last day without briefings; one that has passed ends a pause.")
@by
@surroundings
def choose(around: Surroundings, whom: str, email: str, pause: datetime | None, **given: str | int | None) -> None:
    """What somebody wants, within what the council allows."""
    chosen: dict[str, Any] = {what: value for what, value in given.items() if value is not None}
    if pause is not None:
        chosen["pause"] = pause.date()
    person = person_of(around, whom)
    with kindly():
        verbs.choose(desk_of(around), actor_of(around, email), person.id, **chosen)
    click.echo(f"{person.name}: noted.")


COMMANDS = (briefings,)
