"""The proof: one row for every combination, or a refusal that says what to do."""

import time

import pytest
from hypothesis import given, settings

from tests.generated_criteria import document, other_document, question, row, tables
from tests.triage_rules.oracle import completions, first_match
from tests.triage_rules.sample import sample_table
from triage_rules.criteria import Criteria
from triage_rules.table import MOST_QUESTIONS, TableError, combinations_of, compile_table, in_words, overlaps

JOIN, SIGNPOST, SERVICE = ("join", None), ("signpost", None), ("service", None)


def problems_of(made: dict) -> list:
    with pytest.raises(TableError) as error:
        compile_table(Criteria.model_validate(made))
    assert str(error.value) == "\n".join(f"{p.id}: {p.what}. {p.fix}" for p in error.value.problems)
    return list(error.value.problems)


def the_problem_of(made: dict) -> tuple:
    [problem] = problems_of(made)
    assert problem.fix.endswith((".", "?"))
    return problem.id, problem.path, problem.what, problem.fix


def test_the_sample_has_one_row_for_each_of_its_combinations():
    table = sample_table()
    assert sum(won.bit_count() for won in table.won) == 2048
    assert [won.bit_count() for won in table.won] == [1024, 512, 256, 128, 32, 32, 16, 16, 4, 4, 8, 8, 8]


def test_the_sample_rows_overlap_on_purpose_and_the_earlier_wins():
    found = overlaps(sample_table())
    assert len(found) == 66
    rows = sample_table().criteria.rows
    for one, other, wins in found:
        assert rows.index(one) < rows.index(other)
        assert wins is one


def test_the_sample_compiles_quickly():
    criteria = sample_table().criteria
    start = time.perf_counter()
    compile_table(criteria)
    assert time.perf_counter() - start < 0.2


def test_sixteen_questions_compile_and_more_are_refused():
    ids = [f"q{n}" for n in range(MOST_QUESTIONS)]
    made = document([], ids[:1], [({"q0": "yes"}, JOIN)])
    made["questions"] = [question(id) for id in ids]
    table = compile_table(Criteria.model_validate(made))
    assert [won.bit_count() for won in table.won] == [1 << 15, 1 << 15]
    made["questions"].append(question("one-more"))
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("questions", ("questions",))
    assert what == "17 questions are too many to check every combination of answers"
    assert fix == "Ask 16 at the most."


@settings(max_examples=60, deadline=None)
@given(table=tables(most=5))
def test_generated_tables_have_exactly_the_first_match(table):
    ids = list(table.yes)
    for complete in completions(ids, {}):
        bit = 1 << sum(1 << i for i, id in enumerate(ids) if complete[id] == "yes")
        where = [i for i, won in enumerate(table.won) if won & bit]
        assert where == [first_match(table.criteria, complete)]
        outcome = table.criteria.rows[where[0]].outcome
        assert [o for o, combinations in table.outcomes.items() if combinations & bit] == [outcome]
        for id in ids:
            other = {**complete, id: "no" if complete[id] == "yes" else "yes"}
            differs = table.criteria.rows[first_match(table.criteria, other)].outcome != outcome
            assert bool(table.turning[id] & bit) == differs
    assert all(table.won)


def test_a_gap_is_refused_with_a_case_in_words():
    made = document([], ["a", "b", "c"], [({"a": "yes"}, JOIN), ({"b": "no"}, SIGNPOST)])
    del made["rows"][-1]
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("rows", ("rows",))
    assert what == (
        "2 of 8 combinations of answers have no row, for instance when a does not hold (a no), b holds (b yes)"
    )
    assert fix == "Add a row for them, or drop a condition of another row."


def test_a_row_that_can_never_match_is_refused():
    made = document([], ["a", "b"], [({"a": "yes"}, JOIN), ({"b": "yes"}, SIGNPOST)])
    made["rows"].insert(2, row("late", {"a": "yes", "b": "yes"}, "ward_member"))
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("late", ("rows", 2))
    assert what == "it can never match: way-1 above it takes all that it would"
    assert fix == "Move it above way-1, or delete it."


def test_a_row_covered_by_several_names_them():
    made = document([], ["a", "b"], [({"a": "yes"}, JOIN), ({"b": "yes"}, SIGNPOST)])
    made["rows"].append(row("late", {"b": "no"}, "ward_member"))
    assert the_problem_of(made)[2] == "it can never match: way-1 and way-3 above it take all that it would"


def test_two_rows_with_the_same_conditions_are_refused_once():
    made = document([], ["a", "b"], [({"a": "yes", "b": "no"}, JOIN)])
    made["rows"].insert(1, row("twin", {"b": "no", "a": "yes"}, "ward_member"))
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("twin", ("rows", 1, "when"))
    assert "the same conditions as row way-1" in what
    assert fix == "Change the conditions of one, or delete it."


