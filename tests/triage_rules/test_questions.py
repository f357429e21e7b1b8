"""Which question is asked next: one that matters, and the one that settles the route soonest."""

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import triage_rules.triage as triage_module
from tests.generated_criteria import answers_to, document, other_document, tables
from tests.triage_rules import oracle
from tests.triage_rules.sample import sample_table
from triage_rules.asking import asking
from triage_rules.criteria import Criteria, Usual
from triage_rules.questions import next_question, open_questions, ranked, to_ask
from triage_rules.table import AnswerError, Table, compile_table
from triage_rules.triage import triage


def sample_after_safety() -> tuple[Table, dict[str, str]]:
    table = sample_table()
    return table, {question.id: "no" for question in table.criteria.safety}


def expected_questions(table: Table, answers: dict[str, str]) -> float:
    """How many questions are asked on average until the route is settled, each Yes as likely as a No."""
    id = next_question(table, answers)
    if id is None:
        return 0
    return 1 + (expected_questions(table, answers | {id: "yes"}) + expected_questions(table, answers | {id: "no"})) / 2


def fewest_questions(table: Table, answers: dict[str, str]) -> float:
    """The least that any plan can do, by trying every order."""

    @cache
    def least(possible: int) -> float:
        if table.agreed(possible) is not None:
            return 0
        splits = [(possible & yes, possible & ~yes) for yes in table.yes.values()]
        return 1 + min((least(one) + least(other)) / 2 for one, other in splits if one and other)

    return least(table.possible(answers))


def can_be_settled(table: Table, answers: dict[str, str]) -> bool:
    """Whether what was not asked could still settle the route, with what is "not known" left so."""
    safety = {question.id for question in table.criteria.safety}
    left = [id for id in table.yes if id not in answers or (id in safety and answers[id] == "unknown")]
    ways = [answers | dict(zip(left, said, strict=True)) for said in product(["yes", "no"], repeat=len(left))]
    return any(oracle.stands(table.criteria, way) for way in ways)


def usual(yes: float, no: float, unknown: float = 0) -> Usual:
    return Usual(yes=yes, no=no, unknown=unknown)


def test_on_the_sample_no_plan_asks_less():
    table, answers = sample_after_safety()
    assert expected_questions(table, answers) == pytest.approx(fewest_questions(table, answers))


def test_the_means_are_those_of_a_plain_count():
    table, answers = sample_after_safety()
    means = asking(table)
    assert means.ours == pytest.approx(expected_questions(table, answers))
    assert means.best == pytest.approx(fewest_questions(table, answers))
    assert means.ours <= means.best * 1.05
    assert means.best < means.in_order


def test_with_the_shares_that_the_sample_states_it_is_near_the_best_plan():
    table = sample_table()
    known = {id: Usual(yes=usual.yes, no=usual.no) for id, usual in table.criteria.usual.items()}
    assert set(known) == {question.id for question in table.criteria.questions if not question.safety}
    means = asking(table, known)
    assert means.ours <= means.best * 1.05


def either() -> Table:
    """Settled at once by a Yes to either question; the rest goes to a service."""
    made = document([], ["a", "b"], [({"a": "yes"}, ("join", None)), ({"b": "yes"}, ("signpost", None))])
    return compile_table(Criteria.model_validate(made))


def test_shares_change_the_order():
    wanted = [({"a": "yes", "b": "yes"}, ("join", None)), ({"a": "no", "c": "yes"}, ("signpost", None))]
    table = compile_table(Criteria.model_validate(document([], ["a", "b", "c"], wanted)))
    assert ranked(table, {}) == ("a", "b", "c")
    assert ranked(table, {}, {"a": usual(1, 9)}) == ("c", "a", "b")
    assert ranked(table, {}, {"a": usual(9, 1)}) == ("b", "a", "c")
    assert ranked(table, {"b": "no"}, {"a": usual(0, 1), "b": usual(1, 0), "of-an-older-document": usual(7, 1)}) == (
        "c",
        "a",
    )


def test_what_is_seldom_known_is_asked_later():
    wanted = [({"a": "yes", "b": "yes"}, ("join", None))]
    table = compile_table(Criteria.model_validate(document([], ["a", "b"], wanted)))
    assert ranked(table, {}, {"b": usual(1, 1)}) == ("a", "b")
    assert ranked(table, {}, {"a": usual(1, 1, 2)}) == ("b", "a")


