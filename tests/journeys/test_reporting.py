"""Reporting in every way there is, and each route that a report can take: who hears, and who does not."""

import re
from pathlib import Path

import pytest

from tests.journeys.matters import NOTE, SUMMARY, WARD, matter
from tests.journeys.report import Told, fill_in
from tests.journeys.somebody import Somebody, read
from tests.journeys.town import Town

SECRET = "Zebedee Quillfeather at number 12"


@pytest.fixture
def olive(town: Town) -> Somebody:
    return town.person("olive-officer")


def test_four_ways_to_begin(town: Town, olive: Somebody):
    typed = olive.form()
    assert typed.title == "Report an issue"
    assert olive.reports(matter("R13"), typed) == "RR-1"
    prefilled = olive.form("The bins in Southgate were not emptied.")
    assert prefilled.value("What is happening?") == "The bins in Southgate were not emptied."
    assert olive.reports(matter("R13", what=""), prefilled) == "RR-2"
    shortcut = olive.slack.shortcut("report_issue")
    assert shortcut is not None
    assert olive.reports(matter("R13"), shortcut) == "RR-3"
    dusty = town.person("dusty-broom")
    said = dusty.slack.says("street-scene", "Somebody dumped <https://example.org|a sofa> &amp; tyres at Hills Lane.")
    from_message = dusty.slack.message_shortcut("report_message", said)
    assert from_message is not None
    assert from_message.value("What is happening?") == (
        "Somebody dumped a sofa (https://example.org) & tyres at Hills Lane."
    )
    assert dusty.reports(matter("R13", what="", summary=""), from_message) == "RR-4"
    assert "Somebody dumped a sofa" in town.issue("RR-4").note


def test_only_what_still_matters_is_asked_and_where_it_goes_is_shown(town: Town, olive: Somebody):
    view = olive.form("The bus shelter is smashed.")
    questions = [question.text for question in town.council.criteria.questions]
    assert [label for label in view.labels if label in questions] == questions[:2]
    fill_in(view, town.council, matter("R13", answers={}, what=""))
    assert "This needs a person to decide" in view.text or "still open" in view.text
    olive.closes_what_is_open()
    view = olive.form("The bus shelter is smashed.")
    fill_in(view, town.council, matter("R13", what=""))
    asked = [label for label in view.labels if label in questions]
    assert 2 < len(asked) < len(questions)
    assert "This goes to Street Scene, because" in view.text.replace("*", "")
    assert "by 5pm Tuesday 24 November" in view.text


def test_one_service(town: Town, olive: Somebody):
    rr = olive.reports(matter("R13"))
    receipt = olive.reads(rr)
    assert "Sent to Street Scene" in receipt
    assert "Street Scene acknowledges it by 5pm Tuesday 24 November" in receipt
    assert town.told(SUMMARY) == {"olive-officer", "street-scene"}
    assert "Please acknowledge by 5pm Tuesday 24 November" in town.person("dusty-broom").reads(rr, where="street-scene")


def test_one_service_and_a_threat(town: Town, olive: Somebody):
    """The Cabinet Lead hears at once; it does not go to the team."""
    rr = olive.reports(matter("R11"))
    lead = town.council.directory.organisation("street_scene").portfolio
    holder = town.council.directory.holders("cabinet_lead", lead, town.today)[0].id
    assert town.told(rr, "for your early attention") == {holder}
    assert town.told(SUMMARY) == {"olive-officer", "street-scene", holder}


def test_the_ward_councillors_lead(town: Town, olive: Somebody):
    rr = olive.reports(matter("R12"))
    contact = town.council.directory.holders("senior_manager", WARD, town.today)[0].id
    assert "The councillors for Cuckoo Oak lead on this" in olive.reads(rr)
    assert town.told(rr, "Will you lead on this? Please say by 5pm Tuesday 24 November") == town.members(WARD)
    assert town.told(rr, "You are the contact for this") == {contact}
    assert town.told(rr, "you are named as somebody who can help") == {"street-scene", "police"}
    assert town.team not in town.told(SUMMARY)


@pytest.mark.parametrize("row", ["R9", "R10"])
def test_the_team_decides_whether_it_takes_it(town: Town, olive: Somebody, row: str):
    rr = olive.reports(matter(row))
    assert "Sent to the Rapid Response Team" in olive.reads(rr)
    assert "duty officer accepts it by 1pm today" in olive.reads(rr)
    assert town.told(SUMMARY) == {"olive-officer", town.team}
    town.person("ola-duty").finds("Accept", rr, town.team)


