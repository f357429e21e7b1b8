"""A report from beginning to end with the keyboard alone."""

import pytest

from tests.browser.visitor import UNANSWERED, Visitor
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
    goes, unanswered = form.get_by_text("This goes to"), form.locator(UNANSWERED)
    by_text = {question.text: question for question in council.criteria.questions}
    while True:
        unanswered.or_(goes).first.wait_for()
        if goes.is_visible():
            break
        text = unanswered.first.locator("legend").inner_text().removesuffix(" (optional)")
        choose(visitor, form, text, ANSWERS["R13"][by_text[text].id])
    tab_to(visitor, "e => e.type === 'submit' && e.textContent.trim() === 'Report'")
    page.keyboard.press("Enter")
    form.wait_for(state="hidden")
    visitor.reads("Litter all over the verge at Southgate", "Sent to Street Scene")


def choose(visitor: Visitor, form, text: str, answer: str) -> None:
    """Tab into the group, where the first answer has the focus and none is chosen; then down with the arrows."""
    group = form.get_by_role("group", name=text)
    tab_to(visitor, "(e, legend) => e.type === 'radio' && e.closest('fieldset').innerText.startsWith(legend)", text)
    for key in {"yes": ["Space"], "no": ["ArrowDown"], "unknown": ["ArrowDown", "ArrowDown"]}[answer]:
        visitor.page.keyboard.press(key)
    label = {"yes": "Yes", "no": "No", "unknown": "Not known"}[answer]
    group.get_by_label(label, exact=True).and_(visitor.page.locator(":checked")).wait_for()


def tick(visitor: Visitor, label: str) -> None:
    """Unless the words of the report have ticked it already."""
    tab_to_label(visitor, label)
    if not visitor.page.evaluate(f"{FOCUSED}.checked"):
        visitor.page.keyboard.press("Space")


def tab_to_label(visitor: Visitor, label: str) -> None:
    tab_to(visitor, "(e, label) => e.labels && [...e.labels].some(l => l.textContent.trim() === label)", label)


def tab_to(visitor: Visitor, condition: str, argument: str | None = None) -> None:
    for _ in range(150):
        if visitor.page.evaluate(f"argument => ({condition})({FOCUSED}, argument)", argument):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never comes to {argument or condition}")
