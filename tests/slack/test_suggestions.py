"""What the form does with suggestions: a person's choice stands, late and hurried answers count, nothing is lost."""

from typing import Any

import pytest

from bot.desk.hints.advice import Advice, Said
from bot.slack.report.changes import advised, id_of, in_order, merged, name_of, put, suggested, undone, value_of
from bot.slack.report.state import WARDS, FormState, block_of, from_json, report_of, walk
from storage.issues import Issue
from tests.sample import sample_council
from tests.slack.workplace import Workplace

CRITERIA, TABLE = sample_council().criteria, sample_council().table
SAFE = {question.id: "no" for question in CRITERIA.safety}
QUESTION = "Q10"
ONE = Advice(of="1", wards=("madeley",), services=("highways",), answers={QUESTION: Said(answer="yes", why="silence")})
TWO = Advice(of="2", wards=("donnington",), services=("highways",))


def safe(**more: Any) -> FormState:
    return FormState(answers=dict(SAFE), **more)  # pyright: ignore[reportArgumentType]


def test_a_suggestion_gets_a_field_of_its_own_only_when_it_changes():
    state = advised(safe(), ONE, CRITERIA)
    assert (state.wards, id_of(state, WARDS)) == (("madeley",), "wards~1")
    assert advised(state, ONE, CRITERIA) == state
    later = advised(state, TWO, CRITERIA)
    assert (later.wards, id_of(later, WARDS), id_of(later, "services")) == (("donnington",), "wards~2", "services~1")
    assert id_of(later, block_of(QUESTION)) == "question.Q10~2"
    assert value_of(later, block_of(QUESTION)) is None
    assert name_of("wards~2") == ("wards", 2)


def test_what_stands_untouched_is_not_chosen():
    state = advised(safe(), ONE, CRITERIA)
    same = merged(state, {"wards~1": ("madeley",), "question.Q10~1": "yes"}, CRITERIA)
    assert same == state
    assert suggested(same) == (WARDS, "services", "question.Q10")


def test_a_choice_is_never_overwritten():
    state = merged(advised(safe(), ONE, CRITERIA), {"wards~1": ("dothill",), "question.Q10~1": "no"}, CRITERIA)
    later = advised(state, TWO, CRITERIA)
    assert later.wards == ("dothill",)
    assert later.given[QUESTION] == "no"
    emptied = merged(advised(safe(), ONE, CRITERIA), {"wards~1": ()}, CRITERIA)
    assert advised(emptied, TWO, CRITERIA).wards == ()


def test_the_same_answer_given_by_hand_is_chosen():
    state = merged(advised(safe(), ONE, CRITERIA), {"question.Q10~1": "yes"}, CRITERIA, acted="question.Q10~1")
    assert advised(state, TWO, CRITERIA).given[QUESTION] == "yes"


def test_a_late_answer_from_before_the_suggestion_changed():
    state = advised(advised(safe(), ONE, CRITERIA), TWO, CRITERIA)
    assert merged(state, {"wards~1": ("madeley",)}, CRITERIA) == state
    chosen = merged(state, {"wards~1": ("dothill",)}, CRITERIA)
    assert (chosen.wards, id_of(chosen, WARDS)) == (("dothill",), "wards~3")
    assert merged(state, {"wards": ()}, CRITERIA) == state


def test_undone_is_empty_and_stays_so():
    state = undone(advised(safe(), ONE, CRITERIA))
    assert (state.wards, state.services, state.given) == ((), (), SAFE)
    assert suggested(advised(state, TWO, CRITERIA)) == ()


def test_suggestions_never_answer_a_safety_question():
    loud = Advice(of="x", urgent={question.id: ("fire",) for question in CRITERIA.safety})
    state = advised(FormState(), loud, CRITERIA)
    assert state.given == {}
    assert not walk(state, TABLE).shown


def test_the_draft_keeps_all_of_it():
    state = in_order(put(advised(safe(what="x"), ONE, CRITERIA), WARDS, ("dothill",)), TABLE)
    assert from_json(state.as_json()) == state
    assert from_json({**state.as_json(), "advice": {"answers": "older"}}).advice == Advice()


