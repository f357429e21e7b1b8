"""What changes between two criteria documents: counted against brute force, and said in plain words."""

from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from tests.generated_criteria import document, documents, other_document, question, row
from tests.triage_rules import oracle
from tests.triage_rules.sample import sample_criteria
from triage_rules.change.diff import Difference, TooDifferent, diff
from triage_rules.change.diff_words import as_json, in_words
from triage_rules.criteria import Criteria


def read(made: dict[str, Any]) -> Criteria:
    return Criteria.model_validate(made)


def small() -> dict[str, Any]:
    """a yes: join; else b yes: signpost; the rest to a service."""
    return document([], ["a", "b", "c"], [({"a": "yes"}, ("join", None)), ({"b": "yes"}, ("signpost", None))])


def compared(change: Any, made: dict[str, Any] | None = None) -> Difference:
    old = made or small()
    new = deepcopy(old)
    change(new)
    return diff(read(old), read(new))


def said(change: Any, made: dict[str, Any] | None = None) -> str:
    return "\n".join(in_words(compared(change, made)))


def test_the_same_document_says_the_same():
    difference = compared(lambda new: None)
    assert in_words(difference) == [f"The two documents say the same (version {difference.new.version})."]
    assert as_json(difference)["changed"] == 0


def test_a_changed_condition_is_told_by_row_count_and_case():
    words = said(lambda new: new["rows"][1].update(when={"b": "yes", "c": "no"}))
    assert words.splitlines()[:4] == [
        "1 of 8 combinations of answers go elsewhere:",
        "  Row way-2: 1 of 2 combinations now goes to the service, row way-3, instead of someone else who can help, "
        "when c is yes.",
        "Besides:",
        "  Row way-2 now takes b is yes and c is no; it took b is yes.",
    ]
    assert "The questions named here:\n  c: Does c hold?" in words


def test_a_row_that_sends_elsewhere_needs_no_case():
    words = said(lambda new: new["rows"][0].update(route="team", stream="planned"))
    assert "  Row way-1: all 4 combinations now go to the team (planned work), instead of the issue" in words
    assert "  Row way-1 now sends to the team (planned work), not to the issue that is open already." in words
    assert "The questions named here" not in words


def test_another_row_to_the_same_place_is_told_apart():
    words = said(lambda new: new["rows"].insert(0, row("sooner", {"a": "yes", "c": "yes"}, "join")))
    assert "No route differs: all 8 combinations of answers go where they went." in words
    assert "To the same place as before, but by another row:" in words
    assert "  Row way-1: 2 of 4 combinations now go by row sooner, when c is yes." in words
    assert "  Row sooner is new: a is yes and c is yes, to the issue that is open already." in words


def test_a_row_that_took_one_combination():
    made = document([], ["a"], [({"a": "yes"}, ("join", None))])
    words = said(lambda new: new["rows"].pop(0), made)
    assert "  Row way-1: its one combination now goes to the service, row way-2, instead of" in words
    assert "  Row way-1 is gone: a is yes, to the issue that is open already." in words


def test_a_new_question_counts_for_both_documents():
    def change(new: dict[str, Any]) -> None:
        new["questions"].append(question("d"))
        new["rows"][0]["when"]["d"] = "yes"

    difference = compared(change)
    assert difference.combinations == 16
    assert difference.changed == 4
    assert "  Question d is new: Does d hold?" in in_words(difference)
    back = diff(difference.new, difference.old)
    assert back.changed == 4
    assert "  Question d is gone: Does d hold?" in in_words(back)


def test_changed_words_are_told():
    def change(new: dict[str, Any]) -> None:
        new["questions"][0] |= {"text": "Is it a?", "help": "Say so."}
        new["questions"][1] |= {"help": "Say so.", "source": "ours"}
        new["rows"][0] |= {"meaning": "It joins.", "tell": [{"who": "ward_members", "at": "report"}]}
        new["rows"][2]["meaning"] = "What is left."

    words = said(change).splitlines()
    assert words[0] == "No route differs: all 8 combinations of answers go where they went."
    assert "  Question a has a new label: “Is it a?” It was: “Does a hold?”" in words
    assert "  Question a: changed in the help below it." in words
    assert "  Question b: changed in the help below it and the source." in words
    assert "  Row way-1 now says: “It joins.” It said: “way-1 takes it.”" in words
    assert "  Row way-1: changed in who is told, and when." in words


