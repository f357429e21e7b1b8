"""Somebody has their briefing when and how they wish, and changes their mind; the team sees who has none."""

import pytest

from tests.journeys.town import Town

BRYONY = "cllr-bryony-ribbonhurst"


def chooses(town: Town, **wishes: str) -> None:
    town.person(BRYONY).home().click("Choose when it comes")
    form = town.person(BRYONY).slack.open_view()
    for name, wish in wishes.items():
        form.fill(QUESTIONS[name], wish)
    assert form.submit(), form.errors
    town.person(BRYONY).closes_what_is_open()


QUESTIONS = {
    "day": "Which day?",
    "hour": "At what time?",
    "way": "How should it reach you?",
    "pause": "Do you want a pause?",
}


def letters(town: Town) -> list[str]:
    email = town.council.directory.person(BRYONY).email
    return [words for address, words in town.post.letters if email in address]


def messages(town: Town) -> list[str]:
    return [m.text for m in town.person(BRYONY).slack.messages() if "As at" in m.text]


def test_by_e_mail_on_wednesday_and_back_in_slack(town: Town):
    chooses(town, day="Wednesday", hour="5pm", way="By e-mail")
    town.work_until("2026-11-25 17:05")
    [letter] = letters(town)
    assert "As at 5pm Wednesday 25 November" in letter
    assert messages(town) == []
    chooses(town, way="Here in Slack", day="Friday", hour="midday")
    town.restart()
    town.work_until("2026-11-27 12:05")
    [message] = messages(town)
    assert "As at midday Friday 27 November" in message
    assert len(letters(town)) == 1


@pytest.mark.long
def test_a_pause_is_seen_by_the_team(town: Town):
    chooses(town, pause="Until Monday 7 December")
    town.work_until("2026-12-07 09:05")
    assert messages(town) == []
    town.person("sam-duty").reads("As at 9am Monday 7 December", "paused", town.person(BRYONY).name)
