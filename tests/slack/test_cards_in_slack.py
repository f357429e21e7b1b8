"""The cards as they are drawn, with their menus, pressed in Slack; and answers that have to find another way."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import StandingClock
from bot.desk.hints.suggestions import Advisor
from bot.desk.verbs import close, decide, respond
from bot.simulator import faults
from bot.slack.answering import Answers
from bot.slack.reception import Reception
from bot.slack.report.state import FormState, still_known
from bot.slack.showing import card_of
from storage.outbox import Delivery, Posted
from storage.session import writing
from tests.desk.people import ANSWERS
from tests.sample import sample_council
from tests.slack.workplace import Workplace

WARD = ("cuckoo-oak",)


def card(place: Workplace, person: str, issue, channel: str):
    """This person's card of the issue, posted in a channel."""
    message = card_of_actor(place, person, issue)
    at = place.ws.channel_named(channel)
    place.client.chat_postMessage(channel=at.id, text=message.text, blocks=message.blocks)
    return place.ws.messages[at.id][-1]


def card_of_actor(place: Workplace, person: str, issue):
    reception = Reception(
        place.desk,
        place.client,
        place.people,
        Answers(place.client),
        lambda: place.ws.team_id,
        lambda work: work(),
        Advisor(place.desk),
    )
    message = card_of(reception, place.actor(person), issue)
    assert message is not None
    return message


def rapid(place: Workplace):
    threat = {"threat": ["reputation"]}
    return place.reported(ANSWERS["R9"], services=("police", "street_scene"), wards=WARD, objects=threat)


def test_the_teams_card_its_buttons_and_its_menu(place: Workplace):
    issue = rapid(place)
    shown = card(place, "sam-duty", issue, place.council.team.channel)
    sam = place.user("sam-duty")
    view = sam.click(shown, "Add note")
    assert view is not None
    view.fill("Your note", "Rang the shop.")
    assert view.submit()
    assert place.verbs(issue.id)[-1] == "noted"
    sam.click(shown, "Accept")
    assert place.issue(issue.id).state == "open"
    sam.click(shown, "Accept")
    said = sam.message("accepted already", place.council.team.channel)
    assert said.ephemeral_to == sam.id


def test_the_menus_more(place: Workplace):
    issue = decide.accept(place.desk, place.actor("sam-duty"), rapid(place).id or 0)
    shown = card(place, "sam-duty", issue, place.council.team.channel)
    view = place.user("sam-duty").click(shown, "More…")
    assert view is not None
    assert view.buttons
    assert "Accept" not in view.buttons


