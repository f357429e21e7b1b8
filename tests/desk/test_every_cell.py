"""The desk itself, with everybody, by every way: what the documents allow is done, all else is refused, each on record.

A sample by default; every verb, state, person and way among the long tests.
"""

from dataclasses import dataclass, replace
from itertools import product

import pytest

from bot.desk import access
from bot.desk.actor import Actor, Bound
from bot.desk.refusal import Refusal
from bot.desk.verbs import privacy, put_off
from bot.desk.work import Desk, Work
from storage.actions import Action
from storage.issues import Issue
from tests.desk.people import Office
from tests.desk.test_access_table import TABLE as WHO
from tests.desk.test_state_table import ACTION_STATES, ISSUE_STATES, TRY, TRY_ACTION, action_in, issue_in, table
from tests.desk.test_wrong_people import WRONG
from tests.sample import sample_council

DO = {
    **WRONG,
    "mark": lambda desk, who, issue, action: privacy.mark(desk, who, issue.id, privacy.Marks(exempt="3")),
    "put_off": lambda desk, who, issue, action: put_off.put_off(desk, who, action.id, "2026-12-03", "why"),
}
WAYS = ("slack", "guest", "connect", "link")
PEOPLE = ("olive-officer", "sam-duty", "mo-manager", "smt-amber", "dusty-broom", "sgt-lee", "insp-ward", "cat-eye")
HOLDERS = (
    ("ward_member", "cuckoo-oak"),
    ("cabinet_lead", "efficient-community-focussed"),
    ("corporate_director", None),
)
POSSIBLE = {**table("Issues"), **table("Actions")}
# These depend on more than the state: a question that waits, a councillor who leads already, a proposer.
ALSO_DEPENDS = frozenset({"answer", "agree", "lead", "satisfied"})


@pytest.fixture
def office(sqlite_engine, clock) -> Office:
    return Office(Desk(sqlite_engine, clock, sample_council))


def everybody(office: Office) -> list[Actor]:
    """Each person by each way, and somebody whom nobody knows."""
    known = [office.actor(person) for person in PEOPLE] + [office.holder(role, of) for role, of in HOLDERS]
    stranger = Actor("user:T0000ELSE/U1", "Somebody")
    return [
        replace(who, own_team=way in ("slack", "guest"), guest=way == "guest", way=way)
        for who, way in product([*known, stranger], WAYS)
    ]


@dataclass(frozen=True)
class Matter:
    issue: Issue
    action: Action | None

    def by(self, who: Actor) -> Actor:
        """A link is for this matter."""
        bound = Bound(self.issue.id or 0, self.action.id or 0 if self.action else 0)
        return replace(who, bound=bound) if who.way == "link" else who


def stage(office: Office, verb: str, state: str) -> Matter:
    if verb in TRY_ACTION:
        number = action_in(office, state)
        with office.desk.look() as session:
            action = session.get_one(Action, number)
        return Matter(office.issue(action.issue_id), action)
    return Matter(office.issue(issue_in(office, state, verb)), None)


def allowed(office: Office, verb: str, who: Actor, at: Matter) -> bool:
    """By the document. A link is for seven verbs about one action; the answer to the reporter is about its issue."""
    if who.bound is not None and (verb not in access.BY_LINK or (at.action is None and verb != "reply")):
        return False
    with office.desk.look() as session:
        subject = Work(office.desk, session, who).subject(at.issue, at.action)
    return bool(WHO[verb] & access.standings(who, subject, office.directory, office.desk.today()))


def tried(office: Office, verb: str, who: Actor, at: Matter) -> str:
    """The refusal; "" when it was done."""
    try:
        DO[verb](office.desk, who, at.issue, at.action)
    except Refusal as refusal:
        return refusal.message
    return ""


def try_all(office: Office, verb: str, state: str, people: slice = slice(None)) -> int:
    """How many cells were as the documents say."""
    at, cells = stage(office, verb, state), 0
    possible = POSSIBLE[verb][1][state] if verb in POSSIBLE and verb not in ALSO_DEPENDS else None
    for someone in everybody(office)[people]:
        who = at.by(someone)
        before, may = len(office.history(at.issue.id)), allowed(office, verb, who, at)
        refusal = tried(office, verb, who, at)
        lines = office.history(at.issue.id)[before:]
        where = (verb, state, who.key, who.way, refusal, [line.verb for line in lines])
        assert ("this is for" in refusal) is not may, where
        assert [line.verb for line in lines if line.verb == "refused"] == (["refused"] if refusal else []), where
        assert {(line.actor, line.way) for line in lines} == {(who.key, who.way)}, where
        if may and possible is not None:
            assert (not refusal) is possible, where
        if not refusal:
            at = stage(office, verb, state)
        cells += 1
    return cells


SAMPLE = (("accept", "awaiting_acceptance"), ("acknowledge", "due"), ("close", "open"))


@pytest.mark.parametrize(("verb", "state"), SAMPLE)
def test_a_sample_of_cells(office: Office, verb: str, state: str) -> None:
    assert try_all(office, verb, state, slice(0, None, 3)) == 16


@pytest.mark.long
@pytest.mark.parametrize("verb", sorted(DO))
def test_every_cell(office: Office, verb: str) -> None:
    states = ACTION_STATES if verb in TRY_ACTION else ISSUE_STATES
    assert sum(try_all(office, verb, state) for state in states) == len(states) * 48


def test_the_list_is_whole() -> None:
    assert set(DO) >= set(TRY) | set(TRY_ACTION)
