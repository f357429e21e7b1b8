"""The form "Report an issue", filled in by people, through the real Bolt app."""

from dataclasses import replace

from storage.intake import StopCount
from tests.desk.people import ANSWERS
from tests.slack.workplace import Workplace
from triage_rules.council import Council


def test_a_report_goes_to_its_service_and_the_button_acknowledges_it(place_on_both: Workplace):
    place = place_on_both
    view = place.form("olive-officer")
    assert view.title == "Report an issue"
    assert view.submit_label == "Report"
    place.safe(view)
    view.fill("What is happening?", "The lamp is out on Spout Lane.")
    view.fill("Where is it?", "Spout Lane")
    view.fill("Which ward or wards?", ["Cuckoo Oak"])
    view.fill("Who could deal with it?", ["Street Scene"])
    asked = place.answer(view, ANSWERS["R13"])
    assert asked[:2] == ["Q1", "Q2"]
    assert "*This goes to* Street Scene, because" in view.text
    assert view.submit()
    issue = place.newest()
    assert (issue.route, issue.owner, issue.row) == ("service", "org:street_scene", "R13")
    assert (issue.note, issue.place) == ("The lamp is out on Spout Lane.", "Spout Lane")
    assert place.drafts == []
    [action] = place.actions(issue.id)
    contact = place.holder("contact", "street_scene")
    place.press(contact, "acknowledge", f"{issue.id}:{action.id}")
    assert place.actions(issue.id)[0].state == "acknowledged"
    assert place.verbs(issue.id)[-1] == "acknowledged"


def test_a_yes_to_a_safety_question_replaces_everything_and_keeps_nothing(place: Workplace):
    view = place.form("olive-officer", "A man called Bob is being hit")
    view.fill(place.label("Q2"), "No")
    assert place.drafts[0].values["form"]["what"] == "A man called Bob is being hit"
    view.fill(place.label("Q1"), "Yes")
    assert "Ring 999 first" in view.text
    assert "Bob" not in str(view.view.body)
    assert place.drafts == []
    assert [count.stream for count in place.all(StopCount)] == ["emergency"]
    view.click("Report the rest without the person")
    assert view.submit_label == "Report"
    assert view.value("What is happening?") is None
    assert view.value(place.label("Q1")) is None


def test_somebody_whose_role_ended_meanwhile_still_reads_whom_to_ring(place: Workplace):
    """The form was open; the first answer says danger, and they may report no more."""
    view = place.form("olive-officer")
    place.desk.council = _nobody_reports(place.desk.council())
    view.fill(place.label("Q1"), "Yes")
    assert "999" in str(view.blocks)


def _nobody_reports(council: Council):
    none = replace(council, access={**council.access, "report": frozenset()})
    return lambda: none
