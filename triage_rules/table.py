"""The compiled decision table: proved to give exactly one row for every combination of yes and no.

A *set of combinations* is one int with 2**n bits for n questions: bit k stands for combination k, whose bit i
says whether question i is answered Yes. So "and", "or" and "not" walk every combination at once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from triage_rules.criteria import Criteria, Given, Outcome, Row

MOST_QUESTIONS = 16
"""Each further question doubles the combinations; more would also ask too much of whoever reports."""


class AnswerError(ValueError):
    """An answer that cannot be used; the message says which, and what to write instead."""


@dataclass(frozen=True)
class TableProblem:
    """Something wrong in a document. `path` leads to it like pydantic's `loc`: ("rows", 3, "when", "Q7").

    `what` is a clause without its full stop, `fix` a sentence with it.
    """

    id: str
    path: tuple[str | int, ...]
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.id}: {self.what}. {self.fix}"


class TableError(ValueError):
    """The document is refused; `problems` holds all that was found, in the order of the document."""

    def __init__(self, problems: Iterable[TableProblem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Overlap(NamedTuple):
    """Two rows that some combination fits both of, and the one that takes it."""

    first: Row
    second: Row
    wins: Row


@dataclass(frozen=True, eq=False)
class Table:
    """Criteria with their sets of combinations; made by `compile_table` alone."""

    criteria: Criteria
    every: int
    yes: Mapping[str, int]
    """Question id -> the combinations that answer it Yes."""
    no: Mapping[str, int]
    """Question id -> those that answer it No."""
    fits: tuple[int, ...]
    """For each row, the combinations that meet its conditions."""
    won: tuple[int, ...]
    """For each row, those of them that no earlier row takes: a partition of `every`."""
    outcomes: Mapping[Outcome, int]
    """(route, stream) -> the combinations that come out there."""
    turning: Mapping[str, int]
    """Question id -> the combinations whose outcome changes with the answer to that question alone."""
    decided: dict[tuple[str | None, ...], Any] = field(default_factory=dict, repr=False)
    """Answers in the order of the questions -> what `triage` made of them; it fills and empties this."""
    reasons: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    """Question id and answer -> the two as a reason, once `triage` has used them."""
    orders: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    """Ids of rows -> the order in which `triage` looks for the grounds of a decision that they make."""

    def possible(self, answers: Mapping[str, str]) -> int:
        """The combinations that these answers leave open; what is missing or "unknown" is open.

        Only a given Yes to a safety question stops, so one that is not known counts as No here, unless a
        more urgent one has stopped already. Raises AnswerError for an unknown question or answer.
        """
        combinations = self.every
        for id, answer in answers.items():
            answered_yes = self.yes.get(id)
            if answered_yes is None:
                raise AnswerError(_no_such_question(id, self.yes))
            if answer == "yes":
                combinations &= answered_yes
            elif answer == "no":
                combinations &= self.no[id]
            elif answer != "unknown":
                raise AnswerError(f"The answer to {id} cannot be {answer!r}. Write yes, no or unknown.")
        for question in self.criteria.safety:
            answer = answers.get(question.id, "unknown")
            if answer == "yes":
                break
            if answer == "unknown":
                combinations &= self.no[question.id]
        return combinations

    def rows_of(self, combinations: int) -> tuple[Row, ...]:
        """The rows that these combinations come out at, earlier ones first."""
        return tuple([row for row, won in zip(self.criteria.rows, self.won, strict=True) if won & combinations])

    def agreed(self, combinations: int) -> Outcome | None:
        """The one (route, stream) that all these combinations come out at, or None."""
        for outcome, where in self.outcomes.items():
            if where & combinations:
                return None if combinations & ~where else outcome
        return None


def compile_table(criteria: Criteria) -> Table:
    """Prove the table and compile it. Raises TableError with every problem at once.

    Refused: an id twice, an unknown question id, too many questions, two rows with the same conditions, a row
    that can never match, a combination without a row, a safety question whose Yes does not always stop.
    """
    problems = [*_ids_twice(criteria), *_unknown_ids(criteria), *_same_conditions(criteria)]
    if len(criteria.questions) > MOST_QUESTIONS:
        what = f"{len(criteria.questions)} questions are too many to check every combination of answers"
        problems.append(TableProblem("questions", ("questions",), what, f"Ask {MOST_QUESTIONS} at the most."))
    if problems:
        raise TableError(problems)
    table = _compiled(criteria)
    problems = [*_unreachable(table), *_gap(table), *_stops(table)]
    if problems:
        raise TableError(problems)
    return table


def overlaps(table: Table) -> list[Overlap]:
    """The pairs of rows that some combination fits both of; the earlier one wins it."""
    rows, fits = table.criteria.rows, table.fits
    return [
        Overlap(rows[i], rows[j], rows[i])
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if fits[i] & fits[j]
    ]


def combinations_of(ids: Collection[str]) -> dict[str, int]:
    """Question id -> the combinations that answer it Yes, of all that these questions have."""
    return {id: _answered_yes(i, 1 << len(ids)) for i, id in enumerate(ids)}


def _compiled(criteria: Criteria) -> Table:
    every = (1 << (1 << len(criteria.questions))) - 1
    yes = combinations_of(criteria.by_id)
    no = {id: every & ~answered_yes for id, answered_yes in yes.items()}
    fits, won, outcomes = [], [], {}
    left = every
    for row in criteria.rows:
        fit = every
        for id, answer in row.when.items():
            fit &= yes[id] if answer == "yes" else no[id]
        fits.append(fit)
        won.append(fit & left)
        outcomes[row.outcome] = outcomes.get(row.outcome, 0) | fit & left
        left &= ~fit
    turning = {id: _turning(1 << i, yes[id], outcomes) for i, id in enumerate(yes)}
    return Table(criteria, every, yes, no, tuple(fits), tuple(won), outcomes, turning)


def _answered_yes(i: int, size: int) -> int:
    """The combinations with bit i set: a run of noes, a run of yeses as long, and so on."""
    run = 1 << i
    pattern, length = ((1 << run) - 1) << run, 2 * run
    while length < size:
        pattern |= pattern << length
        length *= 2
    return pattern


def _turning(step: int, yes: int, outcomes: Mapping[Outcome, int]) -> int:
    turning = 0
    for where in outcomes.values():
        other_answer = (where & yes) >> step | (where & ~yes) << step
        turning |= where & ~other_answer
    return turning


def _no_such_question(id: str, known: Iterable[str]) -> str:
    return f"There is no question {id!r}. {_instead(id, known)}"


def _instead(id: str, known: Iterable[str]) -> str:
    near = get_close_matches(id, list(known), cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else f"The questions are {', '.join(known)}."


def _ids_twice(criteria: Criteria) -> Iterable[TableProblem]:
    for name, items in (("questions", criteria.questions), ("rows", criteria.rows)):
        seen: dict[str, int] = {}
        for i, item in enumerate(items):
            if item.id in seen:
                what = f"the id {item.id} is given to two {name}, number {seen[item.id] + 1} and number {i + 1}"
                yield TableProblem(item.id, (name, i, "id"), what, "Give one of them an id of its own.")
            seen.setdefault(item.id, i)


def _unknown_ids(criteria: Criteria) -> Iterable[TableProblem]:
    known = list(criteria.by_id)
    for i, row in enumerate(criteria.rows):
        paths = [(id, ("rows", i, "when", id)) for id in row.when]
        for j, example in enumerate(row.examples):
            paths += [(id, ("rows", i, "examples", j, "answers", id)) for id in example.answers]
        for id, path in paths:
            if id not in criteria.by_id:
                yield TableProblem(row.id, path, f"there is no question {id}", _instead(id, known))


def _same_conditions(criteria: Criteria) -> Iterable[TableProblem]:
    seen: dict[frozenset[tuple[str, str]], Row] = {}
    for i, row in enumerate(criteria.rows):
        conditions = frozenset(row.when.items())
        if conditions in seen:
            what = f"it has the same conditions as row {seen[conditions].id}, which comes first and takes all"
            yield TableProblem(row.id, ("rows", i, "when"), what, "Change the conditions of one, or delete it.")
        seen.setdefault(conditions, row)


def _unreachable(table: Table) -> Iterable[TableProblem]:
    rows = table.criteria.rows
    for i, row in enumerate(rows):
        if not table.won[i]:
            takers = [rows[j].id for j in range(i) if table.won[j] & table.fits[i]]
            take = "takes" if len(takers) == 1 else "take"
            what = f"it can never match: {' and '.join(takers)} above it {take} all that it would"
            yield TableProblem(row.id, ("rows", i), what, f"Move it above {takers[0]}, or delete it.")


def _gap(table: Table) -> Iterable[TableProblem]:
    left = table.every
    for won in table.won:
        left &= ~won
    if left:
        what = f"{left.bit_count():,} of {1 << len(table.yes):,} combinations of answers have no row"
        what += f", for instance {in_words(table, left)}"
        yield TableProblem("rows", ("rows",), what, "Add a row for them, or drop a condition of another row.")


def _stops(table: Table) -> Iterable[TableProblem]:
    """A given Yes to a safety question stops, whatever the rest; and nothing else stops."""
    before = table.every
    for i, question in enumerate(table.criteria.questions):
        if question.safety:
            where = before & table.yes[question.id]
            outcome = table.agreed(where)
            if outcome is None or outcome[0] != "stop":
                what = "it is a safety question, but a Yes does not always stop, the same way each time"
                fix = f"Put a row `when: {{{question.id}: yes}}` with the route stop above the other rows."
                yield TableProblem(question.id, ("questions", i), what, fix)
            before &= ~table.yes[question.id]
    for i, row in enumerate(table.criteria.rows):
        if row.route == "stop" and table.won[i] & before:
            fix = "Add a safety question answered Yes to its conditions, or send it elsewhere."
            what = "it stops without a Yes to a safety question"
            yield TableProblem(row.id, ("rows", i, "route"), what, fix)


def in_words(table: Table, combinations: int) -> str:
    """One concrete case inside a set of combinations, with no more answers than it takes to be inside."""
    number = (combinations & -combinations).bit_length() - 1
    sides: dict[str, int] = {}
    answers: dict[str, Given] = {}
    for i, (id, yes) in enumerate(table.yes.items()):
        answers[id] = "yes" if number >> i & 1 else "no"
        sides[id] = yes if number >> i & 1 else table.every & ~yes
    for id in list(sides):
        without = table.every
        for other, side in sides.items():
            without &= side if other != id else table.every
        if not without & ~combinations:
            del sides[id]
    said = [f"{table.criteria.question(id).because(answers[id])} ({id} {answers[id]})" for id in sides]
    return f"when {', '.join(said)}" if said else "whatever the answers"
