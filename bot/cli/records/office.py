"""What the commands about records share: why, and how an outcome is told."""

from collections.abc import Callable
from typing import Any

import click

from bot.desk.records.tombstone import Report

why = click.option("--why", required=True, metavar="TEXT", help="The reason; goes on record. Name nobody in it.")


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
