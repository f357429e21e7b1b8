"""The shapes of a criteria document: what is accepted, what is refused, and its version."""

from copy import deepcopy
from typing import get_args

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from tests.generated_criteria import document, documents, other_document, question, row
from tests.triage_rules.sample import FILE, sample_criteria
from triage_rules.criteria import STREAMS_OF, Criteria, Signal


def refused(made: dict, *said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Criteria.model_validate(made)
    for words in said:
        assert words in str(error.value)


def test_the_sample_council_has_its_questions_and_rows():
    criteria = sample_criteria()
    assert len(criteria.questions) == 11
    assert len(criteria.rows) == 13
    assert [asked.id for asked in criteria.safety] == [asked.id for asked in criteria.questions[:2]]
    assert {asked.object for asked in criteria.questions} == {None, "issue", "priority", "plan_action", "threat"}
    for one in criteria.rows:
        assert one.examples, f"{one.id} has no worked example"
        assert bool(one.tell) == (one.route != "stop"), f"{one.id}: a stop tells nobody, all others somebody"


def test_every_suggestion_that_can_be_made_has_its_question():
    criteria = sample_criteria()
    named = [asked.signal for asked in criteria.questions]
    named += [part.signal for asked in criteria.questions for part in asked.parts]
    assert sorted(signal for signal in named if signal) == sorted(get_args(Signal))


def test_every_team_row_tells_councillors_and_the_lead_at_accept():
    for one in sample_criteria().rows:
        if one.route == "team":
            told = {(tell.who, tell.at) for tell in one.tell}
            assert {("ward_members", "accept"), ("team_lead", "accept"), ("team_lead", "digest")} <= told


def test_labels_fit_and_are_plain():
    text = FILE.read_text("utf-8")
    assert "\t" not in text
    for asked in sample_criteria().questions:
        assert len(asked.text) <= 150
        assert "?" in asked.text
        assert asked.says.unknown


def test_an_answer_is_a_reason_in_words():
    criteria = Criteria.model_validate(other_document())
    fire = criteria.question("fire")
    assert [fire.because(answer) for answer in ("yes", "no")] == ["fire holds", "fire does not hold"]
    assert fire.because("unknown") == "it is not known yet: Does fire hold?"
    with_own_words = question("a", says={"yes": "y", "no": "n", "unknown": "nobody knows"})
    made = Criteria.model_validate(document([], ["b"], []) | {"questions": [with_own_words]})
    assert made.question("a").because("unknown") == "nobody knows"


def test_rows_and_questions_are_found_by_id():
    criteria = Criteria.model_validate(other_document())
    assert criteria.row("way-1").outcome == ("join", None)
    with pytest.raises(KeyError):
        criteria.row("way-99")
    with pytest.raises(KeyError):
        criteria.question("way-1")


@pytest.mark.parametrize(
    ("route", "stream", "said"),
    [
        ("team", None, "engagement, planned, rapid_response, planned_candidate"),
        ("team", "flagged", "the route team goes with one of these streams"),
        ("stop", "planned", "emergency, safeguarding"),
        ("signpost", "flagged", "the route signpost has no stream"),
        ("hold", None, "Input should be 'stop'"),
    ],
)
def test_a_stream_must_fit_its_route(route, stream, said):
    made = document([], ["a"], [])
    made["rows"][0] |= {"route": route, "stream": stream}
    refused(made, "rows.0", said)


def test_each_route_has_its_streams():
    for route, streams in STREAMS_OF.items():
        for stream in streams:
            made = document([], ["a"], [])
            made["rows"] = [row("r", {}, route, stream)]
            assert Criteria.model_validate(made).rows[0].outcome == (route, stream)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "x" * 151}, "at most 150"),
        ({"text": "  "}, "at least 1"),
        ({"help": "two\nlines"}, "pattern"),
        ({"id": "two words"}, "pattern"),
        ({"object": "threat"}, "`object: threat`"),
        ({"parts": [{"id": "priority", "text": "A priority"}]}, "`object: threat`"),
        ({"object": "threat", "parts": [{"id": "priority", "text": "A"}] * 2}, "the same id"),
        ({"signal": "weather"}, "immediate_danger"),
        ({"colour": "red"}, "Extra inputs"),
        ({"says": {"yes": "y"}}, "says.no"),
    ],
)
def test_a_question_that_cannot_be_used_is_refused(change, said):
    made = document([], ["a"], [])
    made["questions"][0] |= change
    refused(made, "questions.0", said)


@pytest.mark.parametrize("answer", ["maybe", "Yes", "unknown", 1, True, None])
def test_a_condition_is_yes_or_no(answer):
    made = document([], ["a"], [({"a": "yes"}, ("join", None))])
    made["rows"][0]["when"]["a"] = answer
    refused(made, "rows.0.when.a", "'yes' or 'no'")


def test_a_document_without_questions_or_rows_is_refused():
    refused({"effective_from": "2031-05-01", "questions": [], "rows": []}, "questions", "rows")


def test_nothing_is_changed_after_reading():
    with pytest.raises(ValidationError):
        sample_criteria().rows[0].route = "join"  # pyright: ignore[reportAttributeAccessIssue]


@settings(max_examples=25, deadline=None)
@given(made=documents())
def test_the_version_is_of_the_content(made):
    one = Criteria.model_validate(made)
    again = Criteria.model_validate_json(one.model_dump_json())
    assert again == one
    assert again.version == one.version
    assert len(one.version) == 12
    changed = deepcopy(made)
    changed["rows"][-1]["meaning"] += " Or so."
    assert Criteria.model_validate(changed).version != one.version


def test_the_order_of_conditions_is_part_of_the_version():
    made = document([], ["a", "b"], [({"a": "yes", "b": "no"}, ("join", None))])
    turned = deepcopy(made)
    turned["rows"][0]["when"] = {"b": "no", "a": "yes"}
    assert Criteria.model_validate(made).version != Criteria.model_validate(turned).version
    spelt_out = deepcopy(made)
    spelt_out["rows"][0] |= {"tell": [], "examples": []}
    assert Criteria.model_validate(made).version == Criteria.model_validate(spelt_out).version
