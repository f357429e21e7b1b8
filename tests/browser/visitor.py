"""Somebody in front of the demo's page: what they choose, type and press, by the names that a screen reader says."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.demo.demo import Demo

WORDS = {"yes": "Yes", "no": "No", "unknown": "Not known"}
PATIENCE = 20_000  # milliseconds, for a busy machine; nothing waits longer than it has to


class Visitor:
    def __init__(self, demo: Demo, page: Any, size: str):
        self.demo, self.page, self.size = demo, page, size
        self.council = demo.app.council()
        page.set_default_timeout(PATIENCE)
        page.goto(demo.base_url)
        page.locator("body[data-ready]").wait_for()

    # -- who and where --------------------------------------------------------------------------------------------

    def becomes(self, slug: str) -> None:
        person = self.council.directory.person(slug)
        user = next(id for id, user in self.demo.workspace.users.items() if user.email == person.email)
        self.page.locator("#person").select_option(value=user)
        self.page.locator(f'body[data-place^="{user} "]').wait_for()

    def goes_to(self, place: str) -> None:
        """A channel by its name, "Home", or the direct messages with the bot by its name."""
        toggle = self.page.get_by_role("button", name=re.compile("^Places"))
        if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        self.page.get_by_role("navigation", name="Places").get_by_role(
            "link", name=re.compile(rf"^(# ?)?{place}\b")
        ).click()
        self.page.get_by_role("heading", name=re.compile(rf"^(# )?{place}$"), level=2).wait_for()

    def bot(self) -> None:
        self.goes_to(self.council.team.name)

    # -- reading --------------------------------------------------------------------------------------------------

    def reads(self, *phrases: str) -> Any:
        """The newest message, or the open form, with all these words."""
        found = self.page.get_by_role("article")
        for phrase in phrases:
            found = found.filter(has_text=phrase)
        found.last.wait_for()
        return found.last

    def fits_the_screen(self) -> None:
        """Lists scroll in their frames; the page itself neither sideways nor down, but on screens too low for that."""
        for measure in ("Width", "Height"):
            assert self.page.evaluate(f"document.documentElement.scroll{measure} <= inner{measure}"), measure

    def picture(self, name: str, focus: Any = None) -> None:
        """Into the folder that PICTURES names, when it does."""
        folder = os.environ.get("PICTURES")
        if folder and name.endswith(f"-{self.size}"):
            if focus is not None:  # from its beginning, though it be taller than the screen
                focus.evaluate("e => e.scrollIntoView({block: 'start'})")
            self.page.mouse.move(0, 0)
            self.page.evaluate("document.querySelector('.side').scrollTop = 0")
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))

    # -- the form -------------------------------------------------------------------------------------------------

    def opens_form(self) -> Any:
        self.page.get_by_label("Write a message").fill("/issue")
        self.page.get_by_role("button", name="Send").click()
        form = self.page.get_by_role("dialog", name="Report an issue")
        form.wait_for()
        return form

    def changes(self, act: Callable[[], object]) -> None:
        """Do this, and wait until the app has answered and its answer is drawn."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/simulator/page/act")):
            act()
        newest, body = self.demo.workspace.revision, self.page.locator("body")
        while int(body.get_attribute("data-ready")) < newest:
            self.page.wait_for_timeout(10)  # the page's own long poll is on its way

    def answers_safety(self, form: Any) -> None:
        for question in self.council.criteria.safety:
            self.answers(form, question.text, "no")

    def answers(self, form: Any, text: str, answer: str) -> None:
        """What the form had put in itself is changed, or left where it is right."""
        choice = form.get_by_role("group", name=text).get_by_label(WORDS[answer], exact=True)
        if not choice.is_checked():
            self.changes(choice.check)

    def chooses(self, form: Any, group: str, *labels: str) -> None:
        """Of a list where several may be chosen: these, and no others."""
        field = form.get_by_role("group", name=group).first
        for label in labels:
            box = field.get_by_role("checkbox", name=label, exact=True)
            if not box.is_checked():
                self.changes(box.check)
        chosen = field.locator("input:checked").evaluate_all("all => all.map(e => e.labels[0].textContent.trim())")
        for label in set(chosen) - set(labels):
            self.changes(field.get_by_role("checkbox", name=label, exact=True).uncheck)

    def answers_what_is_asked(self, form: Any, answers: Mapping[str, str]) -> int:
        """Each question as it appears, until there is none left; how many there were."""
        by_text = {question.text: question for question in self.council.criteria.questions if not question.safety}
        asked: list[str] = []
        while new := [text for text in self.questions(form) if text in by_text and text not in asked]:
            asked.append(new[0])
            self.answers(form, new[0], answers[by_text[new[0]].id])
        return len(asked)

    def questions(self, form: Any) -> list[str]:
        legends = form.locator("fieldset:has(input[type=radio]) legend").all_inner_texts()
        return [text.removesuffix(" (optional)") for text in legends]

    # -- time -----------------------------------------------------------------------------------------------------

    def moves_clock(self, control: str) -> str:
        """Press one of the clock's buttons; what the page says happened."""
        before = self.demo.clock.now()
        self.page.get_by_role("button", name=control).click()
        news = self.page.locator("#news").filter(has_text=re.compile(rf"{re.escape(control)}: (?!…)"))
        news.wait_for()
        assert self.demo.clock.now() > before
        return news.inner_text()
