"""The heart of the journey clicked through on the demo's page, on a desktop's width and on a phone's."""

import re

import pytest

from tests.browser.visitor import Visitor
from tests.desk.people import ANSWERS

pytestmark = pytest.mark.browser
NOTE = "Litter all over the verge at Southgate, crisp packets and cans, and it blows into the gardens."
SUMMARY = "Litter on the verge, Southgate"


def test_from_the_report_to_mondays_briefings(visitor: Visitor):
    the_team_has_its_channel(visitor)
    an_officer_reports(visitor)
    a_service_acknowledges(visitor)
    the_clock_moves_until_somebody_is_chased(visitor)
    monday_is_read(visitor)


def the_team_has_its_channel(visitor: Visitor) -> None:
    visitor.becomes("sam-duty")
    visitor.goes_to(visitor.council.team.channel)
    visitor.reads("RR-5")  # the last of the stories has been sent
    card = visitor.reads("waiting for a duty officer")
    card.get_by_role("button", name="Accept").wait_for()
    visitor.fits_the_screen()
    visitor.picture("team-desktop", card)


def an_officer_reports(visitor: Visitor) -> None:
    visitor.becomes("olive-officer")
    visitor.bot()
    form = visitor.opens_form()
    visitor.answers_safety(form)
    form.get_by_label("What is happening?").fill(NOTE)
    form.get_by_label("Where is it?").fill("Southgate")
    visitor.chooses(form, "Which ward or wards?", "Cuckoo Oak")
    form.get_by_text("comes from your words").wait_for()
    visitor.chooses(form, "Who could deal with it?", "Street Scene")
    form.get_by_label("Summary that others will see").fill(SUMMARY)
    assert visitor.answers_what_is_asked(form, ANSWERS["R13"]) < 9
    goes = form.get_by_text("This goes to Street Scene")
    goes.wait_for()
    visitor.picture("form-phone", form.locator("legend").last)
    visitor.picture("form-desktop", form.locator("legend").last)
    visitor.fits_the_screen()
    assert form.get_by_label("What is happening?").input_value() == NOTE  # whatever was repainted since
    form.get_by_role("button", name="Report").click()
    form.wait_for(state="hidden")
    visitor.reads(SUMMARY, "Sent to Street Scene", "You will hear a first answer by")


def a_service_acknowledges(visitor: Visitor) -> None:
    visitor.becomes("dusty-broom")
    visitor.goes_to("street-scene")
    card = visitor.reads(SUMMARY, "Please acknowledge by 5pm Tuesday 24 November")
    visitor.picture("action-phone", card)
    visitor.picture("action-desktop", card)
    card.get_by_role("button", name=re.compile("^Acknowledge")).click()
    visitor.reads(SUMMARY, "Acknowledged by Dusty Broomhall")


def the_clock_moves_until_somebody_is_chased(visitor: Visitor) -> None:
    said = ""
    for _ in range(4):
        said += visitor.moves_clock("Next working morning")
        if "reminder" in said and "escalation" in said:
            break
    assert "reminder" in said
    assert "escalation" in said


def monday_is_read(visitor: Visitor) -> None:
    assert "briefings" in visitor.moves_clock("Monday's briefing")
    visitor.becomes("cllr-bryony-ribbonhurst")
    visitor.bot()
    briefing = visitor.reads("As at 9am Monday 30 November", SUMMARY)
    visitor.picture("briefing-desktop", briefing)
    visitor.picture("briefing-phone", briefing)
    visitor.fits_the_screen()
    visitor.becomes("lead-ecfc")
    visitor.bot()
    lead = visitor.reads("As at 9am Monday 30 November", "Cabinet Lead")
    visitor.picture("lead-briefing-desktop", lead)
    visitor.picture("lead-briefing-phone", lead)
    visitor.fits_the_screen()
