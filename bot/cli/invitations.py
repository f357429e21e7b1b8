"""`rapid-response invitations`: people of partners who have a Slack of their own."""

from collections.abc import Callable
from typing import Any

import click

from bot.cli.acting import actor_of, by, desk_of, kindly, person_of
from bot.cli.surroundings import Surroundings, surroundings
from bot.desk.actor import Actor
from bot.desk.verbs.invite import confirm as confirm_person
from bot.desk.verbs.invite import end_invitation, invite
from bot.desk.work import Desk
from storage.people import Invitation, invitations_in_use
from storage.session import reading

NUMBER = click.argument("number", type=int)


@click.group()
def invitations() -> None:
    """Link people of other Slack workspaces to the directory: a code, then a confirmation."""


@invitations.command("list")
@surroundings
def list_invitations(around: Surroundings) -> None:
    """Who was invited, who used a code, who is linked."""
    directory = around.council().directory
    with reading(around.engine()) as session:
        found = invitations_in_use(session, around.clock.now())
    for each in found:
        click.echo(f"{each.id}  {directory.name(each.person)}, {directory.name(each.organisation)}: {_stands(each)}")
    if not found:
        click.echo("Nobody is invited.")


def _stands(invitation: Invitation) -> str:
    if invitation.confirmed_at is not None:
        return f"linked to {invitation.name}, since {invitation.confirmed_at:%d %B %Y}"
    if invitation.used_at is not None:
        return f"used by {invitation.name}, waits to be confirmed"
    return f"not used yet, good until {invitation.expires_at:%d %B %Y}"


@invitations.command()
@click.argument("whom", metavar="EMAIL")
@by
@surroundings
def give(around: Surroundings, whom: str, email: str) -> None:
    """A code for somebody of a partner. Tell it to them yourself; it works once, for seven days."""
    person = person_of(around, whom)
    with kindly():
        given = invite(desk_of(around), actor_of(around, email), person.id)
    click.echo(f"{given.code}  for {person.name}, good until {given.invitation.expires_at:%d %B %Y}")


@invitations.command()
@NUMBER
@by
@surroundings
def confirm(around: Surroundings, number: int, email: str) -> None:
    """Say that whoever used the code is who they say."""
    _done(around, email, number, confirm_person, "Linked: their buttons work from now on.")


@invitations.command()
@NUMBER
@by
@surroundings
def end(around: Surroundings, number: int, email: str) -> None:
    """Take a code back, or the link of somebody who used one."""
    _done(around, email, number, end_invitation, "It works no more.")


def _done(around: Surroundings, email: str, number: int, what: Callable[[Desk, Actor, int], Any], said: str) -> None:
    with kindly():
        what(desk_of(around), actor_of(around, email), number)
    click.echo(said)


COMMANDS = (invitations,)
