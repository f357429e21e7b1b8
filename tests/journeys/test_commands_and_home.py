"""What people look up: `/issue` with words behind it, and the Home of each role."""

import pytest

from tests.journeys.matters import SUMMARY, matter
from tests.journeys.town import Town

HOMES = {
    "olive-officer": ("Your reports", "RR-1"),
    "sam-duty": ("The team's board: waiting to be accepted", "The team's board: not acknowledged yet"),
    "dusty-broom": ("Your organisation's actions", "Street Scene is reminded at 3pm Tuesday 24 November"),
    "cllr-bryony-ribbonhurst": ("Asked of you", "Your wards", "RR-3"),
    "lead-ecfc": ("Your wards", "This week"),
    "director-resources": ("Nothing is asked of you just now.", "You have reported nothing yet."),
}


@pytest.fixture
def busy(town: Town) -> Town:
    """A team issue, a service's and the councillors'."""
    for row in ("R9", "R13", "R12"):
        town.person("olive-officer").reports(matter(row))
    return town


def test_one_issue_as_each_sees_it(busy: Town):
    busy.person("olive-officer").types("RR-2")
    assert "Sent to Street Scene" in busy.person("olive-officer").reads("RR-2")
    busy.person("dusty-broom").types("rr-2", "street-scene")
    assert "Please acknowledge" in busy.person("dusty-broom").reads("RR-2", where="street-scene")
    stranger = busy.person("bea-library")
    stranger.types("RR-2")
    assert SUMMARY not in stranger.reads("RR-2")
    stranger.types("RR-77")
    assert stranger.reads("There is no RR-77 here")


def test_what_i_reported_and_help(busy: Town):
    olive = busy.person("olive-officer")
    olive.types("mine")
    mine = olive.reads("Issues that you reported")
    assert all(rr in mine for rr in ("RR-1", "RR-2", "RR-3"))
    olive.types("help")
    assert "/issue brief" in olive.reads("What you can type")
    bea = busy.person("bea-library")
    bea.types("mine")
    assert bea.reads("You have reported nothing yet.")


def test_a_briefing_at_any_time(busy: Town):
    bryony = busy.person("cllr-bryony-ribbonhurst")
    bryony.types("brief")
    brief = bryony.reads("As at 9am Monday 23 November")
    assert "RR-3" in brief
    assert "RR-1" not in brief  # not accepted yet: councillors hear when the team takes it on
    busy.person("olive-officer").types("brief")
    assert busy.person("olive-officer").reads("There is no briefing for you")


def test_the_home_of_each_role(busy: Town):
    for slug, phrases in HOMES.items():
        home = busy.person(slug).home()
        shown = home.text.replace("*", "")
        assert [words for words in phrases if words not in shown] == [], slug
        assert "Report an issue" in home.buttons


def test_from_home_to_the_card_and_the_form(busy: Town):
    card = busy.person("cllr-bryony-ribbonhurst").opens("RR-3")
    card.click("I'll lead")
    busy.deliver()
    assert "Cllr Bryony Ribbonhurst leads on this" in busy.person("cllr-saffron-sandalwick").reads("RR-3")
    assert "RR-3" in busy.person("cllr-bryony-ribbonhurst").home().text
