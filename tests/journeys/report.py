"""What somebody has to report, and the form filled in with it: any council's, by what a person reads in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.simulator import Surface
from triage_rules.council import Council

WORDS = {"yes": "Yes", "no": "No", "unknown": "Not known"}
SERVICES = "Who could deal with it?"


@dataclass(frozen=True)
class Told:
    """answers: question ids to yes, no or unknown; what is left out is Not known. wards, services: ids.

    objects: what a Yes names: {"issue": "RR-1", "priority": id, "plan_action": id, "threat": part ids}.
    """

    answers: Mapping[str, str]
    what: str = ""
    where: str = ""
    wards: Sequence[str] = ()
    services: Sequence[str] = ()
    whole_borough: bool = False
    raised_by: str = ""
    summary: str = ""
    nameless: bool = False
    objects: Mapping[str, object] = field(default_factory=dict)


def fill_in(view: Surface, council: Council, told: Told) -> None:
    """Up to the moment before "Report"; a Yes to a safety question ends it early."""
    for question in council.criteria.safety:
        view.fill(question.text, WORDS[told.answers.get(question.id, "no")])
        if told.answers.get(question.id) == "yes":
            return
    if told.what:
        view.fill("What is happening?", told.what)
    if told.where:
        view.fill("Where is it?", told.where)
    ward = council.words.ward
    if told.whole_borough:
        view.fill(f"Which {ward} or {ward}s?", ["*"])
    elif told.wards:
        view.fill(f"Which {ward} or {ward}s?", list(told.wards))
    if told.services:
        view.fill(SERVICES, list(told.services))
    if told.raised_by:
        view.fill("Who raised it?", told.raised_by)
    if told.nameless:
        view.fill("Without a name?", ["yes"])
    if told.summary:
        view.fill("Summary that others will see", told.summary)
    answer(view, council, told)


def answer(view: Surface, council: Council, told: Told) -> None:
    """Each question as it is asked, until the form asks no more; what a Yes is about, as soon as that is asked."""
    by_text = {question.text: question for question in council.criteria.questions if not question.safety}
    asked: set[str] = set()
    while new := [label for label in view.labels if label in by_text and label not in asked]:
        asked.add(new[0])
        view.fill(new[0], WORDS[told.answers.get(by_text[new[0]].id, "unknown")])
        _name_object(view, told)


def _name_object(view: Surface, told: Told) -> None:
    if "Which issue?" in view.labels and not view.value("Which issue?") and told.objects.get("issue"):
        reference = str(told.objects["issue"])
        offered = view.suggestions("Which issue?", reference)
        view.choose_suggested("Which issue?", reference, offered[0])
    for label, name in (("Which priority?", "priority"), ("Which agreed action?", "plan_action")):
        if label in view.labels and told.objects.get(name):
            view.fill(label, told.objects[name])
    parts = told.objects.get("threat")
    if "Which of these could it harm?" in view.labels and parts and not view.value("Which of these could it harm?"):
        view.fill("Which of these could it harm?", parts)
        for label in ("Which priority could it harm?", "Which indicator could it harm?"):
            if label in view.labels:
                view.fill(label, view.options(label)[0])
