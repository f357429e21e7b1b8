"""`rapid-response invitations`: people of partners who have a Slack of their own."""

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.invite import confirm as confirm_person
from bot.desk.verbs.invite import end_invitation, invite
from bot.desk.work import Desk
from storage.people import Invitation, invitations_in_use
from storage.session import reading

WAY = "command line"
BY = click.option("--by", required=True, metavar="EMAIL", help="Who of the team decides it; goes on record.")
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
@click.argument("email")
@BY
@surroundings
def give(around: Surroundings, email: str, by: str) -> None:
    """A code for somebody of a partner. Tell it to them yourself; it works once, for seven days."""
    desk, actor = _desk(around, by)
    person = around.council().directory.person_by_email(email)
    if person is None:
        raise No(f"Nobody in the directory has the address {email}.")
    try:
        given = invite(desk, actor, person.id)
    except Refusal as refusal:
        raise No(refusal.message) from refusal
    click.echo(f"{given.code}  for {person.name}, good until {given.invitation.expires_at:%d %B %Y}")


@invitations.command()
@NUMBER
@BY
@surroundings
def confirm(around: Surroundings, number: int, by: str) -> None:
    """Say that whoever used the code is who they say."""
    _done(around, by, number, confirm_person, "Linked: their buttons work from now on.")


@invitations.command()
@NUMBER
@BY
@surroundings
def end(around: Surroundings, number: int, by: str) -> None:
    """Take a code back, or the link of somebody who used one."""
    _done(around, by, number, end_invitation, "It works no more.")


def _done(around: Surroundings, by: str, number: int, what, said: str) -> None:
    desk, actor = _desk(around, by)
    try:
        what(desk, actor, number)
    except Refusal as refusal:
        raise No(refusal.message) from refusal
    click.echo(said)


def _desk(around: Surroundings, by: str) -> tuple[Desk, Actor]:
    council = around.council()
    person = council.directory.person_by_email(by)
    if person is None:
        raise No(f"Nobody in the directory has the address {by}.")
    return Desk(around.engine(), around.clock, lambda: council), Actor(
        f"person:{person.id}", person.name, person.id, way=WAY
    )


COMMANDS = (invitations,)
