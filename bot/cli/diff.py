"""`rapid-response council diff`: which routes differ between two criteria documents."""

import json

import click

from bot.cli.criteria_document import table_named
from bot.cli.surroundings import No, Surroundings, surroundings
from triage_rules.change import diff_words
from triage_rules.change.diff import TooDifferent
from triage_rules.change.diff import diff as compare


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@surroundings
def diff(around: Surroundings, old: str, new: str, json_: bool) -> None:
    """Which routes differ between two criteria documents, and for how many combinations.

    OLD and NEW are shipped councils, folders or criteria files.
    """
    before, after = table_named(around, old).criteria, table_named(around, new).criteria
    try:
        found = compare(before, after)
    except TooDifferent as error:
        raise No(str(error)) from error
    if json_:
        click.echo(json.dumps(diff_words.as_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(diff_words.in_words(found)))
