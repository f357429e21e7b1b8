"""A decision in at most five short lines of plain English."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from tests.generated_council import generated_council
from tests.sample import sample_council
from triage_rules.council import Council, parse
from triage_rules.explain import explain, explanation
from triage_rules.triage import Reason, triage

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def by_route(council: Council) -> dict[str, tuple[str, ...]]:
    """The explanation of each row's first example, by row; and of a hold."""
    rows = {row.id: triage(council.table, row.examples[0].answers) for row in council.criteria.rows}
    rows["hold"] = triage(council.table, {question.id: "no" for question in council.criteria.safety})
    return {id: explain(decision, council, NOW) for id, decision in rows.items()}


def test_five_lines_say_where_why_by_what_clause_and_what_next():
    council = sample_council()
    criteria = council.criteria
    [rapid] = [row for row in criteria.rows if row.stream == "rapid_response"]
    where, why, clause, next_, version = by_route(council)[rapid.id]
    assert where == rapid.meaning
    assert why.startswith("Because it does not clearly fall to one service (")
    assert all(f"({id})" in why for id in rapid.when)
    assert clause == f"Row {rapid.id} says so: {rapid.source}."
    assert next_ == "A duty officer accepts it by 1pm today."
    assert version == f"Criteria of 23 March 2010, version {criteria.version}."


def test_every_route_says_what_happens_next():
    council = sample_council()
    next_ = {council.criteria.row(id).route: lines[3] for id, lines in by_route(council).items() if id != "hold"}
    [safeguarding] = [row for row in council.criteria.rows if row.stream == "safeguarding"]
    numbers = [number.number for number in council.safety["safeguarding"].numbers]
    assert by_route(council)[safeguarding.id][3].startswith(f"Ring {numbers[0]}")
    assert next_.pop("stop").startswith("Ring ")
    assert next_ == {
        "join": "Whoever reports it hears what becomes of that issue.",
        "signpost": "Whoever reports it hears at once who can help, and why it is not for us.",
        "team": "A duty officer accepts it by 1pm today.",
        "service": "The service says by 5pm Tuesday 24 November that it has it.",
        "ward_member": "One of the councillors takes the lead by 5pm Tuesday 24 November.",
    }


def test_a_hold_says_what_matters_and_what_to_ask():
    council = sample_council()
    answers = {question.id: "no" for question in council.criteria.safety}
    ask = triage(council.table, answers).ask
    where, why, next_, _ = by_route(council)["hold"]
    assert where == "It needs a person to decide."
    assert why == f"Not known, and it matters: {', '.join(ask[:3])} and {len(ask) - 3} others."
    assert next_.startswith(f"Ask {ask[0]} first (")
    assert next_.endswith("or a duty officer decides by 1pm today.")


def test_what_nobody_named_holds_a_row_that_fits():
    criteria = sample_council().criteria
    row = criteria.rows[-1]
    assert explanation(criteria, row, (), missing="which service it is")[:2] == (
        "It needs a person to decide: nobody has said which service it is.",
        f"Row {row.id} would take it: {row.source}.",
    )


def test_our_own_rules_are_said_to_be():
    criteria = sample_council().criteria
    ours = next(row for row in criteria.rows if row.source == "ours")
    reason = Reason("x", "Is it x?", "no", "ours", "it is not x")
    many = tuple(replace(reason, id=f"x{n}") for n in range(4))
    assert explanation(criteria, ours, many)[1:3] == (
        "Because it is not x (x0), it is not x (x1), it is not x (x2) and 1 further answer.",
        f"Row {ours.id} says so: this council's own rule.",
    )


@pytest.mark.parametrize("council", [sample_council(), parse(generated_council().files, "made")], ids=lambda c: c.id)
def test_never_more_than_five_lines(council: Council):
    ids = [question.id for question in council.criteria.questions]
    for given in product(["yes", "no", "unknown"], repeat=4):
        lines = explain(triage(council.table, dict(zip(ids, given, strict=False))), council, NOW)
        assert 3 <= len(lines) <= 5
        assert all(line and "\n" not in line and len(line) < 400 for line in lines)
