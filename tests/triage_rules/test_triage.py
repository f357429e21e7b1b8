"""What the criteria say: the sample council's cases, and the rules that hold for any council."""

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generated_criteria import answers_to, document, other_document, row, tables
from tests.triage_rules import oracle
from tests.triage_rules.sample import sample_table
from triage_rules.criteria import Criteria
from triage_rules.table import AnswerError, Table, compile_table
from triage_rules.triage import Decision, misplaced_examples, triage


def table_of(made: dict) -> Table:
    return compile_table(Criteria.model_validate(made))


def agrees_with_brute_force(table: Table, answers: dict) -> Decision:
    decision = triage(table, answers)
    assert decision.criteria_version == table.criteria.version
    expected = oracle.stands(table.criteria, answers)
    if expected is None:
        assert (decision.route, decision.stream, decision.row, decision.decided) == ("hold", None, None, False)
        assert set(decision.ask) == oracle.matters(table.criteria, answers)
        assert len(decision.ask) == len(set(decision.ask))
    else:
        (route, stream), first = expected
        assert (decision.route, decision.stream, decision.decided) == (route, stream, True)
        assert decision.row is table.criteria.rows[first]
        assert decision.ask == ()
    return decision


# The sample council ------------------------------------------------------------------------------


def test_each_worked_example_comes_out_at_its_row():
    assert misplaced_examples(sample_table()) == []


def cases_with_rows() -> list:
    return [(row.id, example) for row in sample_table().criteria.rows for example in row.examples]


