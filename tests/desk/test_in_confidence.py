"""A resident's case, what is exempt, who reads a note, and on whose authority things are decided."""

from dataclasses import replace

import pytest

from bot.cards.history import history_lines
from bot.desk import access
from bot.desk.refusal import Refusal
from bot.desk.verbs import councillors, decide, privacy, report, talk
from bot.desk.verbs.privacy import Marks
from bot.desk.verbs.refresh import may_read_note, see
from tests.desk.people import Office
from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.records import Agreement
from triage_rules.sight import Reader, seen

NOTE = "Mrs Invented of 3 Nowhere Lane says her neighbour broke it."


@pytest.fixture
def engine(sqlite_engine):
    """The database makes no difference here."""
    return sqlite_engine


@pytest.fixture
def members(office: Office):
    return office.councillors("cuckoo-oak")


def case(office: Office, row: str = "R12", **more):
    holder = office.councillors("cuckoo-oak")[1]
    return office.report(row, note=NOTE, summary="A broken fence", casework_for=holder.person, **more), holder


def test_a_private_case_is_seen_by_one_councillor_of_three(desk, office, members):
    issue, holder = case(office)
    one, _, three = members[0], members[1], members[-1]
    assert office.told(issue.id) >= {("lead_card", holder.key)}
    assert not {key for _, key in office.told(issue.id)} & {one.key, three.key}
    see(desk, holder, issue.id)
    councillors.lead(desk, holder, issue.id)
    for other in (one, three):
        for attempt in (lambda who: see(desk, who, issue.id), lambda who: councillors.lead(desk, who, issue.id)):
            with pytest.raises(Refusal, match="Nothing was changed"):
                attempt(other)
    assert [event.actor for event in office.history(issue.id) if event.verb == "refused"] == [one.key] * 2 + [
        three.key
    ] * 2


def test_no_cabinet_member_hears_of_a_case(desk, office):
    issue, _ = case(office, "R9")
    decide.accept(desk, office.duty, issue.id)
    assert {key for kind, key in office.told(issue.id) if kind == "told"} & {
        office.holder("cabinet_lead", office.council.team.lead_portfolio).key
    } == set()
    with pytest.raises(Refusal):
        see(desk, office.holder("cabinet_lead", office.council.team.lead_portfolio), issue.id)


def test_a_case_needs_a_councillor(office):
    with pytest.raises(Refusal) as refused:
        office.report("R12", casework_for="sam-duty")
    assert (refused.value.field, refused.value.message) == ("casework", "Choose a councillor from the list, or nobody.")


def test_a_councillor_who_is_the_complainant(desk, office, members):
    """They reported it: they hear as a reporter does, and the others of the ward lead."""
    issue = office.report("R12", by=members[0], note=NOTE, summary="A broken fence")
    assert ("receipt", members[0].key) in office.told(issue.id)
    talk.add_note(desk, members[0], issue.id, "It is worse today")
    other = issue.model_copy()
    private = office.report("R12", by=members[0], note=NOTE, casework_for=members[1].person)
    see(desk, members[0], private.id)  # their own report
    with pytest.raises(Refusal):
        councillors.lead(desk, members[0], private.id)  # and another's case
    assert other.id != private.id


def test_nobody_joins_a_case_that_they_may_not_see(office):
    issue, _ = case(office)
    with pytest.raises(Refusal, match="no longer open"):
        office.report("R3", by=office.actor("noor-contact-centre"), objects={"issue": issue.id})


def test_marking_is_on_record_and_can_be_taken_back(desk, office, members):
    issue = office.report("R12")
    councillors.lead(desk, members[0], issue.id)
    privacy.mark(desk, office.duty, issue.id, Marks(members[1].person, sensitive=True, exempt="3"))
    marked = office.issue(issue.id)
    assert (marked.leads, marked.casework_for, marked.exempt_paragraph) == ([], members[1].person, "3")
    assert marked.exempt_by == "Sam Duty, duty officer"
    assert office.history(issue.id)[-1].data["exempt"] == "3"
    privacy.mark(desk, office.officer, issue.id, Marks())
    assert office.issue(issue.id).exempt_by == ""
    with pytest.raises(Refusal, match="Choose the paragraph"):
        privacy.mark(desk, office.duty, issue.id, Marks(exempt="12"))
    with pytest.raises(Refusal, match="this is for"):
        privacy.mark(desk, members[0], issue.id, Marks())


