"""Every verb: what it changes, and how it answers when it is too late or the wrong person."""

from datetime import date, timedelta

import pytest

from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import assign, close, councillors, decide, respond, talk
from bot.desk.verbs.report import edit, satisfied


def test_accepting_tells_councillors_before_partners(desk, office):
    issue = office.report("R9")
    decide.accept(desk, office.duty, issue.id)
    assert office.issue(issue.id).state == "open"
    assert "accept" not in office.waits(issue.id)
    first = {d.recipient for d in office.outbox(issue.id) if d.group == f"{issue.reference} accepted"}
    assert {a.key for a in office.councillors("cuckoo-oak")} <= first
    lead = office.holder("cabinet_lead", office.council.team.lead_portfolio)
    assert lead.key in {recipient for _, recipient in office.told(issue.id)}
    action = assign.add_action(desk, office.duty, issue.id, "Patrol", "police")
    (card,) = [d for d in office.outbox(issue.id) if d.action_id == action.id]
    assert card.behind == f"{issue.reference} accepted"
    assert card.behind_until - card.created_at == timedelta(minutes=5)


def test_accepting_twice_says_so(desk, office, accepted):
    with pytest.raises(Refusal, match="accepted already"):
        decide.accept(desk, office.actor("ola-duty"), accepted.id)
    assert office.verbs(accepted.id).count("accepted") == 1
    assert office.verbs(accepted.id)[-1] == "refused"


def test_the_same_click_twice_counts_once(desk, office):
    issue = office.report("R9")
    decide.accept(desk, office.duty, issue.id, once="click")
    with pytest.raises(Doubled):
        decide.accept(desk, office.duty, issue.id, once="click")


def test_a_refused_click_may_be_tried_again(desk, office):
    """The key of a refused click is not spent: nothing was done with it."""
    issue = office.report("R9")
    with pytest.raises(Refusal):
        decide.accept(desk, office.officer, issue.id, once="click")
    decide.accept(desk, office.duty, issue.id, once="click")


def test_acknowledge_then_done(desk, office, accepted, asked):
    action = respond.acknowledge(desk, office.police, asked.id)
    assert action.acknowledged_by == "Sgt Lee, West Mercia Police"
    assert set(office.waits(accepted.id)) == {"first_response", "progress"}
    respond.set_reference(desk, office.police, asked.id, "WM-77", "Friday")
    respond.done(desk, office.police, asked.id, "Patrols began on Monday")
    (action,) = office.actions(accepted.id)
    assert (action.state, action.outcome, action.reference) == ("done", "Patrols began on Monday", "WM-77")
    assert ("action_finished", "team") in office.told(accepted.id)
    with pytest.raises(Refusal, match="finished already"):
        respond.acknowledge(desk, office.police, asked.id)


def test_done_without_acknowledge_counts_as_both(desk, office, accepted, asked):
    respond.done(desk, office.police, asked.id, "No offence found", no_further_action=True)
    (action,) = office.actions(accepted.id)
    assert (action.state, action.acknowledged_by) == ("no_further_action", "Sgt Lee, West Mercia Police")
    assert set(office.waits(accepted.id)) == {"first_response"}


def test_not_ours_goes_on_once_then_to_the_duty_officer(desk, office, accepted, asked):
    respond.not_ours(desk, office.police, asked.id, "Not a police matter", "community_safety")
    first, second = office.actions(accepted.id)
    assert (first.state, first.held, second.owner, second.state) == ("declined", True, "community_safety", "due")
    other = office.holder("contact", "community_safety")
    respond.not_ours(desk, other, second.id, "Nor ours", "police")
    first, second = office.actions(accepted.id)
    assert (second.state, second.held) == ("declined", True)
    assert "hold" in office.waits(accepted.id)
    assert ("declined_twice", "team") in office.told(accepted.id)
    third = assign.add_action(desk, office.duty, accepted.id, "Patrol", "highways")
    assert "hold" not in office.waits(accepted.id)
    assert third.replaces_id == second.id


