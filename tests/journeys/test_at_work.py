"""The team, services and partners at work: accept, send elsewhere, ask, acknowledge, decline, answer, close."""

import pytest

from tests.journeys.matters import SUMMARY, WARD, matter
from tests.journeys.somebody import Somebody, offers
from tests.journeys.town import Town

ASKED = {"What needs doing?": "Walk past it every evening", "Who should do it?": "police"}


@pytest.fixture
def olive(town: Town) -> Somebody:
    return town.person("olive-officer")


@pytest.fixture
def sam(town: Town) -> Somebody:
    return town.person("sam-duty")


@pytest.fixture
def lee(town: Town) -> Somebody:
    return town.person("sgt-lee")


@pytest.fixture
def accepted(town: Town, olive: Somebody, sam: Somebody) -> str:
    """A rapid response that the team has accepted."""
    rr = olive.reports(matter("R9"))
    sam.clicks("Accept", rr, town.team)
    return rr


def test_change_route_needs_a_reason_and_says_who_changed_it(town: Town, olive: Somebody, sam: Somebody):
    rr = olive.has_reported(matter("R9"))
    form = sam.clicks("Change route", rr, town.team)
    assert form is not None
    form.fill("Send it to", "org:street_scene")
    assert not form.submit()
    assert "Why?" in form.errors
    sam.sends(form, {"Why?": "It is only the shelter's glass."})
    assert "Sent to Street Scene" in olive.reads(rr)
    assert town.person("dusty-broom").finds("Acknowledge", rr, "street-scene")
    menu = sam.clicks("History", rr, town.team)
    assert menu is not None
    assert "Route changed by Sam Duty, duty officer" in menu.text
    assert "It is only the shelter's glass." in menu.text
    assert town.told("It is only the shelter's glass.") == {"olive-officer", town.team, "street-scene"}


def test_change_answers_triages_again(town: Town, olive: Somebody, sam: Somebody):
    rr = olive.has_reported(matter("R9"))
    form = sam.clicks("Change answers", rr, town.team)
    assert form is not None
    assert form.title == "Change answers"
    threat = next(q for q in town.council.criteria.questions if q.object == "threat")
    form.fill(threat.text, "No")
    assert form.submit()
    town.deliver()
    assert "The councillors for Cuckoo Oak lead on this" in olive.reads(rr)
    assert town.told(rr, "Will you lead on this?") == town.members(WARD)
    assert "with the councillors" in sam.reads(rr, where=town.team) or "waiting for" in sam.reads(rr, where=town.team)


def test_an_action_from_asking_to_closing(town: Town, olive: Somebody, sam: Somebody, lee: Somebody, accepted: str):
    sam.does("Add action", accepted, ASKED, town.team)
    lee.clicks("Acknowledge", accepted, "police")
    assert "Acknowledged by Sgt Lee" in lee.reads("Walk past it every evening", where="police")
    later = lee.clicks("Your reference", accepted, "police")
    assert later is not None
    lee.sends(later, {"Your reference": "WMP-77", "Expected by": "Friday"})
    assert "expected by Friday" in sam.reads(accepted, where=town.team)
    lee.does("Add note", accepted, {"Your note": "Two officers are out."}, "police")
    assert sam.reads("Two officers are out.", "note by Sgt Lee", where=town.team)
    refusing = sam.slack.messages(town.team)
    assert not any("Close" in offers(message) for message in refusing)  # while an action is open
    lee.does("Done", accepted, {"What was done?": "Four patrols, nobody met."}, "police")
    sam.does("Close", accepted, {"Why?": "Repaired and watched."}, town.team)
    assert "Repaired and watched." in olive.reads(accepted, "Are you satisfied?")
    olive.clicks("Yes", accepted)
    assert sam.reads(accepted, "The reporter is satisfied", where=town.team)
    for slug in town.members(WARD):
        assert slug in town.told(accepted, "Repaired and watched.")


