"""What the criteria say about an issue: its route, why, and what still has to be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from triage_rules.criteria import Answer, Route, Row, Stream
from triage_rules.questions import Shares, ranked
from triage_rules.table import Table, TableProblem

MOST_REMEMBERED = 4096
"""Decisions kept with a table, some 4 MB; every combination of yes and no to eleven questions is half of that."""


@dataclass(frozen=True)
class Reason:
    """One answer that a decision rests on; `says` is it in words that follow "because"."""

    id: str
    question: str
    answer: Answer
    source: str
    says: str


@dataclass(frozen=True)
class Decision:
    """What the criteria say. `row` is the first possible one, None for a hold; `ask` has the best first.

    `reasons` are for people: of a decision, the row's own conditions as answered; of a hold, what is not
    known. `also` are the answers that kept earlier rows from taking the issue. The two together are enough
    to come to the same route and stream again, and none of them can be left out.
    """

    route: Route
    stream: Stream | None
    row: Row | None
    decided: bool
    ask: tuple[str, ...]
    reasons: tuple[Reason, ...]
    criteria_version: str
    also: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape that `triage --json` prints; `row` is its id or None."""
        return {
            "route": self.route,
            "stream": self.stream,
            "row": self.row.id if self.row else None,
            "decided": self.decided,
            "ask": list(self.ask),
            "reasons": [
                {"id": r.id, "question": r.question, "answer": r.answer, "source": r.source, "says": r.says}
                for r in self.reasons
            ],
            "criteria_version": self.criteria_version,
        }


def triage(table: Table, answers: Mapping[str, Answer], shares: Shares | None = None) -> Decision:
    """Evaluate answers; a question left out is "unknown". Raises AnswerError for an unknown id or answer.

    A given Yes to a safety question stops, the more urgent one first, whatever the rest. Otherwise each of
    them must have a given No, and the rest stands when all its completions agree on (route, stream). What
    does not stand is a hold, for a person to decide. `shares` of the answers have a say in the order of `ask`
    alone; without them yes and no are equally likely.
    """
    if shares is not None or not answers.keys() <= table.yes.keys():
        return _evaluated(table, answers, shares)
    key = tuple(map(answers.get, table.yes))
    decision: Decision | None = table.decided.get(key)
    if decision is None:
        decision = _evaluated(table, answers, None)
        if len(table.decided) >= MOST_REMEMBERED:
            table.decided.clear()
        table.decided[key] = decision
    return decision


def _evaluated(table: Table, answers: Mapping[str, Answer], shares: Shares | None) -> Decision:
    version = table.criteria.version
    possible = table.possible(answers)
    outcome = table.agreed(possible)
    if outcome is None or not _safety_settled(table, answers):
        ask = ranked(table, answers, shares)
        reasons = tuple(_reason(table, id, "unknown") for id in ask)
        return Decision("hold", None, None, False, ask, reasons, version)
    rows = table.rows_of(possible)
    reasons, also = _grounds(table, answers, rows)
    return Decision(*outcome, rows[0], True, (), reasons, version, also)


def misplaced_examples(table: Table) -> list[TableProblem]:
    """The worked examples that do not come out at the row they stand beside."""
    problems = []
    for i, row in enumerate(table.criteria.rows):
        for j, example in enumerate(row.examples):
            decision = triage(table, example.answers)
            if decision.row is not row:
                what = f"example {j + 1} is not decided: {', '.join(decision.ask)} can still change it"
                fix = "Answer what is missing."
                if decision.row:
                    what = f"example {j + 1} comes out at row {decision.row.id}"
                    fix = "Change its answers, or move it beside that row."
                problems.append(TableProblem(row.id, ("rows", i, "examples", j), what, fix))
    return problems


def _safety_settled(table: Table, answers: Mapping[str, Answer]) -> bool:
    given = [answers.get(question.id, "unknown") for question in table.criteria.safety]
    return "yes" in given or "unknown" not in given


def _reason(table: Table, id: str, answer: Answer) -> Reason:
    reason: Reason | None = table.reasons.get((id, answer))
    if reason is None:
        question = table.criteria.question(id)
        reason = Reason(id, question.text, answer, question.source, question.because(answer))
        table.reasons[id, answer] = reason
    return reason


def _grounds(
    table: Table, answers: Mapping[str, Answer], rows: tuple[Row, ...]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """(reasons, also): a smallest set of given answers that forces the outcome, the rows' conditions first.

    Where those have none (the last row may take all that is left), what ruled out the others is the reason.
    """
    for question in table.criteria.safety:
        if answers.get(question.id) == "yes":
            return (_reason(table, question.id, "yes"),), ()
    own, order = _order(table, rows)
    kept = _needed(table, answers, order, table.outcomes[rows[0].outcome])
    ordinary = tuple([_reason(table, id, answers[id]) for id in kept if id not in own])
    reasons = tuple([_reason(table, id, answers[id]) for id in kept if id in own])
    cleared = tuple([_reason(table, question.id, "no") for question in table.criteria.safety])
    return (reasons, ordinary + cleared) if reasons else (ordinary, cleared)


def _order(table: Table, rows: tuple[Row, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The questions in these rows' conditions; and all but the safety questions, those first."""
    key = tuple([row.id for row in rows])
    found: tuple[frozenset[str], tuple[str, ...]] | None = table.orders.get(key)
    if found is None:
        safety = {question.id for question in table.criteria.safety}
        own = dict.fromkeys(id for row in rows for id in row.when if id not in safety)
        found = frozenset(own), (*own, *(id for id in table.yes if id not in own and id not in safety))
        table.orders[key] = found
    return found


def _needed(table: Table, answers: Mapping[str, Answer], order: Iterable[str], outcome: int) -> list[str]:
    """Of the answers given, in this order, those that cannot be left out; the last are tried first."""
    before = table.every
    for question in table.criteria.safety:
        before &= table.no[question.id]
    given = []
    for id in order:
        answer = answers.get(id, "unknown")
        if answer != "unknown":
            side = table.yes[id] if answer == "yes" else table.no[id]
            given.append((id, side, before))
            before &= side
    kept, others = [], table.every & ~outcome
    for id, side, earlier in reversed(given):
        if earlier & others:
            kept.append(id)
            others &= side
    return kept[::-1]
