"""Criteria to review: where people sent issues elsewhere than the criteria did, by row and question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from triage_rules.criteria import Answer, Criteria
from triage_rules.plain_words import counted, destination, listed
from triage_rules.table import Table
from triage_rules.triage import triage


@dataclass(frozen=True)
class Override:
    """One changed route. `at`: aware UTC. `row`: the one that had taken the issue, None where it was held.

    `to`: "team", "ward_member" or "org:<id>". `why`: the person's words, None once they are erased. `answers`
    and `reasons` (question ids) are of the decision before, by the criteria of `version`.
    """

    reference: str
    at: datetime
    by: str
    row: str | None
    to: str
    why: str | None
    answers: Mapping[str, str]
    reasons: tuple[str, ...]
    version: str

    @property
    def route(self) -> str:
        return "service" if self.to.startswith("org:") else self.to


@dataclass(frozen=True)
class ToReview:
    """A row with a question, and the overrides that point at the two, oldest first. `row` is None for holds."""

    row: str | None
    question: str
    overrides: tuple[Override, ...]


def criteria_to_review(table: Table, overrides: Iterable[Override]) -> tuple[ToReview, ...]:
    """Group the overrides, the largest group first. One that points at several questions is in several groups."""
    groups: dict[tuple[str | None, str], list[Override]] = {}
    for each in overrides:
        for question in in_question(table, each):
            groups.setdefault((each.row, question), []).append(each)
    places = [row.id for row in table.criteria.rows], list(table.yes)
    found = [ToReview(row, question, tuple(group)) for (row, question), group in groups.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.overrides), *_place(each, *places))))


def _place(each: ToReview, rows: list[str], questions: list[str]) -> tuple[int, int]:
    """In the order of the document; what it has no longer, and holds, last."""
    row = rows.index(each.row) if each.row in rows else len(rows)
    return row, questions.index(each.question) if each.question in questions else len(questions)


def in_question(table: Table, override: Override) -> tuple[str, ...]:
    """The questions whose other answer alone would have sent the issue where the person did.

    Where there is none, or the criteria have changed too much since, those that the decision rested on.
    """
    answers = {id: answer for id, answer in override.answers.items() if id in table.yes}
    if _route(table, answers) == override.route:
        return override.reasons  # the route was right, and only who should have it was not
    safety = {question.id for question in table.criteria.safety}
    found = [
        id
        for id in table.yes
        if id not in safety and override.route in {_route(table, {**answers, id: other}) for other in ("yes", "no")}
    ]
    return tuple(found) or override.reasons


def _route(table: Table, answers: Mapping[str, str]) -> str:
    return triage(table, cast("dict[str, Answer]", answers)).route


def in_words(criteria: Criteria, review: ToReview) -> str:
    """ "Row R13, Q10 (its label): people sent issues to the team 2 times (RR-3 and RR-8)."; one line."""
    question = criteria.by_id.get(review.question)
    about = f"{review.question} ({question.text})" if question else review.question
    where = f"Row {review.row}" if review.row else "Held issues"
    sent = listed(list(dict.fromkeys(destination(each.route, None) for each in review.overrides)))
    references = listed(list(dict.fromkeys(each.reference for each in review.overrides)))
    times = counted(len(review.overrides), "time")
    return f"{where}, {about}: people sent issues to {sent} {times} ({references})."
