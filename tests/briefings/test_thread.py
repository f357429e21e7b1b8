"""A long briefing in Slack: one screen, and the rest of it in the thread, each line once."""

import json

import pytest

from bot.briefings.content import Briefing
from bot.briefings.slack_copy import rest
from bot.briefings.slack_form import draw_briefing, fits, on_one_screen
from tests.briefings.samples import flood, sample


def lines(briefing: Briefing) -> list[int | None]:
    return [entry.issue for part in briefing.parts for section in part.sections for entry in section.entries]


@pytest.mark.parametrize("many", [1, 12, 13, 60, 150])
def test_nothing_is_lost_and_nothing_said_twice(many):
    whole = flood(many)
    shown, _ = on_one_screen(whole)
    pages = rest(whole)
    assert all(fits(page) for page in (shown, *pages))
    assert sorted(lines(shown) + [n for page in pages for n in lines(page)]) == sorted(lines(whole))


def test_a_short_one_has_no_thread():
    assert rest(sample()) == []


def test_it_says_where_the_rest_is():
    whole = flood(60)
    left = sum(len(lines(page)) for page in rest(whole))
    there, elsewhere = draw_briefing(whole, threaded=True), draw_briefing(whole)
    for said in (there.text, json.dumps(there.blocks)):
        assert f"{left} more below, in the thread" in said
    assert f"and {left} more in your Home tab" in elsewhere.text


def test_what_is_asked_stays_on_the_screen():
    shown, _ = on_one_screen(flood(150))
    assert lines(shown)[0] == 10
