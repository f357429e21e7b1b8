"""The page in a real Chromium, wide and narrow: talk, fill a form that repaints, see errors, press buttons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.simulator import Served, Workspace, page_routes, run_in_thread, simulator_app
from tests.simulator.small_bot import as_asgi, small_bot

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture
def served(ws: Workspace) -> Iterator[Served]:
    with run_in_thread(simulator_app(ws, page_routes(ws, [("+1 hour", lambda: "1 reminder")]))) as running:
        client = WebClient(token=ws.bot_token, base_url=running.api_url, retry_handlers=[])
        with run_in_thread(as_asgi(small_bot(client, ws.signing_secret))) as bot:
            ws.connect_http(f"{bot.base_url}/slack/events")
            yield running


@pytest.fixture(params=[(1280, 860), (380, 760)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Iterator[Any]:
    if "browser" not in request.config.option.markexpr:
        pytest.skip("in a browser only when asked for: make browser")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        width, height = request.param
        page = browser.new_page(viewport={"width": width, "height": height})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
        assert complaints == []


def test_a_report_on_the_page(served: Served, ws: Workspace, page: Any) -> None:
    page.goto(f"{served.base_url}/#as=U1&in=C1")
    page.get_by_label("Write a message").fill("/issue bins")
    page.get_by_role("button", name="Send").click()
    form = page.get_by_role("dialog", name="Report")
    form.get_by_label("What is happening?").fill("Bins not")
    form.get_by_label("Bob").check()
    page.get_by_role("dialog", name="For Bob").wait_for()  # repainted: what was typed and chosen is still there
    form = page.get_by_role("dialog", name="For Bob")
    what = form.get_by_label("What is happening?")
    assert what.input_value() == "Bins not"
    assert form.get_by_label("Bob").is_checked()
    assert form.get_by_label("Bob").evaluate("e => e === document.activeElement")
    what.fill("nothing")
    what.press("Enter")
    form.get_by_role("link", name="What is happening?: Say a little more").click()
    assert what.evaluate("e => e === document.activeElement")
    assert what.get_attribute("aria-invalid") == "true"
    what.fill("Bins not emptied")
    form.get_by_role("button", name="Send").click()
    form.wait_for(state="hidden")
    page.get_by_role("button", name="Take it").click()
    page.get_by_text("Bins not emptied, taken by @Sam Duty").wait_for()
    page.get_by_text("Only you can see this").wait_for()
    page.get_by_role("button", name="+1 hour").click()
    page.get_by_text("+1 hour: 1 reminder").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keyboard_alone(served: Served, ws: Workspace, page: Any) -> None:
    page.goto(f"{served.base_url}/#as=U1&in=C1")
    page.get_by_label("Write a message").fill("/issue")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Report")
    form.wait_for()
    for _ in range(12):  # the focus never leaves the form
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    form.wait_for(state="hidden")
    assert ws.user("U1").message("Nothing was sent")


def test_somebody_else_and_home(served: Served, ws: Workspace, page: Any) -> None:
    page.goto(f"{served.base_url}/#as=U1&in=C1")
    page.locator("#person").select_option(label="Cllr Ann")
    page.get_by_role("heading", name="Rapid Response", exact=True).wait_for()
    if page.get_by_role("button", name="Places").is_visible():
        page.get_by_role("button", name="Places").click()
    page.get_by_role("link", name="Home").click()
    page.get_by_text("Nothing waits for you").wait_for()
    assert "as=U3&in=home" in page.url
