"""The kinds of briefing besides a councillor's and a Cabinet Lead's; elections, hot spots, trends."""

from dataclasses import replace
from datetime import date

import pytest

from bot.briefings.forms import as_text
from bot.desk.due import brief as briefing_desk
from bot.desk.verbs import close, decide
from tests.briefings.weeks import BRYONY, LEAD, WARD, entries, issues, number
from triage_rules.folder.briefing_kinds import PreElection

DIRECTOR, SCRUTINEER, CAPS = "director-people", "cllr-bramble-teasdale", "cllr-juniper-inkpen"


def of_kind(weeks, name, **changed):
    """The council with this briefing changed."""
    briefings = tuple(b.model_copy(update=changed) if b.name == name else b for b in weeks.council.briefings)
    weeks.council = replace(weeks.council, briefings=briefings)
    weeks.desk.council = lambda: weeks.council


def part(weeks, person, audience, **more):
    return next(part for part in weeks.briefing(person, **more).parts if part.audience == audience)


def test_a_director_decides_what_a_cabinet_lead_decides_and_says_who_has_agreed(weeks):
    issue = weeks.report("R10", summary="The same estate", objects={"threat": ["priority:safer-estates"]})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    assert issues(part(weeks, DIRECTOR, "corporate_directors"), "decisions") == [issue.id]
    decide.agree(weeks.desk, weeks.actor("lead-safety"), number(issue), True)
    [entry] = entries(part(weeks, DIRECTOR, "corporate_directors"), "decisions")
    assert "The Cabinet Lead has agreed. Do you agree?" in entry.text
    assert not part(weeks, "director-place", "corporate_directors").sections
    assert part(weeks, "director-resources", "corporate_directors").sections  # for the whole council


def test_a_boards_papers_tell_its_members_the_same_whatever_they_have_had(weeks):
    weeks.brief()
    issue = weeks.report("R9", summary="Shops broken into", objects={"threat": ["priority:safer-estates"]})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    other = weeks.report("R9", summary="Litter at the lake", objects={"threat": ["priority:clean-streets"]})
    decide.accept(weeks.desk, weeks.duty, number(other))
    weeks.to(30, 9)
    weeks.brief()  # the director hears of it as a director
    weeks.to(2, 9, month=12)
    weeks.brief()
    [copy] = [copy for copy in weeks.copies(DIRECTOR) if copy.period == "2026-12-02"]
    papers = weeks.last_copy(DIRECTOR)
    assert copy.briefings == ["body"]
    assert copy.events == []  # told as papers, and not as news
    assert papers.title.startswith("Safer Communities Priority Board: ")
    assert [entry.issue for entry in entries(papers.parts[0], "progress")] == [issue.id]
    assert "until" not in papers.notices


def test_what_is_finished_is_a_boards_outcome(weeks):
    issue = weeks.report("R9", summary="Shops broken into", objects={"threat": ["priority:safer-estates"]})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    close.close(weeks.desk, weeks.duty, number(issue), "New shutters on all six.")
    [entry] = entries(part(weeks, DIRECTOR, "body"), "outcomes")
    assert "New shutters on all six." in entry.text


def test_scrutiny_has_counts_and_times_and_no_matter(weeks):
    weeks.busy_week()
    numbers = part(weeks, SCRUTINEER, "body")
    assert [section.kind for section in numbers.sections][:2] == ["reports", "times"]
    assert all(entry.issue is None for section in numbers.sections for entry in section.entries)
    [reports] = [entry.text for entry in entries(numbers, "reports") if entry.title == "To one service or partner"]
    assert reports == "4 (0 in the time before)."


def test_on_request_there_are_papers_without_a_schedule(weeks):
    issue = weeks.report("R9")
    decide.accept(weeks.desk, weeks.duty, number(issue))
    assert issues(part(weeks, CAPS, "body"), "progress") == [issue.id]


def test_before_an_election_briefings_go_on_and_say_what_they_are_for(weeks):
    weeks.council = replace(weeks.council, pre_election=(PreElection(until=date(2026, 12, 10), wards=(WARD,)),))
    weeks.desk.council = lambda: weeks.council
    weeks.report("R13", summary="Fly-tip")
    said = as_text(weeks.briefing(BRYONY))
    assert "Pre-election period in Cuckoo Oak until Thursday 10 December" in said
    assert "Fly-tip" in said
    assert "Pre-election" not in as_text(weeks.briefing("cllr-gentian-hollowbrook"))  # of another ward
    weeks.to(11, month=12)
    assert "Pre-election" not in as_text(weeks.briefing(BRYONY))


def test_papers_for_the_public_name_no_councillor_before_an_election(weeks):
    of_kind(weeks, "ward", public=True)
    weeks.lead(weeks.report("R12", summary="Hedge"), BRYONY)
    neighbour = "cllr-saffron-sandalwick"
    assert "Cllr Bryony Ribbonhurst leads on it." in as_text(weeks.briefing(neighbour))
    weeks.council = replace(weeks.council, pre_election=(PreElection(),))
    said = as_text(weeks.briefing(neighbour))
    assert "Bryony" not in said
    assert "The ward’s councillors lead on it." in said
    assert "councillors are not named here" in said


def test_hot_spots_are_told_while_more_reports_come_in(weeks):
    for n in range(5):
        weeks.report("R13", summary=f"Fly-tip {n}")
    [spot] = [entry for entry in entries(part(weeks, BRYONY, "ward_members"), "repeats") if entry.issue is None]
    assert (spot.title, spot.text) == (
        "Street Scene, Cuckoo Oak",
        "5 reports in twelve weeks, 5 of them in the last four.",
    )
    weeks.to(7, month=12)
    assert not entries(part(weeks, BRYONY, "ward_members"), "repeats")


@pytest.mark.parametrize("mark", [{"sensitive": True}, {"exempt_paragraph": "3"}, {"casework_for": BRYONY}])
def test_what_is_confidential_is_no_hot_spot(weeks, mark):
    for n in range(5):
        weeks.change(weeks.report("R13", summary=f"Fly-tip {n}"), **mark)
    assert not entries(part(weeks, BRYONY, "ward_members"), "repeats")


def test_numbers_go_on_from_briefing_to_briefing(weeks):
    weeks.only("lead-environment")
    weeks.brief()
    for day in (24, 1):
        issue = weeks.report("R11", summary="Litter")
        weeks.acknowledge(issue)
        weeks.to(30 if day == 24 else 7, 9, month=11 if day == 24 else 12)
        weeks.brief()
    lead = weeks.last_copy("lead-environment")
    [entry] = [e for part in lead.parts for e in entries(part, "indicators") if e.title == "Acknowledgements"]
    assert "Last time 1 of 1, typically under an hour." in entry.text
    assert [point.of for point in entry.figure.points] == [1, 1]


def test_what_a_council_no_longer_has_stops_nobodys_briefing(weeks):
    issue = weeks.report("R9", objects={"threat": ["priority:safer-estates", "indicator:asb-reports"]})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    directory = weeks.council.directory.model_copy(update={"priorities": (), "indicators": ()})
    weeks.council = replace(weeks.council, directory=directory)
    weeks.desk.council = lambda: weeks.council
    assert issues(part(weeks, LEAD, "cabinet_leads"), "rapid") == [issue.id]
    assert briefing_desk.brief_now(weeks.desk, weeks.actor(LEAD)) is not None
