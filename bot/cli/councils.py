"""`rapid-response council load`, beside `check` and `show`."""

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from bot.council_commands import council
from bot.desk.council_in_force import CouncilInForce
from storage import council_files
from triage_rules.council import CouncilError


@council.command()
@click.argument("folder", metavar="[C]", required=False)
@surroundings
def load(around: Surroundings, folder: str | None) -> None:
    """Check a council's folder and make it current: no restart is needed."""
    name = folder or around.settings.council
    files = around.folder(name)
    try:
        loaded = CouncilInForce(around.engine(), around.clock).load(council_files.council_id(name), files)
    except CouncilError as error:
        raise No("\n".join(str(problem) for problem in error.problems)) from error
    click.echo(f"{loaded.name} is now in force (folder {loaded.hash[:12]}, criteria {loaded.criteria.version}).")


COMMANDS = (council,)
