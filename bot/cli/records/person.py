"""`rapid-response person`: erase or correct somebody wherever they are on record."""

import click

from bot.cli.acting import actor_of, by, desk_of, kindly
from bot.cli.records.office import tell, why
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.records import phrases
from bot.desk.records.erase import correct_person, erase_person
from bot.desk.records.substitution import ERASED

WHO = click.option(
    "--person", "who", metavar="WHO", help="Somebody with a name here: an e-mail address or id, or TEAM/USER of Slack."
)
ISSUE = click.option("--issue", "number", type=int, metavar="N", help="What is said of somebody in this issue.")
APPLY = click.option("--apply", "apply_", is_flag=True, help="Do it. Without this nothing is changed.")


@click.group()
def person() -> None:
    """Erase or correct a person across all that is on record; first as a dry run."""


@person.command()
@WHO
@ISSUE
@click.option(
    "--words", multiple=True, metavar="TEXT", help="A name, address or number in the issue's texts. Repeat it."
)
@why
@by
@APPLY
@surroundings
def erase(
    around: Surroundings,
    who: str | None,
    number: int | None,
    words: tuple[str, ...],
    why: str,
    email: str,
    apply_: bool,
) -> None:
    """Take somebody out. An issue also loses how its resident can be reached."""
    _one_of(who, number)
    desk, actor = desk_of(around), actor_of(around, email)
    with kindly():
        if who:
            report = erase_person(desk, actor, who, why, dry=not apply_)
        else:
            report = phrases.rewrite(desk, actor, number or 0, dict.fromkeys(words, ERASED), why, dry=not apply_)
    tell(report, not apply_)


@person.command()
@WHO
@ISSUE
@click.option("--wrong", required=True, metavar="TEXT", help="The name, address or words that are wrong.")
@click.option("--right", required=True, metavar="TEXT", help="What should stand there.")
@why
@by
@APPLY
@surroundings
def correct(
    around: Surroundings,
    who: str | None,
    number: int | None,
    wrong: str,
    right: str,
    why: str,
    email: str,
    apply_: bool,
) -> None:
    """Put something right wherever it stands: a name or address of somebody, or words in an issue."""
    _one_of(who, number)
    desk, actor = desk_of(around), actor_of(around, email)
    with kindly():
        if who:
            report = correct_person(desk, actor, who, {wrong: right}, why, dry=not apply_)
        else:
            report = phrases.rewrite(desk, actor, number or 0, {wrong: right}, why, dry=not apply_)
    tell(report, not apply_)


def _one_of(who: str | None, number: int | None) -> None:
    if bool(who) == bool(number):
        raise No("Give either --person or --issue.")


COMMANDS = (person,)
