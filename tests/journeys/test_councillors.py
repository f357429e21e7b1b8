"""What councillors, Cabinet and directors are asked and told; and that councillors hear first."""

from datetime import timedelta

import pytest

from bot.desk.actor import Actor
from bot.desk.verbs import assign
from bot.simulator import faults
from tests.journeys.matters import SUMMARY, WARD, matter
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town

COUNCILLOR, OTHER = "cllr-bryony-ribbonhurst", "cllr-saffron-sandalwick"


@pytest.fixture
def olive(town: Town) -> Somebody:
    return town.person("olive-officer")


def test_a_councillor_leads_and_closes(town: Town, olive: Somebody):
    rr, bryony = olive.reports(matter("R12")), town.person(COUNCILLOR)
    bryony.clicks("I'll lead", rr)
    assert "You lead on this" in bryony.reads(rr)
    assert "Cllr Bryony Ribbonhurst leads on this. You may lead too." in town.person(OTHER).reads(rr)
    assert "Cllr Bryony Ribbonhurst" in olive.reads(rr, "lead on this")
    bryony.does("Reply to reporter", rr, {"Your answer": "I have asked the owner."})
    assert olive.reads(rr, "an answer from Cllr Bryony Ribbonhurst", "I have asked the owner.")
    bryony.does("Close", rr, {"Why?": "The hedge is cut."})
    assert "The hedge is cut." in olive.reads(rr, "Are you satisfied?")


def test_silence_passes_to_the_named_officer_without_blame(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R12"))
    contact = town.council.directory.holders("senior_manager", WARD, town.today)[0].id
    assert town.told("A reminder: will one of you lead") == set()
    town.work_until("2026-11-24 15:30")
    assert town.told("A reminder: will one of you lead") == town.members(WARD)
    town.work_until("2026-11-24 17:30")
    assert town.told(rr, "No councillor leads on this so far: please look after it") == {contact}
    officer = town.person(contact)
    officer.does("Reply to reporter", rr, {"Your answer": "I look after it."})
    assert olive.reads(rr, "I look after it.")
    assert not any("overdue" in text.lower() for text in (town.person(COUNCILLOR).reads(rr), olive.reads(rr)))


def test_a_view_is_dated_and_does_not_stop_the_work(town: Town, olive: Somebody):
    rr, bryony, sam = olive.has_reported(matter("R9")), town.person(COUNCILLOR), town.person("sam-duty")
    sam.clicks("Accept", rr, town.team)
    bryony.does("Give a view", rr, {"Your view": "Please talk to the youth club first."})
    view = sam.reads(rr, "a view from Cllr Bryony Ribbonhurst", where=town.team)
    assert "Please talk to the youth club first." in view
    assert "The work does not wait for it." in view
    assert "You gave your view" in bryony.reads(rr)
    assert town.told("Please talk to the youth club first.") == {town.team}
    sam.finds("Add action", rr, town.team)


def test_who_hears_when_the_team_accepts(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R9", wards=("madeley", "ercall-magna")))
    assert town.told(rr, "You lead on these within the team") == {"ruth-rural"}
    town.person("sam-duty").clicks("Accept", rr, town.team)
    wards = town.members("madeley") | town.members("ercall-magna")
    assert wards <= town.told(rr, "Have you a view before it acts?")
    assert "lead-ecfc" in town.told(rr, "the Cabinet Lead to whom it reports")
    parishes = town.told(rr, "is dealing with this where you are")
    assert parishes
    assert all("Reported as" not in text for text in _texts(town, parishes))


def _texts(town: Town, places: set[str]) -> list[str]:
    return [text for address, text in town.post.letters] + [
        message.text
        for place in places
        if place in {c.name for c in town.ws.channels.values()}
        for message in town.ws.messages[town.ws.channel_named(place).id]
    ]


def test_planned_work_joins_when_both_agree(town: Town, olive: Somebody):
    rr, sam = olive.has_reported(matter("R10")), town.person("sam-duty")
    sam.clicks("Accept", rr, town.team)
    asked = town.told(rr, "Do you agree that the Rapid Response Team plans this in?")
    assert len(asked) >= 2
    director = next(slug for slug in asked if slug.startswith("director"))
    lead = next(slug for slug in asked if slug != director)
    town.person(lead).clicks("Agree", rr)
    assert "Still to agree: the Corporate Director" in town.person(lead).reads(rr, "You have agreed")
    town.person(director).clicks("Agree", rr)
    assert "joined the planned programme" in town.person(director).reads(rr)
    assert "joined_programme" in town.verbs(rr)


def test_a_no_to_planned_work_goes_back_to_the_duty_officer(town: Town, olive: Somebody):
    rr, sam = olive.has_reported(matter("R10")), town.person("sam-duty")
    sam.clicks("Accept", rr, town.team)
    director = next(s for s in town.told(rr, "Do you agree") if s.startswith("director"))
    town.person(director).does("Don't agree", rr, {"Why?": "Next year's money is spent."})
    assert "needs a person to decide" in sam.reads(rr, where=town.team)
    sam.does("Change route", rr, {"Send it to": "org:police", "Why?": "They can begin alone."}, town.team)
    town.person("sgt-lee").finds("Acknowledge", rr, "police")


def test_councillors_are_tried_before_partners(town: Town, olive: Somebody):
    """One councillor cannot be reached for now: partners wait for the first attempt, and not for its success."""
    rr, sam = olive.has_reported(matter("R9", wards=("cuckoo-oak",))), town.person("sam-duty")
    unreachable = town.ws.dm_with(town.person(COUNCILLOR).slack.id).id
    town.ws.faults.add("chat.postMessage", faults.server_error(500), where=lambda args: args["channel"] == unreachable)
    card = sam.finds("Accept", rr, town.team)
    sam.slack.click(card, "Accept")
    assign.add_action(town.app.desk, Actor("person:sam-duty", sam.name, "sam-duty"), 1, "Walk past it", "police")
    town.deliver()
    posted = [call.args["channel"] for call in town.ws.log.of("chat.postMessage") if SUMMARY in str(call.args)]
    partners = [town.ws.channel_named(name).id for name in ("police",)]
    councillors = [town.ws.dm_with(town.person(slug).slack.id).id for slug in town.members(WARD)]
    assert set(councillors) <= set(posted)
    assert max(posted.index(id) for id in councillors) < min(posted.index(id) for id in partners)
    assert not town.person(COUNCILLOR).has_heard(rr)
    town.ws.log.clear()  # what was refused above was refused on purpose
    town.clock.move_system(timedelta(minutes=1))
    town.deliver()
    assert town.person(COUNCILLOR).has_heard(rr)