def test_the_order_of_rows_and_of_conditions_is_told():
    def change(new: dict[str, Any]) -> None:
        new["rows"][0], new["rows"][1] = new["rows"][1], new["rows"][0]
        new["effective_from"] = "2032-04-01"

    difference = compared(change)
    words = in_words(difference)
    assert "  Row way-1: 2 of 4 combinations now go to someone else who can help, row way-2," in "\n".join(words)
    assert "  The rows now stand in this order: way-2, way-1, way-3." in words
    assert words[-1].endswith(f"New: version {difference.new.version}, from 1 April 2032.")
    turned = document([], ["a", "b"], [({"a": "yes", "b": "yes"}, ("join", None))])
    assert "Row way-1 now takes b is yes and a is yes; it took a is yes and b is yes." in said(
        lambda new: new["rows"][0].update(when={"b": "yes", "a": "yes"}), turned
    )


def test_many_cases_are_cut_short():
    odd = [
        ({id: "yes" if n >> i & 1 else "no" for i, id in enumerate("abcd")}, ("join", None))
        for n in range(16)
        if n.bit_count() % 2
    ]
    before, after = document([], list("abcd"), []), document([], list("abcd"), odd)
    after["rows"][-1]["id"] = "even"
    words = "\n".join(in_words(diff(read(before), read(after))))
    assert "Row way-1: 8 of 16 combinations now go by row even, when a is no, b is no, c is no and d is no, " in words
    assert "or in 5 more cases." in words


def test_nothing_in_common_is_refused():
    one = read(document([], [f"a{n}" for n in range(11)], []))
    other = read(document([], [f"b{n}" for n in range(11)], []))
    with pytest.raises(TooDifferent, match="22 questions between them"):
        diff(one, other)


def test_json_has_the_same_facts():
    shown = as_json(compared(lambda new: new["rows"][1].update(when={"b": "yes", "c": "no"})))
    assert shown["combinations"] == 8
    assert shown["changed"] == 1
    assert shown["routes"] == [
        {
            "row": "way-2",
            "was": {"route": "signpost", "stream": None},
            "now": {"row": "way-3", "route": "service", "stream": None},
            "combinations": 1,
            "of": 2,
            "when": [{"c": "yes"}],
        }
    ]
    assert shown["rows_only"] == []
    assert shown["rows"] == {"added": [], "removed": [], "changed": {"way-2": ["when"]}}
    assert shown["questions"] == {"added": [], "removed": [], "changed": {}}
    assert shown["new"]["effective_from"] == "2031-05-01"


def test_the_sample_against_a_document_with_other_questions():
    with pytest.raises(TooDifferent):
        diff(sample_criteria(), read(other_document()))


@settings(max_examples=80, deadline=None)
@given(old=documents(most=4), new=documents(most=4))
def test_the_counts_and_cases_are_those_of_brute_force(old, new):
    before, after = read(old), read(new)
    difference = diff(before, after)
    ids = list(dict.fromkeys([*after.by_id, *before.by_id]))
    elsewhere: dict[tuple[str, str], int] = {}
    for chosen in product(["yes", "no"], repeat=len(ids)):
        complete = dict(zip(ids, chosen, strict=True))
        one = before.rows[oracle.first_match(before, complete)]
        other = after.rows[oracle.first_match(after, complete)]
        if one.outcome != other.outcome:
            elsewhere[one.id, other.id] = elsewhere.get((one.id, other.id), 0) + 1
        for move in difference.moves:
            if move.old == one:
                in_case = any(all(complete[id] == answer for id, answer in case.items()) for case in move.when)
                assert in_case == (move.new == other)
    assert difference.combinations == 2 ** len(ids)
    assert {(m.old.id, m.new.id): m.combinations for m in difference.moves if m.elsewhere} == elsewhere
    assert difference.changed == sum(elsewhere.values())
