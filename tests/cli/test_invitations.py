"""`rapid-response invitations`: a code is given, seen, confirmed and ended; whoever may not is told so, on record."""

import re

from sqlalchemy import Engine
from sqlmodel import select

from bot.clock import StandingClock
from bot.desk.verbs.invite import Caller, use_code
from storage.intake import Refused
from storage.session import reading
from tests.cli.changed_council import office_on, run

BY = ("--by", "sam.duty@example.org")
LEE = Caller("T0POLICE", "U0LEE", "Lee of the Police")


def invitations(engine: Engine, *arguments: str) -> str:
    result = run("invitations", *arguments, url=engine.url.render_as_string(hide_password=False))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_from_a_code_to_the_end(sqlite_engine: Engine, clock: StandingClock):
    desk = office_on(sqlite_engine, clock).desk
    assert invitations(sqlite_engine, "list") == "Nobody is invited.\n"
    said = invitations(sqlite_engine, "give", "sgt.lee@example.org", *BY)
    given = re.match(r"([A-Z0-9]{5}-[A-Z0-9]{5})  for Sgt Lee, good until ", said)
    assert given
    assert "1  Sgt Lee, West Mercia Police: not used yet, good until" in invitations(sqlite_engine, "list")
    use_code(desk, LEE, given[1])
    assert "used by Lee of the Police, waits to be confirmed" in invitations(sqlite_engine, "list")
    assert invitations(sqlite_engine, "confirm", "1", *BY) == "Linked: their buttons work from now on.\n"
    assert "linked to Lee of the Police, since" in invitations(sqlite_engine, "list")
    assert invitations(sqlite_engine, "end", "1", *BY) == "It works no more.\n"
    assert invitations(sqlite_engine, "list") == "Nobody is invited.\n"
    assert "no more" not in invitations(sqlite_engine, "end", "1", *BY)  # once is enough, and it says so


def test_who_may_not(sqlite_engine: Engine, clock: StandingClock):
    office_on(sqlite_engine, clock)
    refused = invitations(sqlite_engine, "give", "sgt.lee@example.org", "--by", "olive.officer@example.org")
    assert "Nothing was changed" in refused
    assert "Nobody in the directory" in invitations(sqlite_engine, "give", "nobody@example.org", *BY)
    assert "Nothing was changed" in invitations(sqlite_engine, "end", "1", "--by", "olive.officer@example.org")
    with reading(sqlite_engine) as session:
        tried = [(row.actor, row.way, row.verb) for row in session.exec(select(Refused))]
    assert tried == [("person:olive-officer", "command line", verb) for verb in ("invite", "confirm")]
