"""Reporting in a hurry: what the words say is filled in, and a person has the last word."""

import pytest

from tests.journeys.hurried import finish, import_streets, is_safe, of_object, of_signal, send
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town

WARDS, SERVICES = "Which ward or wards?", "Who could deal with it?"
REPORTS = [
    ("The street light by the chip shop on Copperbeech Lane has been off since Sunday.", "Cuckoo Oak", ["Highways"]),
    ("Pothole on Old Forge Parade, deep enough to take a wheel off.", "Donnington", ["Highways"]),
    ("Two sofas and a mattress fly-tipped at the end of Copperbeech Lane.", "Cuckoo Oak", ["Street Scene"]),
    ("Recycling not collected on Old Forge Parade this week, says a resident.", "Donnington", ["Waste and Recycling"]),
    ("Graffiti all along the wall of the underpass at Old Forge Parade.", "Donnington", ["Street Scene"]),
]


@pytest.fixture
def olive(town: Town) -> Somebody:
    import_streets(town)
    return town.person("olive-officer")


@pytest.mark.parametrize(("text", "ward", "services"), REPORTS)
def test_a_forwarded_message_takes_two_choices_at_most(
    town: Town, olive: Somebody, text: str, ward: str, services: list[str]
):
    dusty = town.person("dusty-broom")
    said = dusty.slack.says("street-scene", text)
    view = dusty.slack.message_shortcut("report_message", said)
    assert view is not None
    assert (view.value(WARDS), view.value(SERVICES)) == ([ward], services)
    assert "because you wrote" in view.text
    is_safe(town, view)
    assert finish(town, view) <= 2
    assert f"This goes to {services[0]}" in view.text.replace("*", "")
    send(town, view)
    issue = town.issue("RR-1")
    assert (issue.note, issue.state) == (text, "open")


def test_a_threat_and_several_owners_are_filled_in_too(town: Town, olive: Somebody):
    text = (
        "A petition with 200 signatures about Copperbeech Lane: fly-tipping, broken street lights, youths drinking "
        "and drug dealing. Police are involved. Nobody saw it coming, it all began this week."
    )
    view = olive.form(text)
    is_safe(town, view)
    assert finish(town, view) <= 2
    assert view.value("Which of these could it harm?") == ["The council's reputation"]
    assert "because you wrote “petition" in view.text.lower().replace("_", "")
    assert "This goes to the Rapid Response Team" in view.text.replace("*", "")


def test_what_was_filled_in_wrongly_is_corrected_and_stays_so(town: Town, olive: Somebody):
    view = olive.form("The street light on Copperbeech Lane is off.")
    is_safe(town, view)
    view.fill(WARDS, ["Donnington"])
    view.fill(of_signal(town, "one_service"), "No")
    view.fill("What is happening?", "Recycling was not collected, Copperbeech Lane.")
    view.fill(of_object(town, "issue"), "No")
    assert view.value(WARDS) == ["Donnington"]
    assert view.value(of_signal(town, "one_service")) == "No"
    assert view.value(SERVICES) == ["Waste and Recycling"]  # nobody had chosen: it follows the words
    finish(town, view)
    send(town, view)
    issue = town.issue("RR-1")
    assert town.wards("RR-1") == ["donnington"]
    assert issue.services == ["waste_recycling"]
    assert issue.route == "ward_member"


def test_all_that_was_filled_in_is_undone(town: Town, olive: Somebody):
    view = olive.form("The street light on Copperbeech Lane is off, a resident says.")
    is_safe(town, view)
    view.click("Undo")
    assert (view.value(WARDS), view.value(SERVICES), view.value("Who raised it?")) == ([], [], None)
    assert "because" not in view.text
    view.fill("What is happening?", "Recycling was not collected, Copperbeech Lane.")
    asked = [label for label in view.labels if label in {q.text for q in town.council.criteria.questions}]
    view.fill(asked[-1], "No")
    assert (view.value(WARDS), view.value(SERVICES)) == ([], [])


def test_a_street_of_several_places_is_asked_about(town: Town, olive: Somebody):
    view = olive.form("Pothole in Tinkers Row")
    assert "There is a Tinkers Row in Donnington, Madeley and Newport North. Which do you mean?" in view.text
    assert view.value(WARDS) == []
    assert view.options(WARDS)[:3] == ["Donnington", "Madeley", "Newport North"]
    view.fill(WARDS, ["Madeley"])
    assert "Which do you mean?" not in view.text
    is_safe(town, view)
    finish(town, view)
    send(town, view)
    assert town.wards("RR-1") == ["madeley"]


def test_a_town_outside_is_said_to_be_outside(town: Town, olive: Somebody):
    view = olive.form("A street sign is down in Shrewsbury.")
    assert "Shrewsbury is outside the area of Telford &amp; Wrekin Council." in view.text
    assert view.value(WARDS) == []


SECRET = "Mrs Wendy Farthing, 07700 900456, says the street light on Copperbeech Lane is off."


def test_nobody_else_sees_a_name_or_number_without_a_warning(town: Town, olive: Somebody):
    view = olive.form()
    is_safe(town, view)
    view.fill("What is happening?", SECRET)
    assert view.submit()
    assert "This has a name and a phone number." in view.text.replace("*", "")
    assert "Please look at what others will see" in view.text
    assert town.told("Copperbeech") == set()
    finish(town, view)
    send(town, view)
    issue = town.issue("RR-1")
    assert issue.note == SECRET
    assert "Farthing" not in issue.summary
    assert "07700" not in issue.summary
    assert town.told("Farthing") <= {"olive-officer", town.team, "highways"}
    assert town.told("street light on Copperbeech Lane") >= {"highways"}


def test_the_summary_without_names_is_one_click_and_can_be_edited(town: Town, olive: Somebody):
    view = olive.form(SECRET)
    view.click("Use this summary")
    summary = view.value("Summary that others will see")
    assert "street light on Copperbeech Lane is off" in summary
    assert "Farthing" not in summary
    assert "Use this summary" not in view.buttons
    view.fill("Summary that others will see", "Wendy Farthing's light")
    is_safe(town, view)
    assert "This summary has a name" in view.text.replace("*", "")
    view.click("Edit")
    above = olive.slack.open_view()
    assert above.title == "Summary for others"
    above.fill("Summary that others will see", "Light off, Copperbeech Lane")
    assert above.submit()
    assert view.value("Summary that others will see") == "Light off, Copperbeech Lane"
    finish(town, view)
    send(town, view)
    assert town.issue("RR-1").summary == "Light off, Copperbeech Lane"
