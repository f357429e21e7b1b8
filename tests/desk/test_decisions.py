"""Agreeing planned work, changed answers, and routes that a person overrides."""

from datetime import timedelta

import pytest

from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, councillors, decide, respond
from bot.desk.verbs.report import satisfied
from storage.issues import Issue
from storage.session import writing


def test_planned_work_needs_both_to_agree(desk, office):
    issue = decide.accept(desk, office.duty, office.report("R10").id)
    waiting = {d.recipient for d in office.outbox(issue.id) if d.kind == "agree_card"}
    cabinet, director = _agreeing(office, waiting)
    decide.agree(desk, cabinet, issue.id, yes=True)
    assert "agree" in office.waits(issue.id)
    decide.agree(desk, director, issue.id, yes=True)
    assert (office.issue(issue.id).stream, "agree" in office.waits(issue.id)) == ("planned", False)


def test_one_who_does_not_agree_sends_it_back(desk, office):
    issue = decide.accept(desk, office.duty, office.report("R10").id)
    waiting = {d.recipient for d in office.outbox(issue.id) if d.kind == "agree_card"}
    cabinet, director = _agreeing(office, waiting)
    with pytest.raises(Refusal, match="why not"):
        decide.agree(desk, director, issue.id, yes=False)
    decide.agree(desk, director, issue.id, yes=False, why="No money this year")
    assert office.issue(issue.id).state == "held"
    assert "hold" in office.waits(issue.id)
    with pytest.raises(Refusal, match="not waiting"):
        decide.agree(desk, cabinet, issue.id, yes=True)


def _agreeing(office, keys):
    actors = [office.actor(key.removeprefix("person:")) for key in keys]
    roles = {a.person: {r.role for r in a.roles(office.directory, office.desk.today())} for a in actors}
    return (
        next(a for a in actors if "cabinet_lead" in roles[a.person]),
        next(a for a in actors if "corporate_director" in roles[a.person]),
    )


def test_changed_answers_are_evaluated_again(desk, office):
    issue = office.report("R13")
    issue = decide.change_answers(
        desk,
        office.duty,
        issue.id,
        {"Q9": "yes", "Q10": "no", "Q11": "yes"},
        objects={"threat": ["reputation"]},
        services=("street_scene", "police"),
    )
    assert (issue.route, issue.state, issue.row) == ("team", "awaiting_acceptance", "R9")
    assert [a.state for a in office.actions(issue.id)] == ["withdrawn"]
    assert set(office.waits(issue.id)) == {"accept", "first_response"}
    decisions = [event.data["row"] for event in office.history(issue.id) if event.verb == "decided"]
    assert decisions == ["R13", "R9"]


def test_the_first_response_clock_does_not_start_anew(desk, office, clock):
    issue = office.report("R13")
    due = office.waits(issue.id)["first_response"].due_at
    clock.move(timedelta(hours=3))
    decide.change_route(desk, office.duty, issue.id, "org:highways", "It is on the highway")
    assert office.waits(issue.id)["first_response"].due_at == due
    assert office.waits(issue.id)["first_response"].owner == "org:highways"


def test_an_override_needs_a_reason_and_is_recorded(desk, office):
    issue = office.report("R13")
    with pytest.raises(Refusal, match="sentence"):
        decide.change_route(desk, office.duty, issue.id, "team", " ")
    decide.change_route(desk, office.duty, issue.id, "team", "The press has rung")
    issue = office.issue(issue.id)
    assert (issue.route, issue.state) == ("team", "open")
    (changed,) = [event for event in office.history(issue.id) if event.verb == "route_changed"]
    assert (changed.words, changed.data["before"]["row"]) == ("The press has rung", "R13")
    assert changed.actor_role == "duty officer"
    decide.change_route(desk, office.duty, issue.id, "ward_member", "It is local after all")
    assert office.issue(issue.id).owner == "wards"


def test_a_question_that_is_gone_from_the_criteria_counts_no_more(desk, office):
    issue = office.report("R13")
    with writing(desk.engine) as session:
        old = session.get_one(Issue, issue.id)
        old.answers = {**old.answers, "Q99": "yes"}
        session.add(old)
        session.commit()
    changed = decide.change_answers(desk, office.duty, issue.id, {"Q11": "yes"}, objects={"threat": ["reputation"]})
    assert (changed.row, "Q99" in changed.answers) == ("R11", False)


def test_whole_borough_may_be_said_later(desk, office):
    issue = office.report("R12", wards=())
    assert issue.state == "held"
    changed = decide.change_answers(desk, office.duty, issue.id, {}, whole_borough=True)
    assert (changed.whole_borough, changed.route) == (True, "ward_member")


def test_a_cabinet_lead_leads_in_their_ward_as_its_councillor(desk, office):
    issue = office.report("R12", ward="cuckoo-oak")
    councillors.lead(desk, office.actor("lead-ecfc"), issue.id)
    assert office.history(issue.id)[-1].actor_role == "councillor for Cuckoo Oak"


def test_what_came_back_twice_can_be_closed_in_the_end(desk, office):
    issue = decide.accept(desk, office.duty, office.report("R9").id)
    first = assign.add_action(desk, office.duty, issue.id, "Patrol", "police")
    respond.not_ours(desk, office.police, first.id, "Not ours", "community_safety")
    second = office.actions(issue.id)[1]
    respond.not_ours(desk, office.holder("contact", "community_safety"), second.id, "Nor ours", None)
    third = assign.add_action(desk, office.duty, issue.id, "Patrol", "highways")
    respond.done(desk, office.holder("contact", "highways"), third.id, "Patrolled")
    assert close.close(desk, office.duty, issue.id, "All well").state == "closed"


def test_a_joined_reporter_who_is_not_satisfied_opens_the_matter_itself(desk, office):
    parent = decide.accept(desk, office.duty, office.report("R9").id)
    child = office.report("R3", by=office.actor("ruth-rural"), objects={"issue": parent.id})
    close.close(desk, office.duty, parent.id, "Mended")
    satisfied(desk, office.actor("ruth-rural"), child.id, yes=False, why="Smashed again")
    assert (office.issue(parent.id).state, office.issue(child.id).state) == ("awaiting_acceptance", "joined")
