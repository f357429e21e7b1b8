"""What the form does with answers that change, text that is too long, forms that are late, and people in a hurry."""

from datetime import timedelta

import pytest

from bot.clock import StandingClock
from bot.simulator import NotAnswered
from storage.intake import StopCount
from storage.issues import Issue
from tests.desk.people import ANSWERS
from tests.slack.workplace import Workplace

SAFE = {"Q1": "no", "Q2": "no"}


def filled(place: Workplace, row: str = "R13", what: str = "A lamp is out."):
    view = place.form("olive-officer")
    place.safe(view)
    view.fill("What is happening?", what)
    view.fill("Which ward or wards?", ["Cuckoo Oak"])
    view.fill("Who could deal with it?", ["Street Scene"])
    place.answer(view, ANSWERS[row])
    place.name_objects(view)
    return view


def test_the_order_of_the_form(place: Workplace):
    view = place.form("olive-officer")
    safety = [one.text for one in place.council.criteria.safety]
    assert view.labels[: len(safety)] == safety
    rest = [
        "What is happening?",
        "Where is it?",
        "Which ward or wards?",
        "Who could deal with it?",
        "Who raised it?",
        "Without a name?",
        "How should we reply to them?",
        "Summary that others will see",
    ]
    assert view.labels[len(safety) :] == rest
    assert [view.value(label) for label in safety] == [None, None]


def test_what_is_being_typed_survives_each_repaint(place: Workplace):
    view = place.form("olive-officer")
    view.fill("What is happening?", "The first words")
    view.fill("Where is it?", "Spout Lane")
    place.safe(view)
    assert view.value("What is happening?") == "The first words"
    assert view.value("Where is it?") == "Spout Lane"
    assert "Others will see: “The first words”" in view.text


def test_not_known_to_a_safety_question_cannot_be_sent(place: Workplace):
    view = place.form("olive-officer")
    view.fill(place.label("Q1"), "Not known")
    view.fill(place.label("Q2"), "No")
    view.fill("What is happening?", "I hear shouting.")
    assert not view.submit()
    [(label, said)] = view.errors.items()
    assert label == place.label("Q1")
    assert "999" in said
    assert view.value("What is happening?") == "I hear shouting."
    assert place.all(Issue) == []
    assert place.all(StopCount) == []


def test_a_question_that_no_longer_matters_goes_and_its_answer_does_not_count(place: Workplace):
    view = filled(place, "R13")
    asked = [one.id for one in place.council.criteria.questions if one.text in view.labels]
    view.fill(place.label("Q4"), "Yes")
    left = [one.id for one in place.council.criteria.questions if one.text in view.labels]
    assert set(left) < set(asked)
    view.fill(place.label("Q4"), "No")
    assert [one.id for one in place.council.criteria.questions if one.text in view.labels] == asked
    assert view.submit()
    assert place.newest().row == "R13"


def test_a_yes_that_names_nothing_is_held(place: Workplace):
    view = place.form("olive-officer", "A lamp is out.")
    place.safe(view)
    place.answer(view, ANSWERS["R3"])
    assert "*This needs a person to decide:*" in view.text
    assert view.submit()
    assert place.newest().state == "held"


def test_a_report_that_is_sent_with_questions_open_is_held(place: Workplace):
    view = place.form("olive-officer", "Something is odd.")
    place.safe(view)
    assert "Where it goes is still open" in view.text
    assert view.submit()
    assert (place.newest().state, place.newest().route) == ("held", "hold")


def test_a_joined_report(place: Workplace):
    first = place.reported(ANSWERS["R13"], services=("street_scene",), wards=("cuckoo-oak",))
    view = place.form("olive-officer", "The same lamp.")
    place.safe(view)
    place.answer(view, ANSWERS["R3"])
    assert view.suggestions("Which issue?", "zebra") == []
    view.choose_suggested("Which issue?", "smashed")
    assert f"*This joins* RR-{first.id}" in view.text
    assert view.value("Which issue?").startswith(f"RR-{first.id}: The bus shelter")
    assert view.submit()
    assert place.newest().parent_id == first.id


def test_an_issue_that_was_closed_meanwhile_is_said_on_its_field(place: Workplace):
    first = place.reported(ANSWERS["R13"], services=("street_scene",))
    view = place.form("olive-officer", "The same lamp.")
    place.safe(view)
    place.answer(view, ANSWERS["R3"])
    view.choose_suggested("Which issue?", "")
    action = place.actions(first.id)[0]
    contact = place.holder("contact", "street_scene")
    from bot.desk.verbs import close, respond

    respond.done(place.desk, place.actor(contact), action.id or 0, "Mended")
    close.close(place.desk, place.actor(contact), first.id or 0, "Mended")
    assert not view.submit()
    assert "is no longer open" in view.errors["Which issue?"]


def test_whole_borough(place: Workplace):
    view = place.form("olive-officer", "Leaflets everywhere.")
    place.safe(view)
    view.fill("Which ward or wards?", ["Whole borough", "Cuckoo Oak"])
    view.fill("Who could deal with it?", ["Street Scene"])
    place.answer(view, ANSWERS["R12"])
    assert "the whole borough" in view.text
    assert view.submit()
    assert place.newest().whole_borough