def test_not_ours_goes_to_the_next_owner_and_then_to_a_person(town: Town, sam: Somebody, lee: Somebody, accepted: str):
    sam.does("Add action", accepted, ASKED, town.team)
    declined = {"Why?": "It is not on our land.", "Who should have it?": "social_landlord"}
    lee.does("Not ours", accepted, declined, "police")
    assert "not theirs" in lee.reads("Walk past it every evening", where="police")
    landlord = town.holder("contact", "social_landlord")
    channel = town.channel("social_landlord")
    assert "West Mercia Police says that it is for you" in landlord.reads(accepted, where=channel)
    assert town.person("sam-duty").reads(
        accepted, "waiting for Wrekin Housing to acknowledge", "(not for West Mercia Police)", where=town.team
    )
    landlord.does("Not ours", accepted, {"Why?": "Nor on ours.", "Who should have it?": "I do not know"}, channel)
    news = sam.reads("Wrekin Housing says that this is not theirs", where=town.team)
    assert "It has come back twice." in news
    assert "by 1pm today" in news
    sam.does("Add action", accepted, {**ASKED, "Who should do it?": "street_scene"}, town.team)
    assert town.person("dusty-broom").finds("Acknowledge", accepted, "street-scene")


def test_the_team_takes_an_action_back(town: Town, sam: Somebody, lee: Somebody, accepted: str):
    sam.does("Add action", accepted, ASKED, town.team)
    sam.clicks("Withdraw", accepted, town.team)
    assert "Nothing more is asked of you" in lee.reads("Walk past it every evening", where="police")
    assert not any("Acknowledge" in offers(message) for message in lee.slack.messages("police"))


def test_a_service_owns_its_issue_to_the_end(town: Town, olive: Somebody):
    rr, dusty = olive.has_reported(matter("R13")), town.person("dusty-broom")
    dusty.does("Ask the reporter", rr, {"Your question": "Which side of the road?"}, "street-scene")
    question = olive.reads(rr, "a question from Dusty Broomhall", "Which side of the road?")
    assert "Please answer by 5pm Thursday 26 November" in question
    assert "stands still until you have answered" in olive.reads(rr, "The time for our answer")
    olive.does("Answer", rr, {"Your answer": "The north side."})
    assert dusty.reads(rr, "the reporter has answered", "The north side.", where="street-scene")
    dusty.clicks("Acknowledge", rr, "street-scene")
    dusty.does("Reply to reporter", rr, {"Your answer": "We come on Wednesday."}, "street-scene")
    assert olive.reads(rr, "an answer from Dusty Broomhall", "We come on Wednesday.")
    dusty.does("Close", rr, {"Why?": "New glass is in."}, "street-scene")
    olive.does("No", rr, {"What is still wrong?": "It leaks."})
    assert "the reporter is not satisfied" in dusty.reads(rr, "It leaks.", where="street-scene")
    dusty.finds("Acknowledge", rr, "street-scene")


def test_the_reporter_corrects_what_others_read(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R13"))
    edit = {"Summary that others see": "Bus shelter, broken glass", "Where is it?": "Southgate, north side"}
    olive.does("Edit", rr, edit)
    card = town.person("dusty-broom").reads(rr, where="street-scene")
    assert "Bus shelter, broken glass" in card
    assert SUMMARY not in card
    olive.does("Add note", rr, {"Your note": "A child cut her hand there."})
    assert town.told("A child cut her hand there.") == {"street-scene"}


def test_the_team_opens_again_what_it_closed(town: Town, olive: Somebody, sam: Somebody, accepted: str):
    sam.does("Close", accepted, {"Why?": "Repaired."}, town.team)
    sam.clicks("Reopen", accepted, town.team)
    assert "Opened again by Sam Duty" in sam.reads(accepted, where=town.team)
    sam.clicks("Accept", accepted, town.team)
    assert "Accepted by Sam Duty" in olive.reads(accepted)
