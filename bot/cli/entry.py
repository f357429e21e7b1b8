"""The `rapid-response` command and its sub-commands."""

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import briefing, briefings, councils, invitations, links, mail, outbox, places, replay, serve, triage
from bot.cli.records import audit, dpia, export, hold, person, retain
from bot.cli.surroundings import Surroundings

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.pass_context
def rapid_response(context: click.Context) -> None:
    """Sends local issues where the council's own criteria say, and sees that they are answered."""
    context.ensure_object(Surroundings)


for command in (
    *serve.COMMANDS,
    *councils.COMMANDS,
    *triage.COMMANDS,
    *replay.COMMANDS,
    *briefing.COMMANDS,
    *briefings.COMMANDS,
    *places.COMMANDS,
    *outbox.COMMANDS,
    *links.COMMANDS,
    *invitations.COMMANDS,
    *audit.COMMANDS,
    *person.COMMANDS,
    *hold.COMMANDS,
    *mail.COMMANDS,
    *retain.COMMANDS,
    *export.COMMANDS,
    *dpia.COMMANDS,
):
    rapid_response.add_command(command)


def main() -> None:
    """Exit status: 0 fine, 1 the answer is no, 2 wrong use. No tracebacks for what can be expected."""
    try:
        rapid_response.main(prog_name="rapid-response", standalone_mode=True)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        click.echo(f"The database did not answer as it should: {cause}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
