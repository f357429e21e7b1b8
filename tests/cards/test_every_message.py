"""Each story, each message in it, on its own day and as time goes by: always valid, always in plain words."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.cards.draw import DRAWERS, draw
from bot.desk.due import chase
from storage.outbox import Delivery
from tests.cards.checks import check
from tests.cards.stage import Stage
from tests.cards.stories import STORIES

DAYS = 6


@pytest.mark.parametrize("name", STORIES)
def test_whatever_is_sent_can_be_sent_and_read(stage: Stage, name: str):
    STORIES[name](stage)
    newest = 0
    for day in range(DAYS):
        drawn_now = stage.some(after=0 if day == DAYS - 1 else newest)  # what is new each day; on the last, everything
        assert day or any(drawn.message for drawn in drawn_now), "somebody hears of it"
        for drawn in drawn_now:
            if drawn.message is not None:
                check(drawn.message)
        newest = max([newest, *(drawn.delivery.id or 0 for drawn in drawn_now)])
        stage.clock.move(timedelta(days=1, hours=7) if stage.clock.now().hour < 10 else timedelta(hours=17))
        chase.tick(stage.desk)


def test_the_stories_have_every_kind_of_message_but_those_of_delivery(stage: Stage):
    for story in STORIES.values():
        story(stage)
    for _ in range(DAYS):
        stage.later(days=1)
        chase.tick(stage.desk)
    with stage.desk.look() as session:
        kinds = set(session.exec(select(Delivery.kind)))
    elsewhere = {"parked", "joining", "another_link", "stray_letter", "own_template"}  # the dispatcher's; no issue's
    assert kinds == set(DRAWERS) - elsewhere


def test_a_delivery_about_nothing_says_nothing(stage: Stage):
    issue = STORIES["viewed"](stage)
    for drawn in stage.all(issue.id):
        drawn.delivery.issue_id = drawn.delivery.action_id = None
        drawn.delivery.data = {}
        with stage.desk.look() as session:
            assert draw(session, stage.desk.council(), drawn.delivery, stage.clock.now()) is None


def test_a_kind_that_is_not_drawn_here_is_refused(stage: Stage):
    STORIES["wards"](stage)
    delivery = stage.all()[0].delivery
    delivery.kind = "briefing"
    with stage.desk.look() as session, pytest.raises(LookupError):
        draw(session, stage.desk.council(), delivery, stage.clock.now())
