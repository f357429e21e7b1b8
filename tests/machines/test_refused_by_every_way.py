"""Whoever tries what they may not, by whatever way they come: refused, and on record with that way."""

from dataclasses import replace

import pytest

from bot.desk.actor import Actor, Bound
from bot.desk.mail import receive
from bot.desk.refusal import Refusal
from bot.desk.verbs import close, respond
from bot.letterbox.letter import read_letter
from storage.intake import Refused
from tests.letterbox.letters import letter
from tests.machines.partner import Machines
from tests.machines.test_open311 import create


def lines(machines: Machines) -> list[tuple[str, str, str]]:
    """(who, way, verb) of each attempt, of issues and of nothing on record."""
    events = [(e.actor, e.way, e.data["tried"]) for e in machines.events("refused")]
    return events + [(row.actor, row.way, row.verb) for row in machines.rows(Refused)]


WAYS = {  # by its name: whoever comes that way and has no part in it
    "slack": Actor("person:harper-homes", "Harper"),
    "guest": Actor("user:T0HOME/U0GUEST", "Gus", way="guest", guest=True),
    "connect": Actor("user:T0AWAY/U0AWAY", "Stan", own_team=False, way="connect"),
    "link": Actor("person:sgt-lee", "Sgt Lee", "sgt-lee", way="link", bound=Bound(1, 999)),
    "webhook": Actor("hook:highways", "Highways", own_team=False, way="webhook", acts_for="highways"),
    "command line": Actor("person:olive-officer", "Olive", "olive-officer", way="command line"),
}


def test_a_verb_that_is_not_theirs(machines: Machines):
    action = machines.ask()
    number = machines.action(action).issue_id
    for who in WAYS.values():
        verbs = {
            "close": lambda who=who: close.close(machines.desk, who, number, "x"),
            "acknowledge": lambda who=who: respond.acknowledge(machines.desk, who, action),
        }
        for verb, do in verbs.items():
            before = lines(machines)
            with pytest.raises(Refusal):
                do()
            assert lines(machines) == [*before, (who.key, who.way, verb)]
    assert machines.action(action).state == "due"


def test_a_letter_of_somebody_with_no_part_in_it(machines: Machines):
    machines.ask()
    filed = receive(machines.desk, read_letter(letter("ruby.registerby@example.org", "Close it", "RR-1")), "x")
    assert filed.outcome == "stray"
    assert [(way, verb) for _, way, verb in lines(machines)] == [("email", "add_note")]


def test_an_app_where_the_council_lets_none_report(machines: Machines):
    machines.council = replace(machines.council, access={**machines.council.access, "report": frozenset({"team"})})
    assert create(machines).status_code == 400
    assert lines(machines) == [("open311:app", "open311", "report")]
