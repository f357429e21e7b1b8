"""Doubled clicks, old buttons, slow triggers, the wrong person, a restart, Slack's repeats: kindly, and only once."""

import copy

import pytest

from tests.journeys.matters import NOTE, matter
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town


@pytest.fixture
def olive(town: Town) -> Somebody:
    return town.person("olive-officer")


def test_a_doubled_click_and_an_old_button(town: Town, olive: Somebody):
    rr, sam = olive.has_reported(matter("R9")), town.person("sam-duty")
    old = sam.finds("Accept", rr, town.team)
    sam.clicks("Accept", rr, town.team)
    town.ws.deliveries.again()  # Slack sends the same click a second time
    town.deliver()
    assert town.verbs(rr).count("accepted") == 1
    said = town.person("ola-duty").is_refused("Accept", old)
    assert "has been accepted already. Nothing was changed." in said
    assert town.verbs(rr).count("accepted") == 1
    assert len([m for m in town.person("lead-ecfc").slack.messages() if rr in m.text]) == 1


def test_a_report_sent_twice_is_one_issue(town: Town, olive: Somebody):
    rr = olive.reports(matter("R13"))
    town.ws.deliveries.again()
    town.deliver()
    assert len([m for m in olive.slack.messages() if rr in m.text]) == 1
    assert not olive.has_heard("RR-2")


def test_the_wrong_person_is_told_who_may(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R13"))
    sam, dusty = town.person("sam-duty"), town.person("dusty-broom")
    card = sam.finds("Acknowledge", rr, "street-scene")
    said = sam.is_refused("Acknowledge", card)
    assert "this is for the organisation that was asked. Nothing was changed." in said
    assert "acknowledged" not in town.verbs(rr)
    assert not dusty.has_heard("this is for the organisation", where="street-scene")


def test_a_slow_trigger_loses_nothing(town: Town, olive: Somebody):
    with town.ws.deliveries.held() as gathered:
        olive.types(NOTE)
    town.slack_waits(4)
    town.ws.deliveries.release(gathered)
    assert olive.slack.view() is None
    assert "What you wrote is kept for a day." in olive.reads("That took too long")
    form = olive.clicks("Open the form", "That took too long")
    assert form is not None
    assert form.value("What is happening?") == NOTE
    assert olive.reports(matter("R13", what=""), form) == "RR-1"
    assert [call.error for call in town.ws.log.refused()] == ["expired_trigger_id"]
    town.ws.log.clear()


def test_a_form_that_was_open_over_a_restart(town: Town, olive: Somebody):
    form = olive.form(NOTE)
    form.fill(town.council.criteria.safety[0].text, "No")
    town.restart()
    assert olive.reports(matter("R13", what=""), form) == "RR-1"
    card = town.person("dusty-broom").finds("Acknowledge", "RR-1", "street-scene")
    town.restart()
    town.person("dusty-broom").slack.click(card, "Acknowledge")
    town.restart()
    town.deliver()
    assert "Acknowledged by Dusty Broomhall" in town.person("dusty-broom").reads("RR-1", where="street-scene")


def test_what_was_committed_before_the_end_is_sent_after_it(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R9"))
    sam = town.person("sam-duty")
    sam.slack.click(sam.finds("Accept", rr, town.team), "Accept")  # and the process ends before anything is sent
    assert not town.person("cllr-bryony-ribbonhurst").has_heard(rr)
    town.restart()
    town.deliver()
    assert town.person("cllr-bryony-ribbonhurst").has_heard(rr)


def test_a_button_that_nobody_knows(town: Town, olive: Somebody):
    rr = olive.has_reported(matter("R13"))
    card = copy.deepcopy(town.person("dusty-broom").finds("Acknowledge", rr, "street-scene"))
    town.restart()
    town.app.dispatcher.drain()
    button = next(e for block in card.blocks for e in block.get("elements", []) if e.get("value"))
    button |= {"action_id": "from_last_year", "text": {"type": "plain_text", "text": "Old"}}
    assert "older message" in town.person("dusty-broom").is_refused("Old", card)


def test_threads_of_the_process_do_the_same(town: Town, olive: Somebody):
    """Not drained by hand: the dispatcher's own thread is woken by the commit, and the tick by its scheduler."""
    town.app.start_worker()
    form = olive.form()
    town.deliver = lambda: None  # type: ignore[method-assign]
    olive.reports(matter("R13"), form)
    assert town.ws.wait(lambda: town.person("dusty-broom").has_heard("Please acknowledge", where="street-scene"))
    town.restart()
    town.app.dispatcher.drain()
