"""The table of docs/states.md against the one function that is asked: every cell, way in and state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.desk.access import BY_LINK, FROM_OUTSIDE, Subject, may, standings
from bot.desk.actor import Actor, Bound, the_clock
from storage.actions import Action
from storage.issues import Issue
from tests.conftest import MONDAY
from tests.sample import sample_council
from triage_rules.access import DEFAULT, FIXED, WIDEST
from triage_rules.council import Council
from triage_rules.directory import Directory, Organisation, Person, Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
ON = MONDAY.date()
STATES = ("held", "awaiting_acceptance", "open", "signposted", "joined", "closed")
ACTION_STATES = ("due", "acknowledged", "done", "no_further_action", "declined", "withdrawn")
WAYS = ("slack", "guest", "connect", "link", "webhook", "page")
# One person for each standing, who is that to the subject below and nothing else. Two are it without a role.
ROLES = {
    "team": ("team_officer", None),
    "councillor": ("ward_member", "north"),
    "contact": ("senior_manager", "north"),
    "owner": ("contact", "roads"),
    "assignee": ("contact", "police"),
    "member": ("contact", "fire"),
    "cabinet": ("cabinet_lead", "safety"),
    "director": ("corporate_director", "safety"),
}
SERVICES = tuple(Organisation(id=id, name=id, kind="service") for id in ("roads", "police", "fire"))
PEOPLE = (*ROLES, "reporter", "lead", "colleague")


def documented() -> dict[str, frozenset[str]]:
    """The document's table: verb -> standings."""
    section = DOCUMENT.read_text(encoding="utf-8").split("## Who may do what\n", 1)[1]
    lines = section[section.index("| verb |") :].split("\n\n", 1)[0].splitlines()
    heads, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line)
    return {
        row[0].strip("`"): frozenset(h for h, cell in zip(heads, row, strict=True) if cell == "yes") for row in rows
    }


TABLE = documented()
CELLS = sorted(product(TABLE, (*PEOPLE, "clock")))


@pytest.fixture(scope="module")
def council() -> Council:
    """The product's default table, and a directory of one person a standing."""
    people = tuple(Person(id=name, name=name, email=f"{name}@example.org") for name in PEOPLE)
    roles = tuple(Role(person=name, role=role, of=of) for name, (role, of) in ROLES.items())  # pyright: ignore
    return replace(
        sample_council(), access=DEFAULT, directory=Directory(people=people, roles=roles, organisations=SERVICES)
    )


def who(standing: str, way: str) -> Actor:
    if standing == "clock":
        return the_clock()
    if way == "page":
        return Actor("nobody", "Somebody", own_team=False, way=way)
    if way == "webhook":
        return Actor(
            "system", "A system", own_team=False, way=way, acts_for=ROLES.get(standing, ("", ""))[1] or "licensing"
        )
    bound = Bound(1, 2) if way == "link" else None
    own = way in ("slack", "guest")
    return Actor(f"person:{standing}", standing, standing, own, way, bound, guest=way == "guest")


@cache
def subject(issue_state: str = "open", action_state: str = "due") -> Subject:
    issue = Issue(id=1, state=issue_state, owner="org:roads", entered_by="person:reporter", leads=["lead"])  # pyright: ignore[reportCallIssue]
    action = Action(id=2, issue_id=1, owner="police", state=action_state)  # pyright: ignore[reportCallIssue]
    return Subject(issue, ("north",), ("safety",), action, organisation="fire")


def expected(verb: str, standing: str, way: str) -> bool:
    """By the document, in words of its own: way by way."""
    holds = standing in TABLE[verb]
    if standing == "clock":
        return holds
    match way:
        case "slack":
            return holds or "colleague" in TABLE[verb]
        case "guest":
            return holds and standing != "colleague"
        case "connect":
            return holds and standing in ("owner", "assignee", "member")
        case "link" | "webhook":
            answers = ["see", "acknowledge", "not_ours", "done", "set_reference", "put_off", "add_note", "reply"]
            return holds and standing in ("owner", "assignee", "member") and verb in answers
    return False


def wrong(council: Council, verb: str, standing: str) -> Iterator[tuple[str, str, str]]:
    """The ways and states in which the verdict is another than the document's."""
    for way, state, action_state in product(WAYS, STATES, ACTION_STATES):
        allowed = may(who(standing, way), verb, subject(state, action_state), council, ON)
        if allowed != expected(verb, standing, way):
            yield way, state, action_state


@pytest.mark.parametrize("verb", TABLE)
def test_every_standing_way_and_state(council: Council, verb: str) -> None:
    assert [(name, *each) for name in (*PEOPLE, "clock") for each in wrong(council, verb, name)] == []


def test_any_other_cell_breaks_the_table(council: Council) -> None:
    """The mutation test: each cell turned over is noticed by what is tried above."""
    assert len(CELLS) == len(TABLE) * 12
    unnoticed = []
    for verb, standing in CELLS:
        mutant = replace(council, access={**DEFAULT, verb: DEFAULT[verb] ^ {standing}})
        if next(wrong(mutant, verb, standing), None) is None:
            unnoticed.append((verb, standing))
    assert unnoticed == []


def test_the_document_the_default_and_the_sample_say_the_same() -> None:
    assert dict(DEFAULT) == TABLE
    assert sample_council().access == DEFAULT
    assert [verb for verb in DEFAULT if not DEFAULT[verb] <= WIDEST[verb]] == []
    assert set(DEFAULT) >= FIXED


def test_each_is_what_they_are_called_and_nothing_else(council: Council) -> None:
    """Else the tests above would try the wrong people."""
    for name in PEOPLE:
        assert standings(who(name, "guest"), subject(), council.directory, ON) == {name} - {"colleague"}
        assert standings(who(name, "connect"), subject(), council.directory, ON) == {name} & FROM_OUTSIDE
    assert set(BY_LINK) <= set(TABLE)


@pytest.mark.parametrize("standing", ROLES)
def test_a_role_that_ended_yesterday_gives_nothing(council: Council, standing: str) -> None:
    yesterday = ON - timedelta(days=1)
    roles = tuple(role.model_copy(update={"until": yesterday}) for role in council.directory.roles)
    after = Directory(people=council.directory.people, roles=roles, organisations=SERVICES)
    assert standings(who(standing, "slack"), subject(), after, yesterday) == {standing, "colleague"}
    assert standings(who(standing, "slack"), subject(), after, ON) == {"colleague"}
    assert standings(who(standing, "connect"), subject(), after, ON) == frozenset()
