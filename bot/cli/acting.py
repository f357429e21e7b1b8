"""Who acts from the command line, at which desk, and how a refusal is said."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.cli.surroundings import No, Surroundings
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.work import Desk
from triage_rules.directory import Person

WAY = "command line"
by = click.option("--by", "email", required=True, metavar="EMAIL", help="Who decides it; goes on record.")


def desk_of(around: Surroundings) -> Desk:
    return Desk(around.engine(), around.clock, around.councils())


def person_of(around: Surroundings, email: str) -> Person:
    """Raises No."""
    person = around.council().directory.person_by_email(email)
    if person is None:
        raise No(f"Nobody in the directory has the address {email}.")
    return person


def actor_of(around: Surroundings, email: str) -> Actor:
    """Raises No."""
    person = person_of(around, email)
    return Actor(f"person:{person.id}", person.name, person.id, way=WAY)


@contextmanager
def kindly() -> Iterator[None]:
    """What is refused is said in one line."""
    try:
        yield
    except Refusal as refusal:
        raise No(refusal.message) from refusal
