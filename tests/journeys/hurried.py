"""A town whose streets have been imported, and forms filled in by somebody in a hurry."""

from bot.simulator import OpenView
from storage import places
from storage.session import writing
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town
from tests.sample import NAME

STREETS = [
    ("Copperbeech Lane", "street", "cuckoo-oak"),
    ("Old Forge Parade", "street", "donnington"),
    ("Tinkers Row", "street", "donnington"),
    ("Tinkers Row", "street", "madeley"),
    ("Tinkers Row", "street", "newport-north"),
]


def import_streets(town: Town) -> None:
    with writing(town.engine) as session:
        places.replace_file(session, NAME, "streets.csv", STREETS, "streets", town.clock.now())
        session.commit()


def is_safe(town: Town, view: OpenView) -> None:
    for question in town.council.criteria.safety:
        view.fill(question.text, "No")


def answer_next(town: Town, view: OpenView, answer: str) -> None:
    """The one question that the form asks now."""
    texts = {question.text for question in town.council.criteria.questions}
    view.fill([label for label in view.labels if label in texts and view.value(label) is None][-1], answer)


def finish(town: Town, view: OpenView, answer: str = "No") -> int:
    """Answer what is still asked in this one way; how many choices that took."""
    choices = 0
    while "still open" in view.text:
        answer_next(town, view, answer)
        choices += 1
    return choices


def send(town: Town, view: OpenView) -> None:
    assert view.submit(), view.errors
    town.deliver()


def of_signal(town: Town, signal: str) -> str:
    return next(question.text for question in town.council.criteria.questions if question.signal == signal)


def of_object(town: Town, name: str) -> str:
    return next(question.text for question in town.council.criteria.questions if question.object == name)


def reported(town: Town, olive: Somebody, text: str) -> OpenView:
    view = olive.form(text)
    is_safe(town, view)
    finish(town, view)
    return view
