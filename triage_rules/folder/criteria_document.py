"""The criteria as a file: read, compiled, and every mistake put at its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from triage_rules.criteria import Criteria
from triage_rules.folder.problems import Problem
from triage_rules.folder.refusals import refusals
from triage_rules.folder.sections import CRITERIA_FILE
from triage_rules.folder.yaml_lines import read_yaml
from triage_rules.table import Table, TableError, TableProblem, compile_table
from triage_rules.triage import misplaced_examples


@dataclass(frozen=True)
class Documented:
    """criteria and table are None when the problems leave none."""

    problems: tuple[Problem, ...]
    criteria: Criteria | None = None
    table: Table | None = None

    def stop_streams(self) -> set[str]:
        rows = self.criteria.rows if self.criteria else ()
        return {row.stream for row in rows if row.route == "stop" and row.stream}


def read_criteria(files: Mapping[str, str]) -> Documented:
    """The criteria among a council's files; also for a document that stands alone. Never raises."""
    if CRITERIA_FILE not in files:
        fix = "Add the file, with 'effective_from:', 'questions:' and 'rows:'."
        return Documented((Problem(CRITERIA_FILE, 1, "the council has no criteria", fix),))
    document = read_yaml(CRITERIA_FILE, files[CRITERIA_FILE])
    if document.problems:
        return Documented(tuple(document.problems))
    try:
        criteria = Criteria.model_validate(document.data)
    except ValidationError as error:
        refused = (document.problem(path, what, fix) for path, what, fix in refusals(error, Criteria))
        return Documented(tuple(refused))

    def placed(problems: Iterable[TableProblem]) -> tuple[Problem, ...]:
        return tuple(document.problem(each.path, f"{each.id}: {each.what}", _ended(each.fix)) for each in problems)

    try:
        table = compile_table(criteria)
    except TableError as error:
        return Documented(placed(error.problems), criteria)
    return Documented(placed(misplaced_examples(table)), criteria, table)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."
