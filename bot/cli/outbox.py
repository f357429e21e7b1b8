"""`rapid-response outbox`: deliveries that need a person."""

import click
from sqlmodel import Session

from bot.cli.surroundings import No, Surroundings, surroundings
from storage import outbox as stored
from storage.outbox import FAILED, Delivery, parked
from storage.session import reading, writing


@click.group()
def outbox() -> None:
    """Deliveries that need a person: look at them, try them again, or let them go."""


@outbox.command("list")
@surroundings
def list_parked(around: Surroundings) -> None:
    """What could not be delivered, to whom, and why."""
    with reading(around.engine()) as session:
        rows = parked(session)
        for row in rows:
            about = f" about RR-{row.issue_id}" if row.issue_id else ""
            click.echo(f"{row.id}  {row.kind}{about} to {row.recipient}: {row.error}")
    if not rows:
        click.echo("Nothing waits for a person.")


def _failed(session: Session, number: int) -> Delivery:
    row = session.get(Delivery, number)
    if row is None or row.state != FAILED:
        raise No(f"There is no failed delivery {number}. `rapid-response outbox list` shows them.")
    return row


@outbox.command()
@click.argument("number", type=int)
@surroundings
def retry(around: Surroundings, number: int) -> None:
    """Try a failed delivery again; Slack is asked first whether it arrived after all."""
    with writing(around.engine()) as session:
        row = _failed(session, number)
        stored.retry(session, row, around.clock.system())
        session.commit()
    click.echo(f"Delivery {number} will be tried again.")


@outbox.command()
@click.argument("number", type=int)
@surroundings
def drop(around: Surroundings, number: int) -> None:
    """Let a failed delivery go; the row stays on record."""
    with writing(around.engine()) as session:
        row = _failed(session, number)
        stored.drop(session, row)
        session.commit()
    click.echo(f"Delivery {number} is dropped.")


COMMANDS = (outbox,)