def test_an_action_card(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    contact = place.holder("contact", "street_scene")
    channel = place.council.directory.organisation("street_scene").channel
    shown = card(place, contact, issue, channel or "")
    place.user(contact).click(shown, "Acknowledge")
    assert place.actions(issue.id)[0].state == "acknowledged"
    shown = card(place, contact, issue, channel or "")
    view = place.user(contact).click(shown, "Done")
    assert view is not None
    view.fill("What was done?", "Mended.")
    assert view.submit()
    assert place.actions(issue.id)[0].state == "done"


def test_change_answers_from_the_modal_of_an_issue(place: Workplace):
    issue = rapid(place)
    opened = place.press("sam-duty", "open", issue.id)
    assert opened is not None
    opened.click("Change answers")
    form = place.user("sam-duty").open_view()
    assert form.title == "Change answers"
    assert form.submit()
    assert place.user("sam-duty").view() is None
    assert "route_kept" in place.verbs(issue.id)


def test_change_answers_asks_the_same_questions_again(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=("cuckoo-oak",), raised_by="resident")
    view = place.press("sam-duty", "change_answers", issue.id)
    assert view is not None
    assert view.title == "Change answers"
    assert view.value(place.label("Q10")) == "Yes"
    assert place.label("Q1") not in view.labels
    view.fill(place.label("Q10"), "No")
    place.answer(view, ANSWERS["R12"])
    assert view.submit()
    changed = place.issue(issue.id)
    assert (changed.route, changed.row) == ("ward_member", "R12")
    assert place.drafts == []
    place.ws.deliveries.again()
    assert place.verbs(issue.id).count("answers_changed") == 1


def test_a_question_that_is_not_asked_any_more_is_passed_over():
    council = sample_council()
    state = FormState(answers={"Q1": "no", "old": "yes"}, services=("gone", "police"), wards=("gone",), priority="gone")
    left = still_known(state, council)
    assert (left.answers, left.services, left.wards, left.priority) == ({"Q1": "no"}, ("police",), (), "")


def test_change_answers_is_the_teams(place: Workplace):
    issue = rapid(place)
    assert place.press("olive-officer", "change_answers", issue.id) is None
    assert "Nothing was changed" in place.told("olive-officer")[0]


def test_changed_answers_for_an_issue_that_was_closed_meanwhile(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    view = place.press("sam-duty", "change_answers", issue.id)
    assert view is not None
    contact, action = place.holder("contact", "street_scene"), place.actions(issue.id)[0]
    respond.done(place.desk, place.actor(contact), action.id or 0, "Mended")
    close.close(place.desk, place.actor(contact), issue.id or 0, "Mended")
    assert view.submit()
    assert "is closed. Reopen it first." in view.text
    assert view.is_open


def test_a_form_for_changed_answers_that_was_open_too_long(place: Workplace, clock: StandingClock):
    issue = rapid(place)
    view = place.press("sam-duty", "change_answers", issue.id)
    assert view is not None
    clock.move_system(timedelta(days=2))
    assert view.submit()
    assert "open too long" in view.text
    assert "answers_changed" not in place.verbs(issue.id)


def test_a_refusal_inside_a_modal_is_said_there(place: Workplace):
    issue = rapid(place)
    view = place.press("sam-duty", "open", issue.id)
    assert view is not None
    place.press("ola-duty", "accept", issue.id)
    view.click("Accept")
    assert "accepted already" in view.text


def test_a_refusal_in_the_home_is_said_in_a_modal(place: Workplace, clock: StandingClock):
    place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    sam = place.user("sam-duty")
    shown = sam.open_home()
    assert shown is not None
    place.ws.users[sam.id].email = "moved.on@example.org"  # no duty officer any more
    clock.move_system(timedelta(days=2))
    opening = next(block["block_id"] for block in shown.blocks if "accessory" in block)
    shown.click(opening)
    assert "this is for" in sam.open_view().text


def test_an_answer_goes_another_way_when_the_first_is_closed(place: Workplace):
    issue = rapid(place)
    place.press("sam-duty", "accept", issue.id)
    place.ws.faults.add("response_url", faults.server_error(500), times=None)
    place.press("ola-duty", "accept", issue.id)
    assert "accepted already" in place.told("ola-duty")[0]


def test_the_global_shortcut_too_late_answers_in_a_direct_message(place: Workplace):
    place.ws.faults.add("views.open", faults.error("expired_trigger_id"), times=1)
    olive = place.user("olive-officer")
    assert olive.shortcut("report_issue") is None
    view = olive.click(olive.message("took too long"), "Open the form")
    assert view is not None
    assert view.title == "Report an issue"


def test_a_draft_that_is_gone_opens_an_empty_form(place: Workplace):
    view = place.press("olive-officer", "report_reopen", "no-such-draft")
    assert view is not None
    assert view.value("What is happening?") is None


def test_a_failure_of_ours_is_said(place: Workplace, monkeypatch: pytest.MonkeyPatch):
    issue = rapid(place)
    monkeypatch.setattr("bot.slack.pressing.press_of", lambda *_: 1 / 0)
    place.press("sam-duty", "accept", issue.id)
    assert "nothing was changed" in place.told("sam-duty")[0]


def test_what_nobody_listens_for_is_taken(place: Workplace):
    place.user("sam-duty").says(place.council.team.channel, "Hello")
    place.ws.deliveries.send("interactive", {"type": "workflow_step_edit", "team": {"id": place.ws.team_id}})


def test_an_old_button_repaints_the_card(place: Workplace):
    issue = rapid(place)
    with writing(place.desk.engine) as session:
        for delivery in session.exec(select(Delivery)):
            delivery.state, delivery.attempts = "sent", 1
            session.add(delivery)
        session.add(Posted(kind="issue_card", recipient="team", issue_id=issue.id or 0, channel_id="C1", ts="1.0"))
        session.commit()
    place.press("olive-officer", "accept", issue.id)
    assert [d.kind for d in place.all(Delivery) if d.state == "due"] == ["issue_card"]
