"""A criteria document that somebody names on the command line: a file, a folder or a shipped council."""

from pathlib import Path

import click

from bot.cli.surroundings import No, Surroundings
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.folder.sections import CRITERIA_FILE
from triage_rules.table import Table


def table_named(around: Surroundings, name: str) -> Table:
    """Its table. Raises No with all that is wrong; examples that come out elsewhere are only pointed out."""
    path = Path(name)
    try:
        files = {CRITERIA_FILE: path.read_text(encoding="utf-8")} if path.is_file() else around.folder(name)
    except (OSError, UnicodeDecodeError) as error:
        raise No(f"{name} cannot be read as UTF-8 text: {error}") from error
    documented = read_criteria(files)
    said = [f"{name}: {problem}" for problem in documented.problems]
    if documented.table is None:
        raise No("\n".join(said))
    for line in said:
        click.echo(f"Please look: {line}", err=True)
    return documented.table
