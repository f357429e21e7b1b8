"""The partner's pages in a real Chromium: axe-core finds nothing, the keyboard reaches all, a phone shows all."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.desk.verbs.links import LIVES, revoke
from storage import links as stored
from tests.mail.post_office import role_ended
from tests.web.visitor import RUBY, Visitor

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(params=[(1280, 860), (360, 640)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A browser without script, as the page promises; nothing may be complained of in its console."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        width, height = request.param
        page = browser.new_page(viewport={"width": width, "height": height})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        yield page
        browser.close()
        assert [said for said in complaints if "the server responded with a status of 4" not in said] == []


def check(page: Any, *, status: int = 200, answer: Any = None) -> None:
    """No violation of axe-core's, nothing wider than the screen, targets large enough for a thumb."""
    if answer is not None:
        assert answer.status == status
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for target in page.query_selector_all("button, .answers a, input:not([type=hidden]), select, textarea"):
        assert target.bounding_box()["height"] >= 43


def test_every_page(visitor: Visitor, page: Any):
    url = visitor.base_url + visitor.path
    for more in ("", "/acknowledge", "/not-ours", "/done", "/note", "/put-off"):
        check(page, answer=page.goto(url + more))
    page.goto(url + "/not-ours")
    page.get_by_role("button", name="Not ours").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.title().startswith("Error: ")
    check(page)
    page.goto(url)
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check(page)
    check(page, answer=page.goto(url))
    check(page, answer=page.goto(url + "/reference"))


def test_every_end(visitor: Visitor, page: Any):
    url = visitor.base_url + visitor.path
    check(page, status=404, answer=page.goto(f"{visitor.base_url}/partner/nothing"))
    council = visitor.council
    visitor.council = role_ended(council, RUBY, "schools", date(2026, 11, 22))
    check(page, status=410, answer=page.goto(url))
    visitor.council = council
    with visitor.desk.look() as session:
        (link,) = stored.of_action(session, visitor.action_id)
    revoke(visitor.desk, visitor.office.duty, link.id or 0)
    check(page, status=410, answer=page.goto(url))
    url = visitor.base_url + visitor.link(RUBY, visitor.action_id)
    page.goto(url + "/done")
    page.get_by_label("What was done?").fill("Asked in every assembly")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check(page)
    check(page, status=410, answer=page.goto(url))
    visitor.clock.move(LIVES)
    check(page, status=410, answer=page.goto(url))


def test_asking_for_another_link(visitor: Visitor, page: Any):
    url = visitor.base_url + visitor.path
    visitor.clock.move(LIVES)
    check(page, status=410, answer=page.goto(url))
    page.get_by_role("button", name="Send me a new link").click()
    page.get_by_role("heading", name="Please look into your mailbox").wait_for()
    check(page)


def test_too_many_requests(visitor: Visitor, page: Any):
    for _ in range(11):
        answer = page.goto(f"{visitor.base_url}/partner/{'x' * 48}")
    check(page, status=429, answer=answer)


def test_by_keyboard_alone(visitor: Visitor, page: Any):
    page.goto(visitor.base_url + visitor.path)
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        if reached[-1] == "Not ours":
            break
    assert reached[0] == "Skip to main content"
    assert "Acknowledge" in reached
    page.keyboard.press("Enter")
    page.wait_for_url("**/not-ours")
    page.get_by_label("Why?").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # with nothing written
    page.get_by_role("link", name="Please write why").wait_for()
    page.get_by_role("link", name="Please write why").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "why"
    page.keyboard.type("The path is the council's")
    page.keyboard.press("Tab")
    page.keyboard.type("High")  # chooses in the list
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/after/not-ours")
    assert "Highways has been asked" in page.inner_text("main")


def test_without_script(visitor: Visitor, page: Any):
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto(visitor.base_url + visitor.path)
    plain.get_by_role("button", name="Acknowledge").click()
    plain.get_by_role("heading", name="Thank you").wait_for()
    assert visitor.action.state == "acknowledged"
