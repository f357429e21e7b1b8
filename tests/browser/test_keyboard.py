"""A report from beginning to end with the keyboard alone."""

import pytest

from tests.browser.visitor import Visitor
from tests.desk.people import ANSWERS

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement"


@pytest.mark.parametrize("visitor", ["desktop"], indirect=True)
def test_a_report_without_a_mouse(visitor: Visitor):
    page, council = visitor.page, visitor.council
    visitor.becomes("olive-officer")
    visitor.bot()
    tab_to(visitor, "e => e.id === 'words'")
    page.keyboard.type("/issue Litter all over the verge at Southgate.")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Report an issue")
    form.wait_for()
    for question in council.criteria.safety:
        choose(visitor, form, question.text, "no")
    tick(visitor, "Cuckoo Oak")
    tick(visitor, "Street Scene")
    by_text = {question.text: question for question in council.criteria.questions if not question.safety}
    asked: list[str] = []
    while new := [text for text in visitor.questions(form) if text in by_text and text not in asked]:
        asked.append(new[0])
        choose(visitor, form, new[0], ANSWERS["R13"][by_text[new[0]].id])
    form.get_by_text("This goes to").wait_for()
    tab_to(visitor, "e => e.type === 'submit' && e.textContent.trim() === 'Report'")
    page.keyboard.press("Enter")
    form.wait_for(state="hidden")
    visitor.reads("Litter all over the verge at Southgate", "Sent to Street Scene")


def choose(visitor: Visitor, form, text: str, answer: str) -> None:
    """Tab into the group, to its first answer or to the one that is chosen, and with the arrows to this one."""
    group, keyboard = form.get_by_role("group", name=text), visitor.page.keyboard
    label = {"yes": "Yes", "no": "No", "unknown": "Not known"}[answer]
    wanted = group.get_by_label(label, exact=True)
    if wanted.is_checked():
        return
    tab_to(visitor, "(e, legend) => e.type === 'radio' && e.closest('fieldset').innerText.startsWith(legend)", text)
    if answer == "yes" and group.locator("input:checked").count() == 0:
        visitor.changes(lambda: keyboard.press("Space"))
    while not wanted.is_checked():
        visitor.changes(lambda: keyboard.press("ArrowDown"))


def tick(visitor: Visitor, label: str) -> None:
    tab_to(visitor, "(e, label) => e.labels && [...e.labels].some(l => l.textContent.trim() === label)", label)
    if not visitor.page.evaluate(f"{FOCUSED}.checked"):
        visitor.changes(lambda: visitor.page.keyboard.press("Space"))


def tab_to(visitor: Visitor, condition: str, argument: str | None = None) -> None:
    for _ in range(150):
        if visitor.page.evaluate(f"argument => ({condition})({FOCUSED}, argument)", argument):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never comes to {argument or condition}")