def test_who_raised_it_and_how_to_reply(place: Workplace):
    view = filled(place)
    view.fill("Who raised it?", "A councillor")
    view.fill("How should we reply to them?", "07700 900123")
    view.fill("Summary that others will see", "Lamp out")
    assert view.submit()
    issue = place.newest()
    assert (issue.raised_by, issue.reply_to, issue.summary) == ("ward_member", "07700 900123", "Lamp out")


def test_a_report_without_a_name_says_its_number_at_once(place: Workplace):
    view = filled(place)
    view.fill("Without a name?", ["yes"])
    assert view.submit()
    assert place.newest().anonymous
    after = place.user("olive-officer").open_view()
    assert f"RR-{place.newest().id}" in after.text


def test_long_text_is_shown_in_part_and_sent_in_full(place: Workplace):
    long = "The drain is blocked again. " * 200
    view = place.form("olive-officer", long)
    assert "What you wrote before" in view.text
    place.safe(view)
    view.fill("What is happening?", "And it smells.")
    assert view.submit()
    assert place.newest().note == f"{long.strip()}\n\nAnd it smells."


def test_text_too_long_for_the_record_can_be_left_out(place: Workplace):
    view = place.form("olive-officer", "Nobody reads this. " * 1500)
    place.safe(view)
    assert not view.submit()
    assert "characters" in next(iter(view.errors.values()))
    view.click("Leave that text out")
    view.fill("What is happening?", "A drain is blocked.")
    assert view.submit()
    assert place.newest().note == "A drain is blocked."


def test_the_answers_of_somebody_in_a_hurry_all_count(place: Workplace):
    view = place.form("olive-officer", "A lamp is out.")
    with place.ws.deliveries.held() as gathered:
        view.fill(place.label("Q1"), "No")
        view.fill(place.label("Q2"), "No")
    place.ws.deliveries.release(list(reversed(gathered)))
    state = place.drafts[0].values["form"]["answers"]
    assert state == SAFE
    assert place.label("Q3") in view.labels or len(view.labels) > 10


def test_an_expired_draft_still_reports_what_stands_in_the_form(place: Workplace, clock: StandingClock):
    view = filled(place)
    clock.move_system(timedelta(days=2))
    view.fill("Where is it?", "Spout Lane")
    view.fill("Who could deal with it?", ["Street Scene"])
    assert view.submit()
    assert place.newest().place == "Spout Lane"


def test_the_same_report_sent_twice_counts_once(place_on_both: Workplace):
    view = filled(place_on_both)
    assert view.submit()
    place_on_both.ws.deliveries.again()
    assert len(place_on_both.all(Issue)) == 1


def test_a_report_after_a_stop_counts_though_it_is_the_same_view(place: Workplace):
    view = place.form("olive-officer")
    view.fill(place.label("Q2"), "Yes")
    assert "safeguarding" in view.text.lower()
    place.ws.deliveries.again()
    assert len(place.all(StopCount)) == 1
    view.click("Report the rest without the person")
    place.safe(view)
    view.fill("What is happening?", "The gate is broken.")
    assert view.submit()
    assert place.newest().note == "The gate is broken."


def test_a_stop_that_was_not_repainted_in_time_stops_at_sending(place: Workplace):
    view = place.form("olive-officer", "Somebody is hurt: Bob")
    with place.ws.deliveries.held():
        view.fill(place.label("Q1"), "Yes")
    place_label = place.label("Q2")
    with place.ws.deliveries.held():
        view.fill(place_label, "No")
    assert view.submit()
    assert "Ring 999 first" in view.text
    assert place.drafts == []
    assert [count.stream for count in place.all(StopCount)] == ["emergency"]
    assert place.all(Issue) == []


def test_from_a_message(place: Workplace):
    channel = place.council.team.channel
    said = place.user("olive-officer").says(channel, "Look &lt;here&gt; <https://example.org|the photo>, <@U1>")
    view = place.user("olive-officer").message_shortcut("report_message", said)
    assert view is not None
    assert view.value("What is happening?") == "Look <here> the photo (https://example.org), @somebody"
    view.fill(place.label("Q1"), "Yes")
    assert "The message in Slack is still there." in view.text


def test_by_the_global_shortcut(place: Workplace):
    view = place.user("olive-officer").shortcut("report_issue")
    assert view is not None
    assert view.title == "Report an issue"


def test_a_form_that_slack_opens_no_more_is_offered_again_with_its_text(place: Workplace):
    from bot.simulator import faults

    place.ws.faults.add("views.open", faults.error("expired_trigger_id"), times=1)
    assert place.user("olive-officer").command("/issue", "A lamp is out on Spout Lane.") is None
    who = place.user("olive-officer")
    message = who.message("took too long")
    view = who.click(message, "Open the form")
    assert view is not None
    assert view.value("What is happening?") == "A lamp is out on Spout Lane."


def test_a_failure_of_ours_keeps_the_form_open(place: Workplace, monkeypatch: pytest.MonkeyPatch):
    view = filled(place)
    monkeypatch.setattr("bot.slack.report.form.report", lambda *_, **__: 1 / 0)
    with pytest.raises(NotAnswered):
        view.submit()
    assert view.is_open
    monkeypatch.undo()
    assert view.submit()


def test_a_failure_of_ours_between_two_answers_leaves_the_form_as_it_is(place: Workplace, monkeypatch):
    view = filled(place)
    monkeypatch.setattr("bot.slack.report.form.draw", lambda *_: 1 / 0)
    with pytest.raises(NotAnswered):
        view.fill("Who could deal with it?", ["Street Scene"])
    monkeypatch.undo()
    assert view.submit()
