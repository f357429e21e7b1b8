"""The page of a briefing: charts with words, what fits on a side of paper, and what can be done from a letter."""

import re
from dataclasses import asdict

import pytest

from bot.briefings.charts import MOST, trend
from bot.briefings.forms import _HTML, as_html
from bot.briefings.page_fit import LINES, on_one_side
from bot.briefings.shortening import LIMITS
from tests.briefings.samples import flood, point, sample


def test_a_trend_is_as_high_as_its_counts():
    found = trend([point(2, 4), point(0, 0), point(8, 8)])
    assert found is not None
    first, none, last = found.bars
    assert (first.height, first.filled) == (last.height / 2, last.filled / 4)
    assert (none.height, none.filled) == (0, 0)
    assert last.filled_top == last.top


@pytest.mark.parametrize("points", [[], [(3, 3)], [(0, 0), (0, 0)]])
def test_nothing_to_compare_is_no_chart(points):
    assert trend([point(*each) for each in points]) is None


def test_no_more_than_a_quarter_of_a_year():
    found = trend([point(n, n) for n in range(30)])
    assert found is not None
    assert [bar.of for bar in found.bars] == list(range(30 - MOST, 30))


def test_each_chart_says_in_words_what_it_shows():
    chart = trend([point(1, 2), point(3, 3), point(0, 0), point(4, 5)])
    assert chart is not None
    drawn = getattr(_HTML.get_template("charts.html.j2").module, "trend")  # noqa: B009
    html = str(drawn(asdict(chart) | {"width": chart.width, "height": 80, "bar": 16, "base": 64}, "chart-1-1"))
    titles = dict(re.findall(r'<title id="(chart-[\d-]+)">(.*?)</title>', html))
    assert titles
    assert set(re.findall(r'<svg role="img" aria-labelledby="([^"]+)"', html)) == set(titles)
    assert set(titles.values()) == {"In time, oldest first: 1 of 2, 3 of 3, 0 of 0, 4 of 5."}


def test_a_full_week_is_cut_for_paper_only():
    briefing = flood(40)
    limit = on_one_side(briefing)
    html = as_html(briefing)
    assert limit != LIMITS[0]
    assert html.count("<li") == 41  # on the screen there is all of it
    left = html.count('<li class="beyond">')
    assert 20 < left < 40
    assert f"And {left} more. The Rapid Response Team can send you the rest." in html
    assert "Hedge" in html[: html.index('class="beyond"')]  # what is asked comes first and is kept


def test_a_usual_week_is_printed_whole():
    assert on_one_side(sample()) == LIMITS[0]
    assert 'class="beyond"' not in as_html(sample())


def test_only_a_wards_briefing_is_held_to_one_side():
    briefing = flood(LINES)
    part = briefing.parts[0].model_copy(update={"audience": "cabinet_leads"})
    assert on_one_side(briefing.model_copy(update={"parts": (part,)})) == LIMITS[0]


def test_a_letter_can_be_answered():
    html = as_html(sample(), write_to="team@example.org")
    assert 'href="mailto:team@example.org?subject=RR-10%3A%20I%20will%20lead"' in html
    assert "mailto:" not in as_html(sample())


def test_sixteen_points():
    assert '<body class="large">' in as_html(sample(), large=True)
    assert '<body class="large">' not in as_html(sample())