def test_the_team_holds_what_was_declined_until_the_next_owner_acknowledges(desk, office):
    issue = office.report("R13")
    (action,) = office.actions(issue.id)
    respond.not_ours(desk, office.holder("contact", "street_scene"), action.id, "On a verge", "highways")
    assert office.issue(issue.id).owner == "team"
    assert office.waits(issue.id)["first_response"].owner == "team"
    following = office.actions(issue.id)[1]
    respond.acknowledge(desk, office.holder("contact", "highways"), following.id)
    assert office.issue(issue.id).owner == "org:highways"
    assert office.waits(issue.id)["first_response"].owner == "org:highways"
    assert [a.held for a in office.actions(issue.id)] == [False, False]


def test_not_ours_needs_a_reason_and_another_owner(desk, office, asked):
    with pytest.raises(Refusal, match="why it is not yours"):
        respond.not_ours(desk, office.police, asked.id, "  ", "highways")
    with pytest.raises(Refusal, match="another"):
        respond.not_ours(desk, office.police, asked.id, "why", "police")
    respond.not_ours(desk, office.police, asked.id, "why", None)
    assert "hold" in office.waits(asked.issue_id)


def test_reply_meets_the_first_response_and_reaches_the_reporter(desk, office):
    issue = office.report("R13")
    talk.reply(desk, office.holder("contact", "street_scene"), issue.id, "We come on Friday.")
    assert "first_response" not in office.waits(issue.id)
    assert office.issue(issue.id).answered_at == desk.clock.now()
    assert ("reply", "person:olive-officer") in office.told(issue.id)


def test_a_reply_reaches_those_who_joined(desk, office):
    issue = office.report("R9")
    other = office.actor("oscar-officer") if _known(office, "oscar-officer") else office.actor("ruth-rural")
    child = office.report("R3", by=other, objects={"issue": issue.id})
    talk.reply(desk, office.duty, issue.id, "On its way.")
    assert ("reply", other.key) in office.told(child.id)


def _known(office, person):
    return any(known.id == person for known in office.directory.people)


def test_nobody_can_be_answered_on_an_anonymous_report(desk, office):
    issue = office.report("R13", anonymous=True)
    with pytest.raises(Refusal, match="without a name"):
        talk.reply(desk, office.duty, issue.id, "hello")


def test_a_question_stops_the_clock_until_the_answer(desk, office, clock):
    issue = office.report("R13")
    due = office.waits(issue.id)["first_response"].due_at
    talk.ask(desk, office.duty, issue.id, "Which shelter?")
    assert set(office.waits(issue.id)) == {"acknowledge", "reporter_answer"}
    clock.move(timedelta(days=1))
    talk.answer(desk, office.officer, issue.id, "The northern one")
    waits = office.waits(issue.id)
    assert waits["first_response"].due_at == due + timedelta(days=1)
    assert ("answer", "org:street_scene") in office.told(issue.id)


def test_a_reporters_note_while_asked_is_the_answer(desk, office):
    issue = office.report("R13")
    talk.ask(desk, office.duty, issue.id, "Which shelter?")
    talk.add_note(desk, office.officer, issue.id, "The northern one")
    assert "answered" in office.verbs(issue.id)
    assert "reporter_answer" not in office.waits(issue.id)


def test_an_owners_note_counts_as_progress(desk, office, clock, asked):
    respond.acknowledge(desk, office.police, asked.id)
    before = office.waits(asked.issue_id)["progress"].due_at
    clock.move(timedelta(days=2))
    talk.add_note(desk, office.police, asked.issue_id, "Two patrols so far", action_id=asked.id)
    assert office.waits(asked.issue_id)["progress"].due_at > before


def test_closing_waits_for_open_actions(desk, office, accepted, asked):
    with pytest.raises(Refusal, match="West Mercia Police"):
        close.close(desk, office.duty, accepted.id, "All well")
    assign.withdraw(desk, office.duty, asked.id)
    issue = close.close(desk, office.duty, accepted.id, "The shelter is mended.")
    assert issue.state == "closed"
    assert office.waits(issue.id) == {}
    closing = {d.recipient for d in office.outbox(issue.id) if d.data.get("moment") == "close"}
    assert {a.key for a in office.councillors("cuckoo-oak")} <= closing


def test_a_service_closes_what_it_owns(desk, office):
    issue = office.report("R13")
    owner = office.holder("contact", "street_scene")
    with pytest.raises(Refusal, match="Street Scene"):
        close.close(desk, owner, issue.id, "Cleared")
    respond.acknowledge(desk, owner, office.actions(issue.id)[0].id)
    assert close.close(desk, owner, issue.id, "Cleared on Friday").state == "closed"


