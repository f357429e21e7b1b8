"""docs/states.md says which verb is possible in which state, and for whom; here each cell is tried."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.desk import access
from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, councillors, decide, privacy, put_off, respond, talk
from bot.desk.verbs.report import edit, satisfied
from bot.desk.work import Desk
from tests.desk.people import Office
from tests.sample import sample_council
from triage_rules.access import DEFAULT

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
ISSUE_STATES = ("held", "awaiting_acceptance", "open", "signposted", "joined", "closed")
ACTION_STATES = ("due", "acknowledged", "done", "no_further_action", "declined", "withdrawn")


def table(heading: str) -> dict[str, tuple[str, dict[str, bool]]]:
    """Verb -> (who, {state: possible}) of the table under a heading of the document."""
    section = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    states = rows[0][2:]
    return {
        row[0].strip("`"): (row[1], dict(zip(states, (cell == "yes" for cell in row[2:]), strict=True)))
        for row in rows[2:]
    }


@pytest.fixture
def office(sqlite_engine, clock) -> Office:
    return Office(Desk(sqlite_engine, clock, sample_council))


def issue_in(office: Office, state: str, verb: str) -> int:
    """An issue of ward Cuckoo Oak in that state; an open one is the councillors' to lead, or waits to be agreed."""
    desk = office.desk
    if verb == "lead" and state == "open":
        return office.report("R12").id or 0
    match state:
        case "held":
            return office.report("R13", services=()).id or 0
        case "awaiting_acceptance":
            return office.report("R9").id or 0
        case "open":
            return decide.accept(desk, office.duty, office.report("R10").id or 0).id or 0
        case "signposted":
            return office.report("R4").id or 0
        case "joined":
            return office.report("R3", objects={"issue": office.report("R9").id}).id or 0
        case _:
            return close.close(desk, office.duty, office.report("R4").id or 0, "Told whom to ask").id or 0


TRY: dict[str, Callable[[Office, int], object]] = {
    "accept": lambda o, n: decide.accept(o.desk, o.duty, n),
    "change_answers": lambda o, n: decide.change_answers(o.desk, o.duty, n, {}),
    "change_route": lambda o, n: decide.change_route(o.desk, o.duty, n, "org:highways", "why"),
    "add_action": lambda o, n: assign.add_action(o.desk, o.duty, n, "Patrol", "police"),
    "mark": lambda o, n: privacy.mark(o.desk, o.officer, n, privacy.Marks(sensitive=True)),
    "edit": lambda o, n: edit(o.desk, o.officer, n, "Other words", ""),
    "add_note": lambda o, n: talk.add_note(o.desk, o.officer, n, "A note"),
    "reply": lambda o, n: talk.reply(o.desk, o.duty, n, "An answer"),
    "ask": lambda o, n: talk.ask(o.desk, o.duty, n, "A question?"),
    "close": lambda o, n: close.close(o.desk, o.duty, n, "why"),
    "reopen": lambda o, n: close.reopen(o.desk, o.duty, n, "why"),
    "satisfied": lambda o, n: satisfied(o.desk, o.officer, n, yes=True),
    "view": lambda o, n: councillors.give_view(o.desk, o.councillors("cuckoo-oak")[0], n, "A view"),
    "lead": lambda o, n: councillors.lead(o.desk, o.councillors("cuckoo-oak")[0], n),
    "agree": lambda o, n: decide.agree(o.desk, o.holder("corporate_director"), n, yes=True),
}


def possible(office: Office, verb: str, state: str) -> bool:
    number = issue_in(office, state, verb)
    try:
        TRY[verb](office, number)
    except Refusal as refusal:
        if "this is for" in refusal.message:  # the table is about states; this was the wrong person
            raise
        return False
    return True


@pytest.mark.parametrize("verb", TRY)
def test_a_verb_in_each_state_of_an_issue(office, verb):
    _, documented = table("Issues")[verb]
    assert {state: possible(office, verb, state) for state in ISSUE_STATES} == documented


def action_in(office: Office, state: str) -> int:
    desk, issue = office.desk, decide.accept(office.desk, office.duty, office.report("R9").id or 0)
    action = assign.add_action(desk, office.duty, issue.id or 0, "Patrol", "police").id or 0
    match state:
        case "acknowledged":
            respond.acknowledge(desk, office.police, action)
        case "done" | "no_further_action":
            respond.done(desk, office.police, action, "What", no_further_action=state != "done")
        case "declined":
            respond.not_ours(desk, office.police, action, "why", "highways")
            (after,) = [a for a in office.actions(issue.id) if a.owner == "highways"]
            respond.acknowledge(desk, office.holder("contact", "highways"), after.id or 0)
        case "withdrawn":
            assign.withdraw(desk, office.duty, action)
    return action


TRY_ACTION: dict[str, Callable[[Office, int], object]] = {
    "acknowledge": lambda o, n: respond.acknowledge(o.desk, o.police, n),
    "set_reference": lambda o, n: respond.set_reference(o.desk, o.police, n, "WM-1", "Friday"),
    "not_ours": lambda o, n: respond.not_ours(o.desk, o.police, n, "why", "highways"),
    "done": lambda o, n: respond.done(o.desk, o.police, n, "what"),
    "put_off": lambda o, n: put_off.put_off(o.desk, o.police, n, "2026-12-03", "The parts are on order."),
    "withdraw": lambda o, n: assign.withdraw(o.desk, o.duty, n),
}


@pytest.mark.parametrize("verb", TRY_ACTION)
def test_a_verb_in_each_state_of_an_action(office, verb):
    _, documented = table("Actions")[verb]
    found = {}
    for state in ACTION_STATES:
        number = action_in(office, state)
        try:
            TRY_ACTION[verb](office, number)
            found[state] = True
        except Refusal:
            found[state] = False
    assert found == documented


def test_who_is_as_the_access_table_says():
    for verb, (who, _) in {**table("Issues"), **table("Actions")}.items():
        assert re.sub(r"\s+", " ", who) == access.who_may(verb, sample_council()), verb


def test_every_verb_of_the_access_table_is_in_the_document():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [verb for verb in DEFAULT if f"`{verb}`" not in text] == []
