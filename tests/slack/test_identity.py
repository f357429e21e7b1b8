"""From (team, user) to whoever acts."""

from datetime import timedelta

from bot.clock import StandingClock
from bot.simulator import faults
from storage.people import remember_identity
from storage.session import writing
from tests.slack.workplace import AWAY, NEWCOMER, STRANGER, Workplace, user_id


def lookups(place: Workplace) -> int:
    return len(place.ws.log.of("users.info"))


def test_people_of_the_council_are_known_by_their_address_and_remembered(place: Workplace):
    assert place.actor("sam-duty").key == "person:sam-duty"
    assert place.actor("sam-duty").name == "Sam Duty"
    assert lookups(place) == 1


def test_they_are_looked_up_again_after_a_day(place: Workplace, clock: StandingClock):
    place.actor("sam-duty")
    place.ws.users[user_id("sam-duty")].email = "olive.officer@example.org"
    clock.move_system(timedelta(days=1, minutes=1))
    assert place.actor("sam-duty").person == "olive-officer"


def test_what_is_remembered_stands_while_slack_is_away(place: Workplace, clock: StandingClock):
    place.actor("sam-duty")
    clock.move_system(timedelta(days=2))
    place.ws.faults.add("users.info", faults.server_error(500), times=None)
    assert place.actor("sam-duty").person == "sam-duty"


def test_somebody_new_while_slack_is_away_is_nobody_in_particular(place: Workplace):
    place.ws.faults.add("users.info", faults.server_error(500), times=None)
    actor = place.actor("sam-duty")
    assert (actor.person, actor.name) == (None, "Somebody in Slack")


def test_a_newcomer_has_a_key_of_their_own(place: Workplace):
    actor = place.people.actor(place.ws.team_id, NEWCOMER, place.ws.team_id)
    assert (actor.key, actor.name, actor.own_team) == (f"user:{place.ws.team_id}/{NEWCOMER}", "Nia Newcomer", True)


def test_a_stranger_is_not_matched_by_address_but_by_a_link(place: Workplace, clock: StandingClock):
    actor = place.people.actor(AWAY, STRANGER, place.ws.team_id)
    assert (actor.person, actor.own_team) == (None, False)
    with writing(place.desk.engine) as session:
        remember_identity(session, AWAY, STRANGER, person="sgt-lee", email="", name="Sid Stranger", now=clock.system())
        session.commit()
    assert place.people.actor(AWAY, STRANGER, place.ws.team_id).person == "sgt-lee"
    clock.move_system(timedelta(days=2))
    assert place.people.actor(AWAY, STRANGER, place.ws.team_id).person == "sgt-lee"