def test_not_satisfied_goes_back_to_the_last_owner(desk, office):
    issue = office.report("R13")
    owner = office.holder("contact", "street_scene")
    respond.done(desk, owner, office.actions(issue.id)[0].id, "Cleared")
    close.close(desk, owner, issue.id, "Cleared")
    with pytest.raises(Refusal):
        satisfied(desk, office.duty, issue.id, yes=False)
    satisfied(desk, office.officer, issue.id, yes=False, why="It is still there")
    again = office.issue(issue.id)
    assert (again.state, again.owner, again.closed_at) == ("open", "org:street_scene", None)
    assert office.actions(issue.id)[-1].state == "due"
    assert set(office.waits(issue.id)) == {"acknowledge", "first_response"}


def test_satisfied_is_counted_once(desk, office):
    issue = office.report("R4")
    close.close(desk, office.duty, issue.id, "Told whom to ask")
    satisfied(desk, office.officer, issue.id, yes=True)
    with pytest.raises(Refusal, match="already told us"):
        satisfied(desk, office.officer, issue.id, yes=False)


def test_reopened_by_the_team(desk, office, accepted):
    close.close(desk, office.duty, accepted.id, "Done")
    issue = close.reopen(desk, office.duty, accepted.id, "It came back")
    assert (issue.state, issue.owner) == ("awaiting_acceptance", "team")
    with pytest.raises(Refusal, match="open already"):
        close.reopen(desk, office.duty, accepted.id)


def test_children_close_with_their_parent(desk, office, accepted):
    child = office.report("R3", objects={"issue": accepted.id})
    close.close(desk, office.duty, accepted.id, "Mended")
    assert office.issue(child.id).state == "closed"


def test_a_councillor_leads_and_answers(desk, office):
    issue = office.report("R12")
    first, second = office.councillors("cuckoo-oak")[:2]
    councillors.lead(desk, first, issue.id)
    councillors.lead(desk, second, issue.id)
    assert office.issue(issue.id).leads == [first.person, second.person]
    assert set(office.waits(issue.id)) == {"first_response"}
    with pytest.raises(Refusal, match="already"):
        councillors.lead(desk, first, issue.id)
    talk.reply(desk, second, issue.id, "I have spoken to them.")
    assert close.close(desk, first, issue.id, "The hedge is cut").state == "closed"


def test_a_councillor_of_another_ward_is_refused_kindly(desk, office):
    issue = office.report("R12")
    (stranger, *_) = office.councillors("edgmond")
    with pytest.raises(Refusal) as refused:
        councillors.lead(desk, stranger, issue.id)
    assert "a councillor of the ward" in refused.value.message
    assert "Nothing was changed" in refused.value.message


def test_a_councillors_view_is_kept_and_told_to_the_team(desk, office, accepted):
    (councillor, *_) = office.councillors("cuckoo-oak")
    councillors.give_view(desk, councillor, accepted.id, "Talk to the shopkeepers first")
    assert ("view", "team") in office.told(accepted.id)
    assert office.issue(accepted.id).state == "open"


def test_only_an_accepted_issue_gets_actions(desk, office):
    issue = office.report("R9")
    with pytest.raises(Refusal, match="accepted first"):
        assign.add_action(desk, office.duty, issue.id, "Patrol", "police")


def test_a_day_that_has_passed_is_refused(desk, office, accepted):
    with pytest.raises(Refusal, match="has passed"):
        assign.add_action(desk, office.duty, accepted.id, "Patrol", "police", finish_by=date(2026, 11, 22))


def test_edit_keeps_the_old_words_in_the_history(desk, office):
    issue = office.report("R13")
    edit(desk, office.officer, issue.id, "Shelter smashed, glass everywhere", "Southgate")
    assert office.issue(issue.id).summary == "Shelter smashed, glass everywhere"
    assert office.history(issue.id)[-1].words == "The bus shelter at Southgate has been smashed again."


def test_too_much_text_is_refused_by_length(desk, office):
    issue = office.report("R13")
    with pytest.raises(Refusal, match="30,000"):
        talk.add_note(desk, office.officer, issue.id, "x" * 30_000)
