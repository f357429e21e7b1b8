"""How many questions an officer still has to answer, with what the text suggests filled in and without.

The stand-in officer answers as labelled, "Not known" where the label is not known, and No to what has no
signal; an answer of "Not known" to a question that still matters is a hold, and ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from evaluation.figures import Pair
from triage_rules.council import Council
from triage_rules.criteria import Question
from triage_rules.questions import next_question


def questions_left(council: Council, pairs: Sequence[Pair]) -> float:
    """The mean over the reports that no safety question stops; safety questions are not counted."""
    counts = [_asked(council, report["signals"], _filled_in(council, answer)) for report, answer in pairs]
    return mean(count for count in counts if count is not None)


def questions_unaided(council: Council, pairs: Sequence[Pair]) -> float:
    counts = [_asked(council, report["signals"], {}) for report, _ in pairs]
    return mean(count for count in counts if count is not None)


def _filled_in(council: Council, answer: dict[str, Any]) -> dict[str, str]:
    given = {}
    for question in council.criteria.questions:
        if not question.safety:
            said = _answer(question, {name: each["answer"] for name, each in answer["answers"].items()})
            if said != "unknown":
                given[question.id] = said
    return given


def _answer(question: Question, signals: Mapping[str, str]) -> str:
    """The answer that the signals give; of a question in parts Yes if one is, No if all are."""
    if question.signal is not None:
        return signals.get(question.signal, "unknown")
    parts = [signals.get(f"threat_{name}", "unknown") for name in ("priority", "kpi", "reputation")]
    if question.object != "threat":
        return "unknown"
    return "yes" if "yes" in parts else "no" if set(parts) == {"no"} else "unknown"


def _asked(council: Council, labels: Mapping[str, str], given: dict[str, str]) -> int | None:
    answers = dict(given)
    for question in council.criteria.questions:
        if question.safety:
            answers[question.id] = _answer(question, labels)
    if any(answers[question.id] != "no" for question in council.criteria.safety):
        return None
    by_id = {question.id: question for question in council.criteria.questions}
    asked = 0
    while (id := next_question(council.table, answers)) is not None:
        question = by_id[id]
        said = _answer(question, labels) if question.signal or question.object == "threat" else "no"
        asked += 1
        if said == "unknown":
            break
        answers[id] = said
    return asked
