"""The demo, served as `make demo` serves it but on a clock that begins on a Monday; and pages in a real Chromium."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.demo import Demo
from storage import council_files
from tests.browser.visitor import Visitor
from tests.sample import NAME
from triage_rules.council import parse

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SIZES = {"desktop": (1280, 860), "phone": (380, 760)}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo = Demo(parse(council_files.read(NAME), NAME), NAME, tmp_path, port, MONDAY)
    served = demo.serve()
    yield demo
    demo.app.stop()
    served.stop()


@pytest.fixture
def chromium() -> Iterator[Any]:
    """One a test: two of playwright's loops cannot be open at once, and other tests have theirs."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def visitor(request: pytest.FixtureRequest, chromium: Any, demo: Demo) -> Iterator[Visitor]:
    """Somebody at the page, wide or narrow. Nothing may be complained of in the console."""
    width, height = SIZES[request.param]
    page = chromium.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    visitor = Visitor(demo, page, request.param)
    yield visitor
    page.close()
    assert complaints == []
