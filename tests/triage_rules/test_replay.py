"""What a changed document would have done to past issues, and what overrides say about the criteria."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.generated_criteria import document
from triage_rules.change.replay import Past, Replay, as_json, in_words, replay
from triage_rules.change.review import Override, criteria_to_review, in_question
from triage_rules.change.review import in_words as review_in_words
from triage_rules.criteria import Criteria
from triage_rules.plain_words import answered, destination, first, sentence
from triage_rules.table import Table, compile_table

AT = datetime(2031, 6, 2, 23, 30, tzinfo=UTC)
WANTED = [({"a": "yes"}, ("team", "planned")), ({"b": "yes"}, ("ward_member", None))]
"""a yes: the team; else b yes: the councillors; the rest to a service."""


def table(wanted: list[Any] | None = None, safety: tuple[str, ...] = ()) -> Table:
    return compile_table(Criteria.model_validate(document([*safety], ["a", "b"], wanted or WANTED)))


OLD, NEW = table(), table([({"b": "yes"}, ("ward_member", None)), ({"a": "yes"}, ("team", "planned"))])
VERSION = OLD.criteria.version
TEAM = Past("RR-1", AT, {"a": "yes", "b": "yes"}, "team", "planned", "way-1", VERSION)
SERVICE = Past("RR-2", AT, {"a": "no", "b": "no"}, "service", None, "way-3", VERSION)


def replayed(*issues: Past, by: Table = NEW) -> Replay:
    return replay(by, issues, lambda version: OLD.criteria if version == VERSION else None)


def test_one_line_each_with_the_reason_then_totals():
    done = replayed(TEAM, SERVICE)
    assert in_words(done) == [
        "RR-1, 2 June 2031: would go to the ward's councillors by row way-1 instead of the team (planned work) by "
        "row way-1, because b holds (b).",
        "RR-2, 2 June 2031: stays with the service by row way-3, because a does not hold (a) and b does not hold (b).",
        "2 issues: 1 would go elsewhere, 1 would not.",
        "  1 to the ward's councillors instead of the team (planned work)",
        "Reports that were stopped are not among them: nothing of them was kept.",
    ]


def test_nothing_on_record():
    assert in_words(replayed()) == ["No issue on record was decided in that time."]
    assert as_json(replayed())["totals"] == {"issues": 0, "changed": 0, "moves": [], "overrides": 0, "overrides_met": 0}


def test_what_people_did_is_compared():
    to_wards = replace(TEAM, sent_to="ward_member")
    to_service = replace(TEAM, sent_to="org:roads")
    kept = replace(SERVICE, sent_to="org:roads")
    done = replayed(to_wards, to_service, kept, replace(SERVICE, sent_to="team"), SERVICE)
    words = in_words(done)
    assert words[0].endswith("because b holds (b); a person sent it to the ward's councillors.")
    assert words[1].endswith("; a person sent it to the service roads.")
    assert "People sent 4 issues elsewhere than the criteria did; this document would itself have sent 2 of" in words[7]
    assert as_json(done)["totals"]["overrides_met"] == 2


def test_a_question_that_is_new_or_gone():
    gone = compile_table(Criteria.model_validate(document([], ["b", "c"], [({"c": "yes"}, ("signpost", None))])))
    done = replayed(TEAM, by=gone)
    [issue] = done.issues
    assert issue.now == ("hold", None)
    assert (
        "would go to a person who decides instead of the team (planned work) by row way-1, because it is not"
        in (in_words(done)[0])
    )
    shown = as_json(done)["issues"][0]
    assert shown["was"] == {"route": "team", "stream": "planned", "row": "way-1", "criteria_version": VERSION}
    assert shown["now"] == {"route": "hold", "stream": None, "row": None}
    assert shown["changed"] is True
    assert [reason["id"] for reason in shown["reasons"]] == ["c"]


def test_where_all_the_rest_goes():
    plain = compile_table(Criteria.model_validate(document([], ["a"], [])))
    assert "because that is where all the rest goes." in in_words(replayed(SERVICE, by=plain))[0]


def test_what_nobody_named_is_missing_still_unless_the_row_sends_elsewhere():
    held = replace(SERVICE, route="hold", missing="which service")
    assert "RR-2, 2 June 2031: stays with a person who decides by row way-3, because nobody said which service." in (
        in_words(replayed(held))
    )
    assert not replayed(replace(held, version="gone")).changed
    by = table([*WANTED, ({"a": "no", "b": "no"}, ("signpost", None))])
    assert [issue.now for issue in replayed(held, by=by).issues] == [("signpost", None)]
    other_row = replace(held, answers={"a": "yes"})
    assert [issue.now for issue in replayed(other_row, by=OLD).issues] == [("team", "planned")]


# Criteria to review ------------------------------------------------------------------------------


def override(reference: str = "RR-3", **more: Any) -> Override:
    given: dict[str, Any] = {
        "at": AT,
        "by": "Sam",
        "row": "way-3",
        "to": "team",
        "why": "It is more than that.",
        "answers": {"a": "no", "b": "no"},
        "reasons": ("a", "b"),
        "version": VERSION,
        **more,
    }
    return Override(reference=reference, **given)


def test_an_override_points_at_the_answer_that_would_have_done_the_same():
    assert in_question(OLD, override()) == ("a",)
    assert in_question(OLD, override(to="ward_member")) == ("b",)
    assert in_question(OLD, override(answers={"b": "unknown"}, row=None, reasons=("a", "b"))) == ("a",)
    assert in_question(table(safety=("fire",)), override(answers={"fire": "no", "a": "no", "b": "no"})) == ("a",)


def test_where_no_one_answer_would_have_done_it_the_reasons_are_in_question():
    both = table([({"a": "yes", "b": "yes"}, ("team", "planned"))])
    assert in_question(both, override()) == ("a", "b")
    assert in_question(OLD, override(to="org:roads")) == ("a", "b")  # the route was right, the service was not


def test_overrides_are_grouped_by_row_and_question():
    given = [
        override("RR-3"),
        override("RR-4", to="ward_member"),
        override("RR-5"),
        override("RR-6", row=None, answers={"b": "no"}, reasons=("a",)),
        override("RR-7", to="signpost", reasons=("gone",)),
        override("RR-8", to="signpost", row="gone", reasons=("a",)),
    ]
    found = criteria_to_review(OLD, given)
    assert [(each.row, each.question, [o.reference for o in each.overrides]) for each in found] == [
        ("way-3", "a", ["RR-3", "RR-5"]),
        ("way-3", "b", ["RR-4"]),
        ("way-3", "gone", ["RR-7"]),
        (None, "a", ["RR-6"]),
        ("gone", "a", ["RR-8"]),
    ]
    assert [review_in_words(OLD.criteria, each) for each in found[:4]] == [
        "Row way-3, a (Does a hold?): people sent issues to the team 2 times (RR-3 and RR-5).",
        "Row way-3, b (Does b hold?): people sent issues to the ward's councillors 1 time (RR-4).",
        "Row way-3, gone: people sent issues to someone else who can help 1 time (RR-7).",
        "Held issues, a (Does a hold?): people sent issues to the team 1 time (RR-6).",
    ]


def test_plain_words():
    assert destination("service", "flagged") == "the service (Cabinet Member told at once)"
    assert answered({"a": "yes", "b": "no", "c": "no"}) == "a is yes, b is no and c is no"
    assert sentence("is it so?") == "Is it so?"
    assert first(["a", "b", "c"], 2, "{} more") == ["a", "b", "c"]
    assert first(["a", "b", "c", "d"], 2, "{} more") == ["a", "b", "2 more"]