def test_it_joins_an_open_issue(town: Town, olive: Somebody):
    first = olive.reports(matter("R9"))
    again = town.person("noor-contact-centre")
    form = again.form()
    second = again.reports(matter("R3", objects={"issue": first}, wards=("madeley",)), form)
    assert "It joins RR-1 · Bus shelter smashed again" in again.reads(second)
    card = town.person("sam-duty").reads(first, "2 reports here", where=town.team)
    assert "Cuckoo Oak and Madeley" in card
    town.person("sam-duty").does("Reply to reporter", first, {"Your answer": "We are on our way."}, town.team)
    assert olive.reads(first, "an answer from Sam Duty", "We are on our way.")
    assert again.reads(second, "an answer from Sam Duty", "We are on our way.")


def test_somebody_else_can_help(town: Town, olive: Somebody):
    rr = olive.reports(matter("R4"))
    assert "Someone else can help" in olive.reads(rr)
    assert town.told(SUMMARY) == {"olive-officer"}


def test_a_hold_goes_to_a_person(town: Town, olive: Somebody):
    rr = olive.reports(matter("R13", services=("street_scene", "police")))
    assert "Needs a person to decide: the one service or partner whose job it is" in olive.reads(rr)
    unsure = olive.reports(Told({"Q3": "yes"}, what=NOTE, summary=SUMMARY))
    assert "A duty officer of the Rapid Response Team decides by 1pm today" in olive.reads(unsure)
    sam = town.person("sam-duty")
    assert "needs a person to decide" in sam.reads(rr, where=town.team)
    form = sam.clicks("Change answers", rr, town.team)
    assert form is not None
    form.fill("Who could deal with it?", ["police"])
    assert form.submit()
    town.deliver()
    assert "Sent to West Mercia Police" in olive.reads(rr)
    assert town.person("sgt-lee").finds("Acknowledge", rr, "police")


@pytest.mark.parametrize(("row", "title"), [("R1", "Ring 999 first"), ("R2", "Ring the safeguarding team first")])
def test_a_stop_keeps_nothing(town: Town, olive: Somebody, tmp_path: Path, row: str, title: str):
    view = olive.form(f"{SECRET} has not been seen since Friday.")
    view.fill("Where is it?", f"behind {SECRET}")
    view.fill(town.council.criteria.safety[0].text, "No")  # what was typed goes into the draft
    fill_in(view, town.council, matter(row, what="", wards=(WARD,)))
    assert title in view.text
    assert view.submit_label is None
    town.deliver()
    assert olive.slack.messages() == []
    assert SECRET not in town.everything_on_record()
    assert town.told(SECRET) == set()
    view.click("Report the rest without the person")
    assert SECRET not in str(view.values) + view.text
    assert olive.reports(matter("R13", what="The bus shelter is smashed.", summary=""), view) == "RR-1"
    assert "Quillfeather" not in town.everything_on_record()
    town.restart()  # closed, the file holds what is kept: no journal beside it, no freed pages in it
    left = [file.name for file in tmp_path.iterdir() if b"Quillfeather" in file.read_bytes()]
    assert left == []


def test_a_stop_from_a_message_says_that_the_message_is_still_there(town: Town):
    dusty = town.person("dusty-broom")
    said = dusty.slack.says("street-scene", f"{SECRET} has not been seen since Friday.")
    view = dusty.slack.message_shortcut("report_message", said)
    assert view is not None
    view.fill(town.council.criteria.safety[1].text, "Yes")
    assert "The message in Slack is still there" in view.text.replace("*", "")
    assert SECRET not in town.everything_on_record()


def test_not_known_to_a_safety_question_stays_open_and_says_whom_to_ring(town: Town, olive: Somebody):
    view = olive.form(NOTE)
    first, second = (question.text for question in town.council.criteria.safety)
    view.fill(first, "No")
    view.fill(second, "Not known")
    assert not view.submit()
    assert "ring" in view.errors[second]
    assert view.value("What is happening?") == NOTE
    view.fill(second, "No")
    assert view.submit()
    town.deliver()


def test_without_a_name_there_is_no_receipt(town: Town, olive: Somebody):
    view = olive.form(NOTE)
    fill_in(view, town.council, matter("R13", what="", nameless=True))
    assert view.submit()
    town.deliver()
    shown = olive.slack.open_view().text
    assert re.search(r"RR-\d+", shown)
    assert olive.slack.messages() == []
    assert not any("hears a first answer" in read(m) for m in town.person("dusty-broom").slack.messages("street-scene"))


def test_the_whole_borough_is_every_councillors(town: Town, olive: Somebody):
    rr = olive.reports(matter("R9", wards=(), whole_borough=True))
    town.person("sam-duty").clicks("Accept", rr, town.team)
    everybody = {person.id for person in town.council.directory.all_holders("ward_member", town.today)}
    assert everybody <= town.told(rr)
