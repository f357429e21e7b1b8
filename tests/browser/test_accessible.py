"""axe-core finds nothing on the demo's pages, in light and dark, nor on the data protection page."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from bot.cli.entry import rapid_response
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def clean(page: Any, name: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, (name, found.generate_report())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_demos_pages(visitor: Visitor, scheme: str):
    """Somebody's channel with cards, their Home, the form with answers and with errors, a stop, and the post."""
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    visitor.becomes("sam-duty")
    visitor.goes_to(visitor.council.team.channel)
    clean(page, "the team's channel")
    visitor.goes_to("Home")
    clean(page, "Home")
    visitor.becomes("olive-officer")
    visitor.bot()
    clean(page, "direct messages")
    form = visitor.opens_form()
    clean(page, "the form")
    form.get_by_role("button", name="Report", exact=True).click()
    form.locator("[aria-invalid=true]").first.wait_for()
    clean(page, "the form with errors")
    visitor.answers(form, visitor.council.criteria.safety[0].text, "yes")
    clean(page, "a stop")
    page.goto(f"{visitor.demo.base_url}/post")
    clean(page, "the post")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_data_protection_page(chromium: Any, tmp_path: Any, scheme: str):
    printed = CliRunner().invoke(
        rapid_response, ["dpia", "--format", "html"], env={"DATABASE_URL": f"sqlite:///{tmp_path / 'rr.db'}"}
    )
    assert printed.exit_code == 0
    for width, height in ((1280, 860), (320, 640)):
        page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.set_content(printed.output)
        clean(page, "the data protection page")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        page.close()
