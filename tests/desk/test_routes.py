"""What each route sets in motion, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.report import Report, report
from storage.intake import Draft, StopCount
from storage.issues import Event, Issue, ward_ids
from storage.outbox import Delivery
from storage.session import writing
from tests.desk.people import ANSWERS

TUESDAY_CLOSE = datetime(2026, 11, 24, 17, tzinfo=UTC)
WEDNESDAY_CLOSE = datetime(2026, 11, 25, 17, tzinfo=UTC)
MONDAY_ONE = datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_one_service_gets_the_action_and_the_reporter_a_receipt(office):
    issue = office.report("R13")
    assert (issue.state, issue.owner, issue.row) == ("open", "org:street_scene", "R13")
    (action,) = office.actions(issue.id)
    assert (action.owner, action.state, action.leads) == ("street_scene", "due", True)
    assert {clock: wait.due_at for clock, wait in office.waits(issue.id).items()} == {
        "acknowledge": TUESDAY_CLOSE,
        "first_response": WEDNESDAY_CLOSE,
    }
    told = office.told(issue.id)
    assert {("receipt", "person:olive-officer"), ("action_card", "org:street_scene")} <= told
    assert not {kind for kind, _ in told} & {"lead_card", "councillor_card", "issue_card"}


def test_rapid_response_waits_for_a_duty_officer(office):
    issue = office.report("R9")
    assert (issue.state, issue.owner, issue.stream) == ("awaiting_acceptance", "team", "rapid_response")
    assert office.waits(issue.id)["accept"].due_at == MONDAY_ONE
    assert ("issue_card", "team") in office.told(issue.id)
    assert office.actions(issue.id) == []


def test_a_local_matter_goes_to_every_councillor_of_every_ward(office):
    issue = office.report("R12", wards=("cuckoo-oak", "brookside"))
    expected = {a.key for ward in ("cuckoo-oak", "brookside") for a in office.councillors(ward)}
    asked = {delivery.recipient for delivery in office.outbox(issue.id) if delivery.kind == "lead_card"}
    assert asked == expected
    assert len(expected) >= 4
    assert office.waits(issue.id)["lead"].owner == "wards"
    support = [d for d in office.outbox(issue.id) if d.data.get("why") == "support"]
    assert {d.recipient for d in support} == {"org:street_scene", "org:police"}
    assert all(d.behind == f"{issue.reference} lead" for d in support)


def test_a_threat_in_one_service_alerts_the_cabinet_member_at_once(office):
    issue = office.report("R11")
    assert (issue.route, issue.stream, issue.owner) == ("service", "flagged", "org:street_scene")
    portfolio = office.directory.organisation("street_scene").portfolio
    holder = office.holder("cabinet_lead", portfolio)
    assert ("told", holder.key) in office.told(issue.id)


def test_the_owner_of_a_plan_action_gets_what_the_plan_covers(office):
    plan = office.directory.plan_actions[0]
    issue = office.report("R8")
    assert issue.owner == f"org:{plan.owner}"


def test_signposts_have_no_clock(office):
    issue = office.report("R4")
    assert issue.state == "signposted"
    assert office.waits(issue.id) == {}


@pytest.mark.parametrize(
    ("row", "changes", "missing"),
    [
        ("R13", {"services": ()}, "one service"),
        ("R13", {"services": ("police", "street_scene")}, "one service"),
        ("R12", {"wards": ()}, "the ward"),
        ("R9", {"objects": {}}, "threaten"),
        ("R5", {"objects": {}}, "priority"),
        ("R8", {"objects": {}}, "agreed action"),
        ("R9", {"answers": {**ANSWERS["R9"], "Q9": "unknown"}}, "answer"),
    ],
)
def test_what_is_missing_is_held_never_guessed(office, row, changes, missing):
    issue = office.report(row, **changes)
    assert (issue.state, issue.route, issue.owner) == ("held", "hold", "team")
    assert missing in issue.objects["missing"]
    assert office.waits(issue.id)["hold"].due_at == MONDAY_ONE
    assert {("issue_card", "team"), ("receipt", "person:olive-officer")} <= office.told(issue.id)


@pytest.mark.parametrize(("row", "stream"), [("R1", "emergency"), ("R2", "safeguarding")])
def test_a_stop_keeps_nothing_but_a_count(office, desk, row, stream):
    secret = "A boy called Zebedee is being hit at 12 Invented Street"
    with writing(desk.engine) as session:
        at = desk.clock.now()
        session.add(Draft(id="d1", user="person:olive-officer", long_text=secret, created_at=at, expires_at=at))
        session.commit()
    receipt = office.receipt(row, note=secret, draft="d1")
    assert (receipt.issue, receipt.stream) == (None, stream)
    with desk.look() as session:
        counts = session.exec(select(StopCount)).all()
        assert [(count.stream, count.ward) for count in counts] == [(stream, "cuckoo-oak")]
        for table in (Issue, Event, Draft, Delivery):
            assert session.exec(select(table)).all() == []


@pytest.mark.parametrize("answer", ["unknown", None])
def test_a_safety_question_left_open_cannot_be_sent(office, answer):
    answers = {**ANSWERS["R13"], "Q2": answer}
    if answer is None:
        del answers["Q2"]
    with pytest.raises(Refusal, match="Yes or No") as refused:
        office.report("R13", answers=answers)
    assert refused.value.field == "Q2"
    assert office.outbox() == []


def test_a_joined_report_adds_its_ward_and_asks_about_the_threat_again(office, desk):
    parent = office.report("R12")
    child = office.report("R3", ward="brookside", objects={"issue": parent.id})
    assert (child.state, child.parent_id) == ("joined", parent.id)
    with desk.look() as session:
        assert ward_ids(session, parent.id) == ["brookside", "cuckoo-oak"]
    asked = {delivery.recipient for delivery in office.outbox(parent.id) if delivery.kind == "lead_card"}
    assert {a.key for a in office.councillors("brookside")} <= asked
    assert [d.data["child"] for d in office.outbox(parent.id) if d.kind == "repeat"]
    assert office.issue(parent.id).route == "ward_member"
    grandchild = office.report("R3", objects={"issue": child.id})
    assert grandchild.parent_id == parent.id


def test_joining_a_closed_issue_is_refused_and_leaves_nothing(office):
    with pytest.raises(Refusal, match="no longer open"):
        office.report("R3", objects={"issue": 99})
    assert office.outbox() == []


def test_the_same_form_twice_is_one_report(office, desk):
    given = Report(note="x", answers=ANSWERS["R4"])
    report(desk, office.officer, given, once="view:V1")
    with pytest.raises(Doubled):
        report(desk, office.officer, given, once="view:V1")
    with desk.look() as session:
        assert len(session.exec(select(Issue)).all()) == 1


def test_an_anonymous_report_has_no_first_response_and_no_receipt(office):
    issue = office.report("R13", anonymous=True)
    assert set(office.waits(issue.id)) == {"acknowledge"}
    assert "receipt" not in {kind for kind, _ in office.told(issue.id)}


def test_a_rural_ward_brings_in_the_rural_officer(office):
    rural = next(area.id for area in office.directory.areas if area.rural)
    issue = office.report("R13", ward=rural)
    assert ("told", "person:ruth-rural") in office.told(issue.id)