def test_an_id_given_twice_is_refused():
    made = document([], ["a", "b"], [({"a": "yes"}, JOIN)])
    made["rows"][1]["id"] = "way-1"
    assert the_problem_of(made)[:2] == ("way-1", ("rows", 1, "id"))
    made = document([], ["a", "b"], [({"a": "yes"}, JOIN)])
    made["questions"][1]["id"] = "a"
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("a", ("questions", 1, "id"))
    assert what == "the id a is given to two questions, number 1 and number 2"
    assert fix == "Give one of them an id of its own."


def test_an_unknown_question_is_refused_with_the_nearest():
    made = document([], ["harm-1", "plan-1"], [({"harm-1": "yes"}, JOIN)])
    made["rows"][0]["when"] = {"harm1": "yes"}
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("way-1", ("rows", 0, "when", "harm1"))
    assert (what, fix) == ("there is no question harm1", "Did you mean harm-1?")
    made["rows"][0] |= {"when": {"harm-1": "yes"}, "examples": [{"text": "A case.", "answers": {"zzz": "no"}}]}
    id, path, what, fix = the_problem_of(made)
    assert path == ("rows", 0, "examples", 0, "answers", "zzz")
    assert fix == "The questions are harm-1, plan-1."
    made["rows"][0]["when"] = {"harm": "yes"}
    assert [problem.path[2] for problem in problems_of(made)] == ["when", "examples"]
    made["rows"][0] |= {"when": {"harxyz": "yes"}, "examples": []}
    assert the_problem_of(made)[3] == "Did you mean harm-1?"


def test_all_problems_are_named_at_once():
    made = document([], ["a", "b"], [({"a": "yes"}, JOIN)])
    made["rows"] += [row("way-1", {"a": "yes"}, "join"), row("odd", {"c": "yes"}, "join")]
    assert [problem.path for problem in problems_of(made)] == [
        ("rows", 2, "id"),
        ("rows", 3, "when", "c"),
        ("rows", 2, "when"),
    ]


def test_a_yes_to_a_safety_question_must_always_stop():
    made = other_document()
    stop = made["rows"].pop(0)
    made["rows"].insert(4, stop)
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("fire", ("questions", 0))
    assert fix == "Put a row `when: {fire: yes}` with the route stop above the other rows."
    made["rows"].remove(stop)
    assert the_problem_of(made)[0] == "fire"


def test_a_safety_question_without_any_row_is_named_beside_the_gap():
    made = document(["fire"], ["a"], [])
    made["rows"] = [row("only", {"fire": "no"}, "join")]
    assert [problem.id for problem in problems_of(made)] == ["rows", "fire"]


def test_a_safety_question_stops_the_same_way_each_time():
    made = document(["fire"], ["a"], [])
    made["rows"].insert(0, row("odd", {"fire": "yes", "a": "yes"}, "stop", "safeguarding"))
    id, _, what, _ = the_problem_of(made)
    assert (id, what) == ("fire", "it is a safety question, but a Yes does not always stop, the same way each time")


def test_nothing_but_a_safety_question_stops():
    made = document(["fire"], ["a"], [({"a": "yes"}, ("stop", "emergency"))])
    id, path, what, fix = the_problem_of(made)
    assert (id, path) == ("way-1", ("rows", 1, "route"))
    assert what == "it stops without a Yes to a safety question"
    assert fix == "Add a safety question answered Yes to its conditions, or send it elsewhere."


def test_combinations_are_numbered_by_who_says_yes():
    assert combinations_of(["a"]) == {"a": 0b10}
    assert combinations_of(["a", "b"]) == {"a": 0b1010, "b": 0b1100}


def test_every_combination_in_words():
    table = compile_table(Criteria.model_validate(document([], ["a"], [])))
    assert in_words(table, table.every) == "whatever the answers"
    sides = Criteria.model_validate(document([], ["a", "b"], [({"a": "yes"}, JOIN)]))
    table = compile_table(sides)
    assert in_words(table, table.yes["a"]) == "when a holds (a yes)"
    assert in_words(table, table.no["a"] & table.yes["b"]) == "when a does not hold (a no), b holds (b yes)"
    one_of_two = table.yes["a"] ^ table.yes["b"]
    assert in_words(table, one_of_two) == "when a holds (a yes), b does not hold (b no)", "the first such case"


def test_several_near_names_are_offered():
    made = document([], ["harm-1", "harm-2"], [({"harm-1": "yes"}, JOIN)])
    made["rows"][0]["when"] = {"harm": "yes"}
    assert the_problem_of(made)[3] == "Did you mean harm-2 or harm-1?"
