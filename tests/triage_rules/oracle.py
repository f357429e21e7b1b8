"""The meaning of a decision table by brute force, written without a look at the code under test."""

from collections.abc import Mapping
from itertools import product

from triage_rules.criteria import Criteria


def first_match(criteria: Criteria, complete: Mapping[str, str]) -> int:
    """The place of the first row whose conditions all hold."""
    for i, row in enumerate(criteria.rows):
        if all(complete[id] == answer for id, answer in row.when.items()):
            return i
    raise AssertionError(f"no row for {complete}")


def completions(ids: list[str], answers: Mapping[str, str]) -> list[dict[str, str]]:
    choices = [("yes", "no") if answers.get(id, "unknown") == "unknown" else (answers[id],) for id in ids]
    return [dict(zip(ids, chosen, strict=True)) for chosen in product(*choices)]


def outcomes(criteria: Criteria, answers: Mapping[str, str]) -> set[tuple[str, str | None]]:
    """The (route, stream) pairs that the answers leave possible."""
    ids = [question.id for question in criteria.questions]
    return {criteria.rows[first_match(criteria, c)].outcome for c in completions(ids, answers)}


def stands(criteria: Criteria, answers: Mapping[str, str]) -> tuple[tuple[str, str | None], int] | None:
    """((route, stream), place of the first possible row), or None for a hold."""
    safety = [question.id for question in criteria.questions if question.safety]
    full = dict(answers)
    for id in safety:
        if answers.get(id) == "yes":
            break
        if answers.get(id, "unknown") == "unknown":
            full[id] = "no"
    else:
        if any(answers.get(id, "unknown") == "unknown" for id in safety):
            return None
    ids = [question.id for question in criteria.questions]
    rows = {first_match(criteria, c) for c in completions(ids, full)}
    found = {criteria.rows[i].outcome for i in rows}
    return (found.pop(), min(rows)) if len(found) == 1 else None


def matters(criteria: Criteria, answers: Mapping[str, str]) -> set[str]:
    """Of a hold, the questions not known whose answer can still change (route, stream)."""
    ids = [question.id for question in criteria.questions]
    assumed = dict(answers)
    found = set()
    for question in criteria.questions:
        if question.safety and answers.get(question.id, "unknown") == "unknown":
            assumed[question.id] = "no"
            found.add(question.id)
    for id in ids:
        if assumed.get(id, "unknown") == "unknown":
            for complete in completions(ids, {**assumed, id: "yes"}):
                one, other = first_match(criteria, complete), first_match(criteria, {**complete, id: "no"})
                if criteria.rows[one].outcome != criteria.rows[other].outcome:
                    found.add(id)
                    break
    return found
