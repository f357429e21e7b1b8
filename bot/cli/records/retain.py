"""`rapid-response retain`: what has had its time is removed, by the council's schedule."""

import click

from bot.cli.acting import desk_of
from bot.cli.surroundings import Surroundings, surroundings
from bot.desk.records import retain as retention
from bot.desk.records.retain import Removal
from triage_rules.retention import SAID

SHOWN = 20


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@surroundings
def retain(around: Surroundings, dry_run: bool) -> None:
    """Remove what has had its time. The worker does it by itself every night."""
    desk = desk_of(around)
    if not desk.council().retention:
        click.echo("The council's folder has no section 'retention', so nothing is ever removed. See docs/records.md.")
        return
    due = retention.due(desk)
    tell(due if dry_run else retention.retain(desk), desk.council().retention, "would lose" if dry_run else "lost")
    if due.held:
        click.echo(f"Kept back by a legal hold: {_named(sorted(set(due.held)))}.")
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")


def tell(removal: Removal, rules, lost: str) -> None:
    for rule in rules:
        numbers = removal.issues.get(rule.of, [])
        click.echo(f"{rule.after} after closing, {SAID[rule.of]}: {len(numbers)} issues {lost} it. {_named(numbers)}")


def _named(numbers: list[int]) -> str:
    more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
    return ", ".join(f"RR-{number}" for number in numbers[:SHOWN]) + more


COMMANDS = (retain,)
