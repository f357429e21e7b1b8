"""Which question is asked next: one that matters, and the one that settles the route soonest."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generated_criteria import answers_to, document, other_document, tables
from tests.triage_rules import oracle
from tests.triage_rules.sample import sample_table
from triage_rules.criteria import Criteria
from triage_rules.questions import next_question, open_questions, ranked
from triage_rules.table import AnswerError, Table, compile_table


def sample_after_safety() -> tuple[Table, dict[str, str]]:
    table = sample_table()
    return table, {question.id: "no" for question in table.criteria.safety}


def expected_questions(table: Table, answers: dict[str, str], shares: dict[str, float] | None = None) -> float:
    """How many questions are asked on average until the route is settled, rows coming up in these shares."""
    weights = [(shares or {}).get(row.id, 0 if shares else 1) for row in table.criteria.rows]

    def weight(possible: int) -> float:
        return sum(
            w * (won & possible).bit_count() / won.bit_count() for w, won in zip(weights, table.won, strict=True)
        )

    def asked(given: dict[str, str]) -> float:
        id = next_question(table, given, shares)
        if id is None:
            return 0
        return weight(table.possible(given)) + asked(given | {id: "yes"}) + asked(given | {id: "no"})

    return asked(answers) / weight(table.possible(answers))


def fewest_questions(table: Table, answers: dict[str, str]) -> float:
    """The least that any plan can do, by trying every order; every row comes up alike."""

    def weight(possible: int) -> float:
        return sum((won & possible).bit_count() / won.bit_count() for won in table.won)

    @cache
    def least(possible: int) -> float:
        if table.agreed(possible) is not None:
            return 0
        splits = [(possible & yes, possible & ~yes) for yes in table.yes.values()]
        return weight(possible) + min(least(one) + least(other) for one, other in splits if one and other)

    possible = table.possible(answers)
    return least(possible) / weight(possible)


def test_on_the_sample_no_plan_asks_less():
    table, answers = sample_after_safety()
    assert expected_questions(table, answers) == pytest.approx(fewest_questions(table, answers))


def test_what_is_frequent_is_asked_for_first():
    table = compile_table(
        Criteria.model_validate(
            document([], ["a", "b"], [({"a": "yes"}, ("join", None)), ({"b": "yes"}, ("signpost", None))])
        )
    )
    assert next_question(table, {}) == "a"
    assert next_question(table, {}, {"way-1": 1}) == "a"
    assert next_question(table, {"a": "no"}, {"way-1": 1}) == "b"  # never seen: every row alike
    assert ranked(table, {}, {"way-2": 2, "of-an-older-document": 7}) == ("a", "b")


def test_shares_change_the_order():
    made = document(
        [], ["a", "b", "c"], [({"a": "yes", "b": "yes"}, ("join", None)), ({"a": "no", "c": "yes"}, ("signpost", None))]
    )
    table = compile_table(Criteria.model_validate(made))
    assert ranked(table, {}, {"way-1": 1}) == ("a", "b", "c")
    assert ranked(table, {}, {"way-2": 1}) == ("a", "c", "b")


def test_safety_questions_go_first_in_their_order():
    table = compile_table(Criteria.model_validate(other_document()))
    assert next_question(table, {}) == "fire"
    assert next_question(table, {"fire": "no"}) == "child"
    assert next_question(table, {"fire": "no", "child": "unknown", "cliff": "no"}) == "child"
    assert next_question(table, {"child": "yes"}) is None
    assert ranked(table, {"fire": "no", "cliff": "no", "known": "yes"}) == ("child",)


def test_nothing_is_asked_once_settled():
    table, answers = sample_after_safety()
    [join] = [row for row in table.criteria.rows if row.route == "join"]
    assert next_question(table, {**answers, **join.when}) is None
    assert open_questions(table, {**answers, **join.when}) == ()


@settings(derandomize=True, max_examples=100, deadline=None)
@given(data=st.data())
def test_only_what_matters_is_asked(data):
    table = data.draw(tables(most=5))
    answers = data.draw(answers_to(table))
    shares = data.draw(
        st.none() | st.dictionaries(st.sampled_from([row.id for row in table.criteria.rows]), st.floats(0, 9))
    )
    asked = next_question(table, answers, shares)
    if oracle.stands(table.criteria, answers):
        assert asked is None
    else:
        assert asked in oracle.matters(table.criteria, answers)
        assert set(ranked(table, answers, shares)) == set(open_questions(table, answers))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(table=tables(most=6))
def test_on_any_table_it_is_near_the_best_plan(table):
    answers = {question.id: "no" for question in table.criteria.safety}
    assert expected_questions(table, answers) <= fewest_questions(table, answers) * 1.25 + 1e-9


def test_an_unknown_question_is_refused():
    with pytest.raises(AnswerError):
        next_question(sample_table(), {"nonsense": "no"})
