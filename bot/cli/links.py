"""`rapid-response links`: the links that partners were sent by e-mail."""

import click

from bot.cli.acting import actor_of, by, desk_of, kindly
from bot.cli.surroundings import Surroundings, surroundings
from bot.desk.verbs.links import revoke as revoke_link
from storage.actions import Action
from storage.links import in_use
from storage.session import reading


@click.group()
def links() -> None:
    """Links that were sent by e-mail: see who has one, or end one."""


@links.command("list")
@surroundings
def list_links(around: Surroundings) -> None:
    """Who can answer what by a link. The links themselves are not kept."""
    directory = around.council().directory
    with reading(around.engine()) as session:
        found = in_use(session, around.clock.now())
        for link in found:
            action = session.get_one(Action, link.action_id)
            who = f"{directory.name(link.person)}, {directory.name(link.organisation)}"
            click.echo(f"{link.id}  RR-{action.issue_id}: {who}, until {link.expires_at:%d %B %Y} ({action.state})")
    if not found:
        click.echo("No links are in use.")


@links.command()
@click.argument("number", type=int)
@by
@surroundings
def revoke(around: Surroundings, number: int, email: str) -> None:
    """End a link, say because it went to the wrong person. Whoever opens it is told kindly."""
    with kindly():
        revoke_link(desk_of(around), actor_of(around, email), number)
    click.echo(f"Link {number} works no more.")


COMMANDS = (links,)
