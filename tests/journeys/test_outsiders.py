"""People of other organisations: in their own Slack, as guests, only able to post, or not to be reached at all."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import StandingClock
from bot.desk.refusal import Refusal
from bot.desk.verbs.invite import Caller, use_code
from bot.desk.verbs.links import Links
from bot.simulator.errors import NotPossible
from bot.web.links import partner_routes
from tests.journeys.matters import matter
from tests.journeys.somebody import Somebody, offers, read
from tests.journeys.town import Town, opened
from tests.sample import NAME

POLICE, LANDLORD = "T0000POLICE", "T0000HOUSES"
ASKED = {"What needs doing?": "Walk past it every evening", "Who should do it?": "police"}


@pytest.fixture
def shared(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    """The police have their own workspace; they and the landlord's people meet us in #police."""
    with opened(NAME, sample_files, sqlite_engine, clock) as town:
        move_out(town, "sgt-lee", POLICE)
        move_out(town, "insp-ward", POLICE)
        yield town


def move_out(town: Town, person: str, team: str) -> None:
    if team not in town.ws.teams:
        town.ws.add_team(team, team.title())
    user = town.ws.users[town._people[person]]
    user.team_id = team
    channel = next(c for c in town.ws.channels.values() if c.name == town.channel("police"))
    channel.is_shared = True
    channel.members.add(user.id)


def asked(town: Town) -> str:
    """A rapid response, accepted, with the police asked to patrol."""
    rr = town.person("olive-officer").has_reported(matter("R9"))
    sam = town.person("sam-duty")
    sam.clicks("Accept", rr, town.team)
    sam.does("Add action", rr, ASKED, town.team)
    return rr


def invited(town: Town, person: str, by: str = "sam-duty") -> str:
    """The code that somebody is told."""
    town.person(by).types(f"invite {town.council.directory.person(person).email}")
    return code_in(town.person(by))


def code_in(somebody: Somebody) -> str:
    found = re.search(r"is ([A-Z0-9]{5}-[A-Z0-9]{5})", somebody.reads("The code for"))
    assert found
    return found[1]


def uses(somebody: Somebody, code: str, where: str) -> str:
    """Press a button, then "I have a code"; what the form says in the end."""
    somebody.is_refused("Acknowledge", somebody.finds("Acknowledge", "Walk past it", where))
    form = somebody.clicks("I have a code", "Ask the", where)
    assert form is not None
    form.fill("Your code", code)
    if not form.submit():
        return str(form.errors)
    somebody.town.deliver()
    return somebody.slack.open_view().text


def linked(town: Town, person: str) -> None:
    assert "now confirms" in uses(town.person(person), invited(town, person), town.channel("police"))
    town.person("sam-duty").clicks("Yes, it is them", "says they are", town.team)
    town.person(person).closes_what_is_open()


def test_somebody_of_another_workspace_acknowledges_once_linked(shared: Town):
    rr, lee, channel = asked(shared), shared.person("sgt-lee"), shared.channel("police")
    card = lee.finds("Acknowledge", "Walk past it", channel)
    assert "not linked to an organisation" in lee.is_refused("Acknowledge", card)
    assert "now confirms that you are Sgt Lee" in uses(lee, invited(shared, "sgt-lee"), channel).replace("*", "")
    lee.closes_what_is_open()
    assert "not linked" in lee.is_refused("Acknowledge", card)  # not before the team has said so
    shared.person("sam-duty").clicks("Yes, it is them", "says they are Sgt Lee, West Mercia Police", shared.team)
    lee.clicks("Acknowledge", "Walk past it", channel)
    assert "Acknowledged by Sgt Lee, West Mercia Police, 9am today, from their own Slack" in lee.reads(
        rr, where=channel
    )
    event = next(e for e in shared.history(rr) if e.verb == "acknowledged")
    assert (event.actor, event.actor_role, event.way) == ("person:sgt-lee", "West Mercia Police", "connect")
    refused = [(e.actor, e.way) for e in shared.history(rr) if e.verb == "refused"]
    assert refused == [(f"user:{POLICE}/{lee.slack.id}", "connect")] * 3


def test_a_code_is_used_once_and_guessing_is_stopped(shared: Town):
    asked(shared)
    move_out(shared, "insp-ward", POLICE)
    lee, other, channel = shared.person("sgt-lee"), shared.person("insp-ward"), shared.channel("police")
    first = invited(shared, "sgt-lee")
    code = invited(shared, "sgt-lee")
    assert "not right" in uses(lee, first, channel)  # a newer one was given
    lee.closes_what_is_open()
    assert "now confirms" in uses(lee, code.lower(), channel)
    assert "not right" in uses(other, code, channel)
    for _ in range(4):  # as from the form, without pressing the buttons before it each time
        with pytest.raises(Refusal, match="not right"):
            use_code(shared.app.desk, Caller(POLICE, other.slack.id, "Somebody"), "ABCDE-FGHJK")
    other.closes_what_is_open()
    assert "too often" in uses(other, invited(shared, "insp-ward"), channel)


def test_the_team_may_say_no_and_take_a_link_back(shared: Town):
    asked(shared)
    sam, lee, channel = shared.person("sam-duty"), shared.person("sgt-lee"), shared.channel("police")
    uses(lee, invited(shared, "sgt-lee"), channel)
    sam.clicks("No", "says they are", shared.team)
    lee.closes_what_is_open()
    assert "not linked" in lee.is_refused("Acknowledge", lee.finds("Acknowledge", "Walk past it", channel))


