"""Briefings as pages in a real Chromium: axe-core finds nothing, a phone shows all, and they print as they should."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.briefings.content import Briefing
from bot.briefings.forms import as_html
from bot.briefings.own_templates.sample import samples
from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.briefings.samples import flood, sample
from tests.briefings.weeks import BRYONY, LEAD, QUIET, Weeks
from tests.sample import sample_council
from triage_rules.folder.briefing_kinds import ROLES

pytestmark = pytest.mark.browser
SIZES = ((900, 700), (320, 640))


@pytest.fixture
def briefings(sqlite_engine: Any, clock: StandingClock) -> dict[str, Briefing]:
    weeks = Weeks(Desk(sqlite_engine, clock, sample_council), clock)
    weeks.busy_week()
    on = weeks.desk.today()
    members = [weeks.directory.holders("body_member", body.id, on) for body in weeks.directory.bodies]
    people = [BRYONY, QUIET, LEAD, "lead-safety", "sam-duty", "director-resources", *(m[0].id for m in members if m)]
    made = {person: weeks.briefing(person) for person in dict.fromkeys(people)}
    assert {part.audience for each in made.values() for part in each.parts} == set(ROLES)
    return made | {"with charts": samples()[0]}


def sides(page: Any, html: str) -> int:
    """How many sides of A4 it takes."""
    page.set_content(html)
    return len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(chromium: Any, briefings: dict[str, Briefing], scheme: str):
    """On wide and narrow screens, light and dark (contrast is among what axe-core measures), without images."""
    for width, height in SIZES:
        page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for person, briefing in briefings.items():
            for large in (False, True):
                page.set_content(as_html(briefing, large=large, write_to="team@example.org"))
                found = Axe().run(page)
                assert found.violations_count == 0, (person, found.generate_report())
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), person
        assert asked == []  # it needs nothing from anywhere, so nobody learns that it was read
        page.close()


def test_a_ward_is_one_side_of_paper(chromium: Any, briefings: dict[str, Briefing]):
    page = chromium.new_page()
    assert sides(page, as_html(briefings[BRYONY])) == 1
    assert sides(page, as_html(briefings[QUIET])) == 1
    for many in (5, 11, 12, 13, 60):
        assert sides(page, as_html(flood(many))) == 1, many
    assert sides(page, as_html(flood(60), large=True)) > 1
    page.close()


def test_every_kind_fits_its_paper(chromium: Any, briefings: dict[str, Briefing]):
    """Nothing runs over the edge, and nobody's papers are a book."""
    page = chromium.new_page(viewport={"width": 688, "height": 1000})
    page.emulate_media(media="print")
    weeks = {person: briefing for person, briefing in briefings.items() if person != "with charts"}
    for person, briefing in weeks.items():
        for large, most in ((False, 2), (True, 5)):
            html = as_html(briefing, large=large, write_to="team@example.org")
            assert 1 <= sides(page, html) <= most, (person, large)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), person
    page.close()


def test_what_is_only_for_screens_is_not_printed(chromium: Any):
    page = chromium.new_page(viewport={"width": 688, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    page.set_content(as_html(sample(), write_to="team@example.org"))
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.get_by_role("link").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_content(as_html(sample(), large=True))
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('li p')).fontSize)") == pytest.approx(
        16 * 96 / 72, abs=0.1
    )
    page.close()
