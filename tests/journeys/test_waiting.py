"""What is not answered is chased, then escalated up the ladder, then shown to the team; each step once."""

from tests.journeys.matters import matter
from tests.journeys.town import Town


def test_a_reminder_two_escalations_and_the_team(town: Town):
    rr = town.person("olive-officer").has_reported(matter("R13"))
    dusty, channel = town.person("dusty-broom"), "street-scene"
    assert not dusty.has_heard("A reminder", where=channel)
    assert town.work_until("2026-11-24 15:00") == "1 reminder"
    assert "Please acknowledge by 5pm today" in dusty.reads("A reminder", where=channel)
    assert town.work_until("2026-11-25 09:00") == "1 escalation"
    manager, director = town.holder("manager", "street_scene"), town.holder("executive", "street_scene")
    assert town.told("Street Scene has not acknowledged") == {manager.slug}  # privately, never in the channel
    assert "You are told as the manager at Street Scene" in manager.reads("has not acknowledged")
    town.work_until("2026-11-26 09:00")
    assert director.slug in town.told("Street Scene has not acknowledged")
    town.work_until("2026-11-27 09:00")
    to_team = town.person("sam-duty").reads("Street Scene has not acknowledged", where=town.team)
    assert "You may want to ring them" in to_team
    assert town.work_until("2026-11-27 12:00") == "Nothing was due."
    told = [
        event.data["to"]
        for event in town.history(rr)
        if event.verb == "escalated" and event.data["clock"] == "acknowledge"
    ]
    assert told == ["manager", "executive", "team"]
    assert dusty.reads(rr, "Overdue since 5pm Tuesday 24 November", where=channel)
    dusty.clicks("Acknowledge", rr, channel)
    assert dusty.reads(rr, "Acknowledged by Dusty Broomhall", where=channel)


def test_a_manager_acknowledges_from_the_escalation(town: Town):
    rr = town.person("olive-officer").has_reported(matter("R13"))
    town.work_until("2026-11-25 09:30")
    manager = town.holder("manager", "street_scene")
    manager.clicks("Acknowledge", rr)
    assert town.person("dusty-broom").reads(rr, f"Acknowledged by {manager.name}", where="street-scene")
    assert "escalated" in town.verbs(rr)
    town.work_until("2026-11-27 09:30")
    assert not town.holder("executive", "street_scene").has_heard("has not acknowledged")


def test_an_issue_that_nobody_accepts(town: Town):
    rr = town.person("olive-officer").has_reported(matter("R9"))
    town.work_until("2026-11-23 12:30")
    assert "Please accept it, or send it elsewhere, by 1pm today" in town.person("sam-duty").reads(
        "A reminder", where=town.team
    )
    town.work_until("2026-11-24 09:30")
    assert "Nobody has accepted it yet" in town.person("mo-manager").reads(rr)
    town.work_until("2026-11-25 09:30")
    assert any(slug.startswith("director") for slug in town.told("Nobody has accepted it yet"))


def test_a_reporters_silence_ends_the_pause(town: Town):
    rr = town.person("olive-officer").has_reported(matter("R13"))
    dusty, olive = town.person("dusty-broom"), town.person("olive-officer")
    dusty.does("Ask the reporter", rr, {"Your question": "Which side of the road?"}, "street-scene")
    dusty.clicks("Acknowledge", rr, "street-scene")
    town.work_until("2026-11-26 15:30")
    assert "Which side of the road?" in olive.reads("A reminder: we have a question")
    town.work_until("2026-11-26 17:30")
    assert dusty.reads(rr, "no answer from the reporter", where="street-scene")


def test_christmas_and_the_councils_closure_do_not_count(town: Town):
    town.clock.move_to(town.moment("2026-12-24 16:00"))
    town.person("olive-officer").has_reported(matter("R13"))
    card = town.person("dusty-broom").reads("RR-1", where="street-scene")
    assert "Please acknowledge by 5pm Monday 4 January" in card
    assert "is reminded at 3pm Monday 4 January" in card