@pytest.mark.parametrize(("row", "example"), cases_with_rows(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_decided_example_gives_its_row_s_conditions_as_reasons(row, example):
    decision = triage(sample_table(), example.answers)
    assert decision.row is not None
    assert decision.row.id == row
    assert [(r.id, r.answer) for r in decision.reasons] == list(decision.row.when.items())
    assert all(r.says == sample_table().criteria.question(r.id).because(r.answer) for r in decision.reasons)
    assert all(r.source for r in decision.reasons)


def test_one_odd_answer_out_of_a_rapid_response_still_holds():
    table = sample_table()
    [rapid] = [row for row in table.criteria.rows if row.stream == "rapid_response"]
    answers = dict(rapid.examples[0].answers)
    del answers[list(rapid.when)[-1]]
    decision = triage(table, answers)
    assert decision.route == "hold"
    assert decision.ask == (list(rapid.when)[-1],)
    assert [(r.id, r.answer) for r in decision.reasons] == [(decision.ask[0], "unknown")]


def test_it_is_fast():
    table = sample_table()
    cases = [example.answers for _, example in cases_with_rows()]
    start = time.perf_counter()
    for _ in range(20):
        for case in cases:
            triage(table, case)
    each = (time.perf_counter() - start) / (20 * len(cases))
    assert each < 0.001  # typically 0.03 ms; a busy machine may take longer


def test_107_919_of_the_177_147_combinations_stand():
    """Where the safety questions alone decide, so do all combinations of the others; else each is tried."""
    table = sample_table()
    safety = [question.id for question in table.criteria.safety]
    others = [id for id in table.yes if id not in safety]
    standing = 0
    for first in product(("yes", "no", "unknown"), repeat=len(safety)):
        answers = dict(zip(safety, first, strict=True))
        decision = triage(table, answers)
        if decision.decided:
            standing += 3 ** len(others)
        elif decision.ask[0] not in safety:
            standing += sum(
                table.agreed(table.possible(answers | dict(zip(others, rest, strict=True)))) is not None
                for rest in product(("yes", "no", "unknown"), repeat=len(others))
            )
    assert standing == 107_919


# Safety ------------------------------------------------------------------------------------------


def test_safety_comes_first_and_only_a_given_yes_stops():
    table = table_of(other_document())
    ids = ["fire", "child", "cliff"]
    for given_answers in product(("yes", "no", "unknown"), repeat=3):
        answers = dict(zip(ids, given_answers, strict=True))
        decision = agrees_with_brute_force(table, answers | {"known": "yes"})
        if "yes" in given_answers:
            first = ids[given_answers.index("yes")]
            assert decision.row is not None
            assert decision.row.id == f"stop-{first}"
            assert [(r.id, r.answer) for r in decision.reasons] == [(first, "yes")]
        elif "unknown" in given_answers:
            missing = tuple(id for id in ids if answers[id] == "unknown")
            assert decision.route == "hold"
            assert decision.ask == missing
        else:
            assert decision.route == "join"


def test_with_nothing_known_safety_is_asked_first_and_then_the_rest():
    table = table_of(other_document())
    decision = triage(table, {})
    assert decision.ask[:3] == ("fire", "child", "cliff")
    assert set(decision.ask) == set(table.yes)
    assert [r.id for r in decision.reasons] == list(decision.ask)
    assert decision.reasons[0].says == "it is not known yet: Does fire hold?"


def test_a_less_urgent_stop_may_have_rows_of_its_own():
    """A Yes to both is the first row, though only the second safety question's is known for certain."""
    made = document(["fire", "child"], ["a"], [])
    made["rows"].insert(1, row("both", {"child": "yes", "a": "yes"}, "stop", "safeguarding"))
    decision = triage(table_of(made), {"child": "yes"})
    assert decision.row is not None
    assert (decision.row.id, decision.stream) == ("both", "safeguarding")


# Any council -------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_table_agrees_with_brute_force(data):
    table = data.draw(tables(most=5))
    agrees_with_brute_force(table, data.draw(answers_to(table)))


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_reasons_are_enough_and_none_is_to_spare(data):
    table = data.draw(tables())
    answers = data.draw(answers_to(table))
    for question in table.criteria.safety:
        answers.setdefault(question.id, "no")
    decision = triage(table, answers)
    if not decision.decided:
        assert decision.also == ()
        assert [(r.id, r.answer) for r in decision.reasons] == [(id, "unknown") for id in decision.ask]
        return
    ground = {r.id: r.answer for r in (*decision.reasons, *decision.also)}
    assert ground.items() <= answers.items()
    again = triage(table, ground)
    assert (again.route, again.stream, again.decided) == (decision.route, decision.stream, True)
    for id in ground:
        fewer = triage(table, {other: answer for other, answer in ground.items() if other != id})
        assert (fewer.route, fewer.stream) != (decision.route, decision.stream)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_answering_what_is_asked_always_ends(data):
    table = data.draw(tables())
    answers = {}
    while (decision := triage(table, answers)).ask:
        answers[decision.ask[0]] = data.draw(st.sampled_from(["yes", "no"]))
    assert decision.decided


def test_a_last_row_without_conditions_is_explained_by_what_it_is_not():
    made = document(["fire"], ["a", "b"], [({"a": "yes"}, ("join", None)), ({"b": "yes"}, ("signpost", None))])
    decision = triage(table_of(made), {"fire": "no", "a": "no", "b": "no"})
    assert [(r.id, r.answer) for r in decision.reasons] == [("a", "no"), ("b", "no")]
    assert [(r.id, r.answer) for r in decision.also] == [("fire", "no")]


def test_of_two_answers_that_each_would_do_one_is_the_reason():
    both = document([], ["a", "b"], [({"a": "yes", "b": "yes"}, ("join", None))])
    decision = triage(table_of(both), {"a": "no", "b": "no"})
    assert [(r.id, r.answer) for r in decision.reasons] == [("a", "no")]
    idle = document([], ["idle", "a"], [({"a": "yes"}, ("join", None))])
    decision = triage(table_of(idle), {"idle": "no", "a": "no"})
    assert [(r.id, r.answer) for r in decision.reasons] == [("a", "no")]


def test_what_is_not_known_is_never_a_reason():
    made = document([], ["u", "w"], [({"u": "yes", "w": "yes"}, ("join", None)), ({"u": "no"}, ("join", None))])
    decision = triage(table_of(made), {"w": "yes"})
    assert (decision.route, [(r.id, r.answer) for r in decision.reasons]) == ("join", [("w", "yes")])


def test_the_reasons_of_one_row_are_not_taken_for_another_s():
    for id, example in cases_with_rows():
        decision = triage(sample_table(), example.answers)
        assert [r.id for r in decision.reasons] == list(sample_table().criteria.row(id).when), id


def test_with_several_safety_questions_nothing_is_to_spare_either():
    made = document(["fire", "child"], ["a", "b"], [({"a": "yes"}, ("join", None))])
    decision = triage(table_of(made), {"fire": "no", "child": "no", "a": "yes", "b": "yes"})
    assert [(r.id, r.answer) for r in decision.reasons] == [("a", "yes")]
    assert [(r.id, r.answer) for r in decision.also] == [("fire", "no"), ("child", "no")]


def test_rows_that_agree_decide_without_the_answer_between_them():
    made = document([], ["a", "b"], [({"a": "yes"}, ("service", None)), ({"b": "yes"}, ("join", None))])
    decision = triage(table_of(made), {"b": "no"})
    assert decision.row is not None
    assert (decision.route, decision.row.id) == ("service", "way-1")
    assert [(r.id, r.answer) for r in decision.reasons] == [("b", "no")]


def test_what_is_no_question_or_no_answer_is_refused_with_a_way_out():
    table = table_of(other_document())
    with pytest.raises(AnswerError, match=r"There is no question 'sudde'. Did you mean sudden\?"):
        triage(table, {"sudde": "yes"})
    with pytest.raises(AnswerError, match=r"The answer to sudden cannot be 'maybe'. Write yes, no or unknown."):
        triage(table, {"sudden": "maybe"})  # pyright: ignore[reportArgumentType]


def test_a_decision_as_json():
    table = table_of(other_document())
    answers = {"fire": "no", "child": "no", "cliff": "no", "known": "yes"}
    assert triage(table, answers).as_json() == {
        "route": "join",
        "stream": None,
        "row": "way-1",
        "decided": True,
        "ask": [],
        "reasons": [
            {
                "id": "known",
                "question": "Does known hold?",
                "answer": "yes",
                "source": "standing order known",
                "says": "known holds",
            }
        ],
        "criteria_version": table.criteria.version,
    }
    assert triage(table, {}).as_json()["row"] is None


def test_a_misplaced_example_is_named():
    made = other_document()
    made["rows"][4]["examples"] = [
        {"text": "Right.", "answers": {"fire": "no", "child": "no", "cliff": "no", "known": "no", "ours": "no"}},
        {"text": "Elsewhere.", "answers": {"fire": "yes"}},
        {"text": "Not decided.", "answers": {"fire": "no", "known": "yes"}},
    ]
    elsewhere, undecided = misplaced_examples(table_of(made))
    assert elsewhere.path == ("rows", 4, "examples", 1)
    assert elsewhere.id == undecided.id == made["rows"][4]["id"]
    assert elsewhere.what == "example 2 comes out at row stop-fire"
    assert elsewhere.fix == "Change its answers, or move it beside that row."
    assert undecided.what == "example 3 is not decided: child, cliff can still change it"
    assert undecided.fix == "Answer what is missing."