# -- who reads what was written --------------------------------------------------------------------------------------


def lines(desk, council: Council, issue, reader: Reader = "public") -> str:
    with desk.look() as session:
        return "\n".join(history_lines(session, council, issue, desk.clock.now(), parts=seen(reader, issue)))


def test_each_note_has_an_audience_the_narrowest_by_default(desk, office, asked):
    issue = office.issue(asked.issue_id)
    talk.add_note(desk, office.duty, issue.id, "Only we know")
    talk.add_note(desk, office.duty, issue.id, "Councillors may know", audience="councillors")
    talk.add_note(desk, office.duty, issue.id, "All may know", audience="public")
    with pytest.raises(Refusal):
        talk.add_note(desk, office.duty, issue.id, "x", audience="everybody")
    anybody = lines(desk, office.council, issue)
    councillor = lines(desk, office.council, issue, "councillor")
    working = lines(desk, office.council, issue, "working")
    assert [text in anybody for text in ("Only we know", "Councillors may know", "All may know")] == [
        False,
        False,
        True,
    ]
    assert [text in councillor for text in ("Only we know", "Councillors may know")] == [False, True]
    assert "Only we know" in working
    assert "Southgate has been smashed again" not in working  # the note is not for all who work on it
    assert "Southgate has been smashed again" in lines(desk, office.council, issue, "trusted")
    told = {d.recipient for d in office.outbox(issue.id) if d.kind == "note"}
    assert {councillor.key for councillor in office.councillors("cuckoo-oak")} <= told


def test_personal_detail_goes_to_a_partner_only_under_an_agreement(desk, office, asked):
    """Read on the day: the agreement of the police ends in 2028."""
    issue, fire = office.issue(asked.issue_id), office.holder("contact", "fire_service")
    assert may_read_note(desk, office.police, issue)
    assert not may_read_note(desk, fire, issue)
    directory = office.directory
    police = directory.organisation("police")
    over = Agreement.model_validate({"reference": "x", "until": "2026-11-22"})
    for agreement in (None, over):
        changed = tuple(
            org if org.id != police.id else org.model_copy(update={"sharing_agreement": agreement})
            for org in directory.organisations
        )
        fields = {name: getattr(directory, name) for name in type(directory).model_fields}
        fresh = replace(office.council, directory=Directory(**{**fields, "organisations": changed}))
        subject = access.Subject(issue, ("cuckoo-oak",), (), asked)
        assert not access.may(office.police, "see_note", subject, fresh, desk.today())
        assert access.may(office.police, "acknowledge", subject, fresh, desk.today())


def test_a_councillors_note_is_a_request(desk, office, members):
    issue = office.report("R12")
    talk.add_note(desk, members[0], issue.id, "Please mend it this week")
    assert office.history(issue.id)[-1].data["request"] is True
    councillors.lead(desk, members[0], issue.id)
    talk.add_note(desk, members[0], issue.id, "I have rung them")
    assert office.history(issue.id)[-1].data["request"] is False


# -- on whose authority ----------------------------------------------------------------------------------------------


def test_acceptances_and_agreements_record_the_delegation(desk, office):
    issue = office.report("R10")
    decide.accept(desk, office.duty, issue.id)
    decide.agree(desk, office.holder("corporate_director"), issue.id, yes=True)
    events = {event.verb: event.data.get("authority") for event in office.history(issue.id)}
    assert events["accepted"] == "Scheme of Delegation, 4.2 (duty officers)"
    assert events["agreed"] == "Scheme of Delegation, 2.1 (Corporate Directors)"
    assert "under Scheme of Delegation, 4.2" in lines(desk, office.council, office.issue(issue.id))


def test_who_proposed_planned_work_does_not_agree_it(desk, office):
    director = office.holder("corporate_director")
    issue = report.report(desk, director, _planned(office)).issue
    assert issue is not None
    decide.accept(desk, office.duty, issue.id or 0)
    assert ("agree_card", director.key) not in office.told(issue.id)
    with pytest.raises(Refusal, match="You proposed RR-1 yourself"):
        decide.agree(desk, director, issue.id or 0, yes=True)
    assert office.history(issue.id)[-1].verb == "refused"


def _planned(office: Office):
    from tests.desk.people import ANSWERS

    return report.Report(
        note="x", answers=ANSWERS["R10"], wards=("cuckoo-oak",), services=("street_scene", "police"),
        objects=office.objects("R10"),
    )  # fmt: skip
