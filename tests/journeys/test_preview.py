"""The team sees what will go out, reads one, writes above them, sends them or lets them wait; else they go."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from storage.audit import lines
from storage.briefings import BriefingCopy
from tests.journeys.town import Town, opened
from tests.sample import NAME

LEAD = "lead-ecfc"
CARD = "The briefings of Monday 30 November"
WALKABOUT = "The walkabout is on Thursday."
WARDS = '    cron: "0 9 * * mon"\n    preview: 4h\n    choices: {days: [mon, wed, fri], hours: [8, 9, 12, 17], roll_ups'


@pytest.fixture
def shown(sqlite_engine, clock, sample_files) -> Iterator[Town]:
    """A council that briefs its Cabinet and directors, which is quick, an hour into Friday's afternoon."""
    [file] = [name for name, text in sample_files.items() if WARDS in text]
    fewer = {**sample_files, file: sample_files[file].replace(WARDS, "    choices: {roll_ups")}
    with opened(NAME, fewer, sqlite_engine, clock) as town:
        town.work_until("2026-11-27 12:55")
        assert cards(town) == []
        town.work_until("2026-11-27 13:05")
        yield town
        town.is_in_order()


def copies(town: Town) -> set[str]:
    with town.app.desk.look() as session:
        return set(session.exec(select(BriefingCopy.period)))


def cards(town: Town) -> list[str]:
    return [m.text for m in town.person("sam-duty").slack.messages(town.team) if CARD in m.text]


def test_left_alone_they_go_at_their_time(shown: Town):
    [card] = cards(shown)
    assert "go out by themselves at 9am Monday 30 November" in card
    assert "For 11 people: 8 Cabinet Leads and 3 Corporate Directors." in card
    shown.restart()
    shown.tick()
    assert len(cards(shown)) == 1
    shown.work_until("2026-11-30 09:05")
    [card] = cards(shown)
    assert "have gone out" in card
    assert "To 14 people, as at 9am today" in card  # the team's own with them
    assert copies(shown) == {"2026-11-30"}


def test_read_and_introduced_and_sent_at_once(shown: Town):
    sam, lead = shown.person("sam-duty"), shown.person(LEAD)
    view = sam.clicks("Read one", CARD, shown.team)
    assert view is not None
    view.fill("Whose?", lead.name)
    assert "Cabinet Lead" in view.text
    sam.closes_what_is_open()
    sam.does("Change the introduction", CARD, {"What should stand above each one?": WALKABOUT}, shown.team)
    assert WALKABOUT in cards(shown)[0]
    card = sam.finds("Send now", CARD, shown.team)
    sam.clicks("Send now", CARD, shown.team)
    assert "go out now" in cards(shown)[0]
    shown.tick()
    assert WALKABOUT in lead.reads("As at 1:05pm Friday 27 November")
    assert "have gone out" in cards(shown)[0]
    assert "have gone out already" in sam.is_refused("Send now", card)
    view = sam.clicks("Who got what", CARD, shown.team)
    assert view is not None
    assert "11 copies" in view.text.replace("*", "")
    shown.work_until("2026-11-30 09:05")
    assert not lead.has_heard("As at 9am Monday 30 November")


def test_they_wait_until_tomorrow_and_another_time(shown: Town):
    sam = shown.person("sam-duty")
    sam.clicks("Wait until Tuesday", CARD, shown.team)
    [card] = cards(shown)
    assert "go out by themselves at 9am Tuesday 1 December" in card
    assert "Sam Duty moved them" in card
    form = sam.clicks("Another time", CARD, shown.team)
    assert form is not None
    form.fill("On which day?", "2026-11-20")
    form.fill("At what time?", "2pm")
    assert not form.submit()
    assert "That time has passed" in str(form.errors)
    form.fill("On which day?", "2026-12-07")
    assert not form.submit()
    assert "The next ones are due by then" in str(form.errors)
    sam.sends(form, {"On which day?": "2026-11-30"})
    assert "at 2pm Monday 30 November" in cards(shown)[0]
    shown.restart()
    shown.work_until("2026-11-30 13:55")
    assert LEAD not in shown.told("As at")
    shown.work_until("2026-11-30 14:05")
    assert "As at 2pm Monday 30 November" in shown.person(LEAD).reads("As at")
    with shown.app.desk.look() as session:
        written = [(line.verb, line.actor) for line in lines(session) if line.verb == "briefings moved"]
    assert written == [("briefings moved", "person:sam-duty")] * 2


def test_it_is_the_teams_to_say(shown: Town):
    """Another who is in the team's channel may not, and what they tried changes nothing."""
    bea = shown.person("bea-library")
    shown.ws.channel_named(shown.team).members.add(bea.slack.id)
    card = shown.person("sam-duty").finds("Send now", CARD, shown.team)
    for button in ("Send now", "Wait until Tuesday", "Change the introduction", "Read one"):
        assert "is for a duty officer of the team" in bea.is_refused(button, card)
    assert "at 9am Monday" in cards(shown)[0]


def test_what_failed_is_sent_again_from_where_the_team_sees_it(shown: Town):
    """Slack knows nobody under the Cabinet Lead's address; then it is put right."""
    sam, lead = shown.person("sam-duty"), shown.person(LEAD)
    user = shown.ws.users[lead.slack.id]
    right, user.email = user.email, "elsewhere@example.org"
    sam.clicks("Send now", CARD, shown.team)
    shown.tick()
    failed = sam.reads("Could not be sent: a briefing", lead.name, where=shown.team)
    assert "send it again here" in failed
    view = sam.clicks("Who got what", CARD, shown.team)
    assert view is not None
    assert f"{lead.name} did not get theirs" in view.text.replace("*", "")
    user.email = right
    view.click("Send again")
    shown.deliver()
    assert "It goes to" in sam.slack.open_view().text
    lead.reads("As at 1:05pm Friday 27 November")
    sam.closes_what_is_open()
    sam.clicks("Send again", "Could not be sent", shown.team)
    shown.ws.log.clear()  # the address that nobody has was refused on purpose
