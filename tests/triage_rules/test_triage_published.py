"""The sample council against the published table and cases; skipped where those are not at hand."""

import csv
import json
from functools import cache
from itertools import product
from random import Random

from tests.shared import shared
from tests.triage_rules.sample import sample_table
from triage_rules.triage import triage

ROUTES = {
    "STOP_EMERGENCY": ("stop", "emergency"),
    "STOP_SAFEGUARDING": ("stop", "safeguarding"),
    "LINK_DUPLICATE": ("join", None),
    "SIGNPOST": ("signpost", None),
    "TEAM_ENGAGEMENT": ("team", "engagement"),
    "SERVICE": ("service", None),
    "TEAM_PLANNED": ("team", "planned"),
    "SERVICE_PLAN_OWNER": ("service", "plan_owner"),
    "TEAM_RAPID": ("team", "rapid_response"),
    "TEAM_PLANNED_CANDIDATE": ("team", "planned_candidate"),
    "SERVICE_FLAGGED": ("service", "flagged"),
    "WARD_MEMBER": ("ward_member", None),
}
QUESTIONS = [f"Q{n}" for n in range(1, 12)]
TERNARY = {"no": 0, "yes": 1, "unknown": 2}


@cache
def published_rows() -> list[tuple[str, tuple[str, str | None], dict[str, str]]]:
    with shared("domain/decision-table.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                line["row"],
                ROUTES[line["route"]],
                {id: {"Y": "yes", "N": "no"}[line[id]] for id in QUESTIONS if line[id] != "-"},
            )
            for line in csv.DictReader(file)
        ]


def published_row(complete: dict[str, str]) -> tuple[str, tuple[str, str | None]]:
    for id, outcome, when in published_rows():
        if when.items() <= complete.items():
            return id, outcome
    raise AssertionError(complete)


def test_all_2048_combinations_come_out_as_published():
    table = sample_table()
    for given in product(("yes", "no"), repeat=11):
        complete = dict(zip(QUESTIONS, given, strict=True))
        decision = triage(table, complete)
        assert decision.row is not None
        assert (decision.row.id, (decision.route, decision.stream)) == published_row(complete)
        assert decision.decided


def published_possibilities() -> list[int]:
    """For each of the 3**11 combinations, a bit for each row that it leaves possible (Q1 counts most)."""
    numbers = {id: n for n, (id, _, _) in enumerate(published_rows())}
    possible = [
        1 << numbers[published_row(dict(zip(QUESTIONS, given, strict=True)))[0]]
        for given in product(("no", "yes"), repeat=11)
    ]
    for i in range(11):  # spread one question after the other from two answers to three
        block = 2 ** (10 - i)
        wider = []
        for start in range(0, len(possible), 2 * block):
            no, yes = possible[start : start + block], possible[start + block : start + 2 * block]
            wider += [*no, *yes, *(one | other for one, other in zip(no, yes, strict=True))]
        possible = wider
    return possible


def expected(possible: list[int], answers: dict[str, str]) -> tuple[str, str | None, str | None]:
    """(route, stream, row): the two safety questions as the brief has them, then agreement of what is left."""
    if answers["Q1"] == "yes":
        return ("stop", "emergency", "R1")
    if answers["Q2"] == "yes":
        return ("stop", "safeguarding", "R2")
    if "unknown" in (answers["Q1"], answers["Q2"]):
        return ("hold", None, None)
    index = 0
    for id in QUESTIONS:
        index = 3 * index + TERNARY[answers[id]]
    rows = [row for n, row in enumerate(published_rows()) if possible[index] >> n & 1]
    outcomes = {row[1] for row in rows}
    return (*outcomes.pop(), rows[0][0]) if len(outcomes) == 1 else ("hold", None, None)


def test_a_sample_of_5000_with_not_knowns_agrees():
    """Half of them with both safety questions answered No, where all the rest happens."""
    table, possible, chance = sample_table(), published_possibilities(), Random(2010)
    for n in range(5000):
        answers = {id: chance.choice(["yes", "no", "no", "unknown"]) for id in QUESTIONS}
        if n % 2:
            answers |= {"Q1": "no", "Q2": "no"}
        given = {id: answer for id, answer in answers.items() if answer != "unknown" or chance.random() < 0.5}
        decision = triage(table, given)
        row = decision.row.id if decision.row else None
        assert (decision.route, decision.stream, row) == expected(possible, answers), answers
        assert decision.decided == (decision.route != "hold")


def test_the_count_that_stands_is_the_published_one():
    possible = published_possibilities()
    ids = [dict(zip(QUESTIONS, given, strict=True)) for given in product(TERNARY, repeat=11)]
    assert sum(expected(possible, answers)[0] != "hold" for answers in ids) == 107_919


def test_the_golden_cases_hold():
    for case in json.loads(shared("domain/golden-cases.json").read_text("utf-8")):
        decision = triage(sample_table(), case["facts"])
        assert (decision.route, decision.stream) == ROUTES[case["route"]], case["case"]


def test_the_questions_carry_their_published_labels():
    with shared("domain/criteria.csv").open(encoding="utf-8", newline="") as file:
        published = {line["id"]: line["question"] for line in csv.DictReader(file)}
    assert {question.id: question.text for question in sample_table().criteria.questions} == published
