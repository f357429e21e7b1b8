"""`rapid-response mail receive`: for a mail server's pipe, so its exit status is one that mail servers know."""

import hashlib
import sys
from email.utils import parseaddr

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk.mail import Filed, receive
from bot.desk.work import Desk
from bot.letterbox.letter import LARGEST, read_letter

# https://man.freebsd.org/cgi/man.cgi?sysexits: the mail server keeps the letter and comes again.
EX_TEMPFAIL = 75
SAYS = {
    "note": "filed as a note",
    "request": "filed as a request",
    "stray": "shown to the team",
    "bounce": "a letter of ours came back; the team is told",
    "ignored": "ignored: nobody wrote it, or it is about nothing of ours",
    "again": "came before",
}


@click.group()
def mail() -> None:
    """E-mail that comes in."""


@mail.command("receive")
@surroundings
def receive_mail(around: Surroundings) -> None:
    """File a letter from standard input: a reply, a request, or a notice that a letter could not be delivered.

    Exit status 75 asks the mail server to keep the letter and try again; anything else that goes wrong does, too.
    """
    raw = _read()
    try:
        filed = _receive(around, raw)
    except (No, SQLAlchemyError) as error:
        said = error.format_message() if isinstance(error, No) else type(error).__name__
        click.echo(f"Not now: {said}", err=True)
        sys.exit(EX_TEMPFAIL)
    except Exception as error:  # noqa: BLE001  a letter is never lost to a mistake of ours, nor are its words shown
        click.echo(f"Not now: {type(error).__name__}", err=True)
        sys.exit(EX_TEMPFAIL)
    click.echo(f"{SAYS[filed.outcome]}{f' ({filed.reference})' if filed.reference else ''}")


def _read() -> bytes:
    """At most LARGEST bytes; the rest is read and let go, so that the mail server can finish."""
    stream = sys.stdin.buffer
    raw = stream.read(LARGEST)
    while stream.read(1_000_000):
        pass
    return raw


def _receive(around: Surroundings, raw: bytes) -> Filed:
    council = around.council()
    _, us = parseaddr(around.settings.mail_from or "")
    desk = Desk(around.engine(), around.clock, lambda: council)
    return receive(desk, read_letter(raw), hashlib.sha256(raw).hexdigest(), us)


COMMANDS = (mail,)