def test_who_may_invite(shared: Town):
    """The organisation's own people and the team; nobody else, and that is on record."""
    asked(shared)
    olive = shared.person("olive-officer")
    olive.types("invite sgt.lee@example.org")
    assert "acts for the organisation. Nothing was changed" in olive.reads("Nothing was changed")
    olive.types("invite nobody@example.org")
    assert "Add them there first" in olive.reads("nobody@example.org")
    fire = shared.holder("contact", "fire_service")
    fire.types("invite sgt.lee@example.org")
    assert "Nothing was changed" in fire.reads("Nothing was changed")


def test_a_third_organisation_in_the_same_channel_cannot(shared: Town):
    rr, channel = asked(shared), shared.channel("police")
    harper = shared.holder("contact", "social_landlord")
    move_out(shared, harper.slug, LANDLORD)
    linked(shared, harper.slug)
    said = harper.is_refused("Acknowledge", harper.finds("Acknowledge", "Walk past it", channel))
    assert "this is for the organisation that was asked. Nothing was changed" in said
    assert "refused" in shared.verbs(rr)[-1:]
    assert "acknowledged" not in shared.verbs(rr)


def test_a_guest_answers_for_their_organisation_and_reports_nothing(town: Town):
    rr, lee, channel = asked(town), town.person("sgt-lee"), town.channel("police")
    town.ws.users[lee.slack.id].is_restricted = True
    lee.clicks("Acknowledge", "Walk past it", channel)
    assert "as a guest in Slack" in lee.reads(rr, where=channel)
    assert next(e.way for e in town.history(rr) if e.verb == "acknowledged") == "guest"
    town.ws.guests_use_shortcuts = True
    assert lee.types() is None  # no form, but who can, and whom to ring
    assert "This is for council staff" in lee.reads("ring 999 first")
    assert "Report an issue" not in lee.home().text


def test_whom_slack_does_not_reach_gets_a_letter(shared: Town):
    """The police's manager takes no messages from us: the escalation goes by e-mail, and nothing is parked."""
    rr = asked(shared)
    boss = shared.person("insp-ward")
    linked(shared, "insp-ward")
    shared.ws.users[boss.slack.id].takes_messages = False
    shared.work_until("2026-11-25 09:30")
    letters = [words for to, words in shared.post.letters if "insp.ward@example.org" in to and rr in words]
    assert [words for words in letters if "has not acknowledged" in words]
    assert escalations_in_channels(shared) <= {shared.team}  # in no channel that others read
    assert [row.recipient for row in shared.undelivered()] == []
    assert "user_not_visible" in {call.error for call in shared.ws.log.refused()}


def escalations_in_channels(town: Town) -> set[str]:
    """The channels in which something stands that is for whoever is above the people who were asked."""
    places = [place for place in town.ws.channels.values() if place.kind in ("public", "private")]
    said = {place.name: "".join(map(read, town.ws.messages[place.id])) for place in places}
    return {name for name, words in said.items() if "has not acknowledged" in words}


@pytest.fixture
def post_only(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    """Sgt Lee may only post in the shared channel, so the council's data says that e-mail reaches them."""
    old = "email: sgt.lee@example.org\n"
    files = {name: text.replace(old, f"{old}    tells_by: email\n") for name, text in sample_files.items()}
    with opened(NAME, files, sqlite_engine, clock) as town:
        yield town
        town.is_in_order()


def test_who_may_only_post_follows_the_letter_and_acknowledges_on_its_page(post_only: Town):
    """No button and no direct message: the letter's link is the way. The record says who, for whom, how and when."""
    town = post_only
    links = Links(town.app.desk, "s" * 32, "https://rr.example.org")
    town.post.write_with(town.app.council, links.url)
    _only_posting(town, "U0LEE")
    rr = asked(town)
    lee = town.ws.user("U0LEE")
    card = next(m for m in lee.messages(town.channel("police")) if "Acknowledge" in offers(m))
    assert "Walk past it" in read(card)
    with pytest.raises(NotPossible):
        lee.click(card, "Acknowledge")
    (letter,) = (each for each in town.post.written if "Walk past it" in str(each.pieces))
    assert letter.to == "Sgt Lee <sgt.lee@example.org>"
    browser = TestClient(Starlette(routes=partner_routes(town.app.desk, links)), base_url="https://rr.example.org")
    link = letter.links[0].url
    page = [browser.get(link) for _ in ("a scanner", "the person")][1]
    assert "Walk past it every evening" in page.text
    assert "acknowledged" not in town.verbs(rr)
    token = re.search(r'name="form" value="([^"]+)"', page.text)
    assert token
    assert "Thank you" in browser.post(f"{link}/acknowledge", data={"form": token[1]}).text
    event = next(e for e in town.history(rr) if e.verb == "acknowledged")
    assert (event.actor, event.actor_name, event.actor_role) == ("person:sgt-lee", "Sgt Lee", "West Mercia Police")
    assert (event.way, event.at) == ("link", town.clock.now())
    town.deliver()
    said = town.person("sam-duty").reads(rr, where=town.team)
    assert "Acknowledged by Sgt Lee, West Mercia Police, by e-mail link, 9am today" in said


def _only_posting(town: Town, user: str) -> None:
    """Sgt Lee is in the shared channel from the police's own Slack, with "Permission only to post"."""
    town.ws.add_team(POLICE, "Police")
    channel = next(c for c in town.ws.channels.values() if c.name == town.channel("police"))
    channel.is_shared = True
    town.ws.add_user(user, "lee", "Sgt Lee", None, team_id=POLICE, can_only_post=True)
    channel.members.add(user)
