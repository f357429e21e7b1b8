"""Every view that the form can become is one that Slack takes, and asks only what matters."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.simulator.checks.view_rules import check_view
from bot.slack.blocks import MOST_OPTIONS, cut, quoted, select, size
from bot.slack.report.changes import merged
from bot.slack.report.state import FormState, from_json, objects_of, report_of, walk
from bot.slack.report.stop_page import draw_stop, ring_first
from bot.slack.report.suggestions import matching
from bot.slack.report.view import Choices, draw
from bot.slack.verb_forms import draw_form
from bot.slack.verbs import VERBS
from storage.actions import Action
from storage.issues import Issue
from tests.conftest import MONDAY
from tests.sample import sample_council
from tests.slack.large import large_council
from triage_rules.questions import open_questions
from triage_rules.triage import triage

COUNCIL = sample_council()
DIRECTORY = COUNCIL.directory
NOW = Choices(MONDAY, "RR-1: A lamp")

ids = some.sampled_from
texts = some.text(max_size=3500)
states = some.builds(
    FormState,
    answers=some.dictionaries(ids([q.id for q in COUNCIL.criteria.questions]), ids(["yes", "no", "unknown"])),
    what=some.text(max_size=3000),
    long_text=texts,
    where=some.text(max_size=300),
    wards=some.lists(ids([w.id for w in DIRECTORY.wards(MONDAY.date())]), unique=True, max_size=4).map(tuple),
    whole_borough=some.booleans(),
    services=some.lists(ids([o.id for o in DIRECTORY.organisations]), unique=True, max_size=4).map(tuple),
    raised_by=ids(["", "resident", "cabinet", "nobody"]),
    anonymous=some.booleans(),
    reply_to=some.text(max_size=300),
    summary=some.text(max_size=600),
    issue=ids(["", "1", "x"]),
    priority=ids(["", "no-such", *(p.id for p in DIRECTORY.priorities)]),
    plan_action=ids(["", *(p.id for p in DIRECTORY.plan_actions)]),
    threats=some.lists(ids(["priority", "indicator", "reputation"]), unique=True).map(tuple),
    threat_priority=ids(["", *(p.id for p in DIRECTORY.priorities)]),
    threat_indicator=ids(["", *(p.id for p in DIRECTORY.indicators)]),
    changes=some.none() | some.just(3),
)


@given(states)
@settings(max_examples=150, deadline=None)
def test_every_state_gives_a_view_that_slack_takes(state: FormState):
    check_view(draw(state, COUNCIL, replace(NOW, trouble=state.summary), "draft"), "modal")


@given(states)
@settings(max_examples=150, deadline=None)
def test_a_state_comes_back_from_its_draft(state: FormState):
    assert from_json(state.as_json(), state.long_text) == state


@given(states)
@settings(max_examples=150, deadline=None)
def test_each_question_shown_mattered_when_it_was_asked(state: FormState):
    asked = walk(state, COUNCIL.table)
    answers = {q.id: state.answers[q.id] for q in COUNCIL.criteria.safety if q.id in state.answers}
    for id in asked.shown:
        assert id in open_questions(COUNCIL.table, answers)
        answers[id] = state.answers[id]
    assert asked.answers == answers
    assert asked.decision == triage(COUNCIL.table, answers)
    if asked.next:
        assert asked.next in open_questions(COUNCIL.table, answers)
        assert asked.next not in state.answers
    assert set(report_of(state, COUNCIL.table, None).answers) == set(answers)


@given(states)
@settings(max_examples=50, deadline=None)
def test_what_is_not_in_the_form_keeps_what_it_held(state: FormState):
    assert merged(state, {}, COUNCIL.criteria) == state


@given(some.text(max_size=400), some.integers(5, 100))
@settings(max_examples=100, deadline=None)
def test_a_cut_text_fits(text: str, most: int):
    assert 0 < size(cut(text, most)) <= most


def test_threats_are_claimed_by_name_or_not_at_all():
    threat = next(q.id for q in COUNCIL.criteria.questions if q.object == "threat")
    state = FormState(threats=("priority", "indicator", "reputation"), threat_priority="p")
    assert objects_of(state, {threat: "yes"}, COUNCIL.criteria) == {"threat": ["priority:p", "reputation"]}
    assert objects_of(state, {threat: "no"}, COUNCIL.criteria) == {}


@pytest.mark.parametrize("stream", COUNCIL.safety)
@pytest.mark.parametrize("from_message", [False, True])
def test_stop_pages(stream: str, from_message: bool):
    view = draw_stop(COUNCIL, stream, from_message)
    check_view(view, "modal")
    assert ("still there" in str(view)) == from_message


def test_whom_to_ring():
    for question in COUNCIL.criteria.safety:
        assert "999" in ring_first(COUNCIL, question.id)


ISSUE = Issue(
    id=1, state="open", route="team", criteria_version="v", owner="team", summary="& <x> " * 300, note="n",
    place="p" * 2999, entered_by="person:x", reported_at=MONDAY, changed_at=MONDAY,
)  # fmt: skip
ACTION = Action(id=1, issue_id=1, owner="police", text="💥" * 5000, created_at=MONDAY, reference="r" * 5000)


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.form])
@pytest.mark.parametrize("action", [None, ACTION])
def test_verb_forms(verb: str, action: Action | None):
    from bot.slack.buttons import Target

    check_view(draw_form(verb, Target(1, 1 if action else None), COUNCIL, ISSUE, action, "Oh <dear>"), "modal")


def test_more_choices_than_a_menu_holds_are_found_by_typing():
    council = large_council()
    state = FormState(wards=("ward-7",), services=("org-140",))
    view = draw(state, council, NOW, "draft")
    check_view(view, "modal")
    by_id = {block.get("block_id"): block for block in view["blocks"]}
    assert by_id["wards"]["element"]["type"] == "multi_external_select"
    assert by_id["wards"]["element"]["initial_options"][0]["text"]["text"] == "Ward 7"
    check_view(draw_form("not_ours", _target(), council, ISSUE, ACTION), "modal")
    check_view(draw_form("change_route", _target(), council, ISSUE, None), "modal")


def _target():
    from bot.slack.buttons import Target

    return Target(1, 1)


def test_a_menu_with_nothing_in_it_is_no_menu():
    assert select([])["type"] == "external_select"


def test_what_is_typed_is_found_by_its_words_and_what_begins_with_it_comes_first():
    choices = [("a", "North Park"), ("b", "Park"), ("c", "Parkfield North"), ("d", "South")]
    assert [each[0] for each in matching(choices, "park")] == ["b", "c", "a"]
    assert [each[0] for each in matching(choices, "north park")] == ["a", "c"]
    assert len(matching([(str(n), "Ward") for n in range(500)], "")) == MOST_OPTIONS


def test_a_quotation_is_never_empty():
    assert quoted(" \n ")["text"]["text"] == "–"