def test_not_known_is_not_asked_again_and_may_end_the_asking():
    assert to_ask(either(), {"a": "unknown"}) == ()  # whatever b is, somebody has to decide
    assert ranked(either(), {"a": "unknown"}) == ("a", "b")  # but both still matter to whoever does
    wanted = [({"a": "yes"}, ("join", None)), ({"b": "yes", "c": "yes"}, ("signpost", None))]
    table = compile_table(Criteria.model_validate(document([], ["a", "b", "c"], wanted)))
    assert to_ask(table, {"b": "unknown"}) == ("a", "c")
    assert ranked(table, {"b": "unknown"}) == ("a", "c", "b")
    assert to_ask(table, {"b": "unknown", "a": "no"}) == ("c",)  # a No to c settles it
    assert to_ask(table, {"c": "unknown", "b": "yes", "a": "unknown"}) == ()
    assert to_ask(table, {"b": "unknown", "a": "no", "c": "unknown"}) == ()


def test_not_known_counts_as_an_answer_in_the_means():
    table = either()
    sure = asking(table)
    unsure = asking(table, {"a": usual(1, 1, 2), "b": usual(1, 1, 2)})
    assert (sure.ours, sure.best) == (1.5, 1.5)
    assert (unsure.ours, unsure.in_order) == (1.25, 1.25)


def test_safety_questions_go_first_in_their_order():
    table = compile_table(Criteria.model_validate(other_document()))
    assert next_question(table, {}) == "fire"
    assert next_question(table, {"fire": "no"}) == "child"
    assert next_question(table, {"fire": "no", "child": "unknown", "cliff": "no"}) == "child"
    assert next_question(table, {"child": "yes"}) is None
    assert open_questions(table, {"child": "yes"}) == ()
    assert ranked(table, {"fire": "no", "cliff": "no", "known": "yes"}) == ("child",)


def test_nothing_is_asked_once_settled():
    table, answers = sample_after_safety()
    [join] = [row for row in table.criteria.rows if row.route == "join"]
    assert next_question(table, {**answers, **join.when}) is None
    assert open_questions(table, {**answers, **join.when}) == ()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_only_what_matters_is_asked(data):
    table = data.draw(tables(most=5))
    answers = data.draw(answers_to(table))
    usually = st.builds(usual, st.integers(0, 9), st.integers(1, 9), st.integers(0, 9))
    shares = data.draw(st.none() | st.dictionaries(st.sampled_from(list(table.yes)), usually))
    asked = next_question(table, answers, shares)
    if oracle.stands(table.criteria, answers):
        assert asked is None
    else:
        assert set(ranked(table, answers, shares)) == oracle.matters(table.criteria, answers)
        assert asked is None or asked in oracle.matters(table.criteria, answers)
        assert (asked is None) == (not can_be_settled(table, answers))


@settings(max_examples=40, deadline=None)
@given(table=tables(most=6))
def test_on_any_table_it_is_near_the_best_plan(table):
    answers: dict[str, str] = {question.id: "no" for question in table.criteria.safety}
    assert expected_questions(table, answers) <= fewest_questions(table, answers) * 1.25 + 1e-9


def test_an_unknown_question_is_refused():
    with pytest.raises(AnswerError):
        next_question(sample_table(), {"nonsense": "no"})


def test_stated_shares_are_read_and_change_no_version():
    made = document([], ["a", "b"], [({"a": "yes"}, ("join", None))])
    plain = Criteria.model_validate(made)
    made["questions"][0]["usual"] = {"yes": "20", "no": 75, "unknown": 5}
    stated = Criteria.model_validate(made)
    assert stated.usual == {"a": usual(20, 75, 5)}
    assert plain.usual == {}
    assert stated.version == plain.version


def test_shares_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="yes and no are both 0"):
        usual(0, 0, 1)
    with pytest.raises(ValueError, match="greater than or equal"):
        usual(-1, 2)


def test_a_decision_asks_in_the_order_of_the_shares_that_it_is_given():
    wanted = [({"a": "yes", "b": "yes"}, ("join", None)), ({"a": "no", "c": "yes"}, ("signpost", None))]
    table = compile_table(Criteria.model_validate(document([], ["a", "b", "c"], wanted)))
    assert triage(table, {}).ask == ("a", "b", "c")
    assert triage(table, {}, {"a": usual(1, 9)}).ask == ("c", "a", "b")


def test_what_was_decided_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch):
    table = either()
    monkeypatch.setattr(triage_module, "MOST_REMEMBERED", 2)
    first = triage(table, {"a": "yes"})
    assert triage(table, {"a": "yes", "b": "no"}) == first
    assert triage(table, {"a": "yes"}) is first
    assert triage(table, {"a": "no", "b": "no"}).route == "service"
    assert len(table.decided) == 1
    assert triage(table, {"a": "yes"}) == first
    with pytest.raises(AnswerError):
        triage(table, {"a": "yes", "z": "no"})
    with pytest.raises(AnswerError):
        triage(table, {"a": "perhaps"})  # type: ignore[dict-item]
