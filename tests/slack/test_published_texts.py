"""The labelled reports for development, one after another through the form: each ends routed, held or stopped."""

import json

from sqlmodel import col, select

from storage.intake import StopCount
from storage.issues import Issue
from tests.shared import shared
from tests.slack.workplace import Workplace

PARTS = ("threat_priority", "threat_kpi", "threat_reputation")
WORDS = {"yes": "Yes", "no": "No", "unknown": "Not known"}


def answers_of(place: Workplace, signals: dict[str, str]) -> dict[str, str]:
    """The labels as answers: of a threat any part counts; what has no label is not known."""
    threats = {signals[part] for part in PARTS}
    whole = next((answer for answer in ("yes", "unknown") if answer in threats), "no")
    answers = {}
    for question in place.council.criteria.questions:
        answers[question.id] = whole if question.parts else signals.get(question.signal or "", "unknown")
    return answers


def test_each_text_ends_somewhere(place: Workplace):
    lines = [json.loads(line) for line in shared("eval/dev.jsonl").read_text("utf-8").splitlines()]
    council = place.council
    names = {organisation.id: organisation.name for organisation in council.directory.organisations}
    for line in lines:
        answers = answers_of(place, line["signals"])
        view = place.form("olive-officer", line["text"])
        for question in council.criteria.safety:
            if question.text in view.labels:
                view.fill(question.text, WORDS[answers[question.id]])
        if view.submit_label is None:
            continue
        wards = [name for name in line["wards"] if name in view.options("Which ward or wards?")]
        view.fill("Which ward or wards?", wards)
        view.fill("Who could deal with it?", [names[id] for id in line["services"] if id in names])
        place.answer(view, answers)
        if "Which of these could it harm?" in view.labels:
            view.fill("Which of these could it harm?", ["reputation"])
        sent = view.submit()
        unsure = [q for q in council.criteria.safety if answers[q.id] == "unknown"]
        assert sent is not bool(unsure)
        if unsure:
            view.close()
    with place.desk.look() as session:
        issues = session.exec(select(Issue).order_by(col(Issue.id))).all()
        stops = session.exec(select(StopCount)).all()
    kept = [line["text"].strip() for line in lines]
    assert all(issue.note in kept for issue in issues)
    stopped = [
        line for line in lines if "yes" in (line["signals"]["immediate_danger"], line["signals"]["safeguarding"])
    ]
    assert len(stops) == len(stopped)
    assert not {issue.note for issue in issues} & {line["text"].strip() for line in stopped}
    assert {issue.state for issue in issues} <= {"held", "awaiting_acceptance", "open", "signposted"}