def test_questions_stay_in_the_order_in_which_they_were_asked():
    state = in_order(advised(safe(), ONE, CRITERIA), TABLE)
    first = walk(state, TABLE)
    assert first.shown == (QUESTION,)
    assert first.next is not None
    state = in_order(merged(state, {block_of(first.next): "no"}, CRITERIA), TABLE)
    assert walk(state, TABLE).shown[:2] == (QUESTION, first.next)
    unknown = merged(state, {block_of(first.next): "unknown"}, CRITERIA)
    assert walk(unknown, TABLE).shown[:2] == (QUESTION, first.next)


def test_what_is_not_known_ends_the_asking_where_it_settles_it():
    state = safe()
    asked = walk(state, TABLE).next
    assert asked is not None
    after = walk(merged(state, {block_of(asked): "unknown"}, CRITERIA), TABLE)
    assert (after.shown, after.decision.route) == ((asked,), "hold")


def test_the_automatic_summary_leaves_personal_data_out():
    state = safe(what="Mrs Jones rang", advice=Advice(personal=("name",), seen="[name] rang"))
    assert report_of(state, TABLE, None).summary == "[name] rang"


# -- through Slack ----------------------------------------------------------------------------------------------------


@pytest.fixture
def view(place: Workplace):
    view = place.form("olive-officer", "The street lamp is out in Woodside.")
    place.safe(view)
    return view


def test_words_typed_into_an_empty_form_are_read_at_once_by_its_button(place: Workplace):
    view = place.form("olive-officer")
    view.fill("What is happening?", "The street lamp is out in Woodside.")
    view.click("Fill in the rest from my words")
    assert view.value("Which ward or wards?") == ["Woodside"]
    assert "Fill in the rest from my words" not in view.buttons


def test_a_choice_made_while_the_form_is_being_repainted(place: Workplace):
    view = place.form("olive-officer")
    view.fill("What is happening?", "The street lamp is out in Woodside.")
    with place.ws.deliveries.held() as gathered:
        view.fill(place.label("Q1"), "No")
        view.fill("Who raised it?", "A partner")
        view.fill("Which ward or wards?", ["Madeley"])
    place.ws.deliveries.release(gathered)
    assert view.value("Who raised it?") == "A partner"
    assert view.value("Which ward or wards?") == ["Madeley"]


def test_an_urgent_text_warns_and_answers_nothing(place: Workplace):
    view = place.form("olive-officer", "A lad with a knife is screaming at people in Woodside.")
    assert "This sounds urgent" in view.text
    assert [view.value(question.text) for question in place.council.criteria.safety] == [None, None]


def test_reading_that_fails_never_keeps_a_report_back(place: Workplace, monkeypatch: pytest.MonkeyPatch, view):
    monkeypatch.setattr("triage_rules.prefill.suggest.Reader.suggest", lambda *_, **__: 1 / 0)
    view.fill("What is happening?", "Something else.")
    view.fill("Who could deal with it?", ["Street Scene"])
    place.answer(view, {})
    assert view.submit()
    assert place.newest().note == "Something else."


def test_private_issues_are_never_offered_as_the_same(place: Workplace):
    from storage.session import writing

    first = place.reported(SAFE, note="The street lamp is out in Woodside", wards=("woodside",), services=("highways",))
    again = place.form("olive-officer", "The street lamp is out in Woodside.")
    place.safe(again)
    assert f"Same as RR-{first.id}" in again.text
    again.close()
    with writing(place.desk.engine) as session:
        issue = session.get_one(Issue, first.id)
        issue.sensitive = True
        session.add(issue)
        session.commit()
    again = place.form("olive-officer", "The street lamp is out in Woodside.")
    place.safe(again)
    assert f"RR-{first.id}" not in again.text


def test_an_issue_that_was_closed_meanwhile_cannot_be_joined(place: Workplace):
    first = place.reported(SAFE, note="The street lamp is out in Woodside", wards=("woodside",), services=("highways",))
    again = place.form("olive-officer", "The street lamp is out in Woodside.")
    place.safe(again)
    again.click("Yes, the same")
    from storage.session import writing

    with writing(place.desk.engine) as session:
        issue = session.get_one(Issue, first.id)
        issue.state = "closed"
        session.add(issue)
        session.commit()
    assert not again.submit()
    assert "is no longer open" in again.errors["Which issue?"]
