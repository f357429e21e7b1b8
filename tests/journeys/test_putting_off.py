"""An action that has to wait: its owner puts the reminders off, in Slack, and everybody sees until when and why."""

from tests.journeys.matters import matter
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town

FIELDS = {"Until when?": "2026-12-02", "Why?": "The glass is on order until Wednesday."}


def test_reminders_are_put_off_from_the_card(town: Town):
    olive: Somebody = town.person("olive-officer")
    rr = olive.has_reported(matter("R13"))
    owner, channel = town.holder("contact", "street_scene"), town.channel("street_scene")
    owner.more("Put off reminders", rr, FIELDS, where=channel)
    assert "put off" in owner.reads(rr, "The glass is on order", where=channel)
    said = town.person("sam-duty").reads(rr, "reminders put off", where=town.team)
    assert "asks that reminders wait until 5pm Wednesday 2 December" in said
    town.work_until("2026-12-02 14:00")
    assert not owner.has_heard("A reminder", "acknowledge", where=channel)
    town.work_until("2026-12-02 15:30")
    assert owner.has_heard("A reminder", "Please acknowledge by 5pm today", where=channel)


def test_a_day_too_far_off_is_said_on_the_form(town: Town):
    olive = town.person("olive-officer")
    rr = olive.has_reported(matter("R13"))
    owner, channel = town.holder("contact", "street_scene"), town.channel("street_scene")
    menu = owner.clicks("More…", rr, channel)
    assert menu is not None
    menu.click("Put off reminders")
    view = owner.slack.open_view()
    view.fill("Until when?", "2027-02-01")
    view.fill("Why?", "A new bus shelter")
    assert not view.submit()
    assert view.errors == {"Until when?": "That is too far off. Choose Monday 7 December or an earlier day."}
    view.close(all_views=True)
