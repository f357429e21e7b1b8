"""Decisions per second beside three general rule engines, on the same table and the same answers, in one run.

Every engine decides all combinations of yes and no, and all must come to the same rows. Ours gives the route, the
stream, the row and the reasons with their sources each time: worked out anew ("first time"), or from the table's
memory of what it decided before ("remembered"), as in a bot that runs. Of the others, only zen-engine's trace explains.
"Not known" and its completions are ours alone, and are measured apart. Engines take turns, and each one's quickest
turn counts, so that a busy machine favours nobody.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from time import perf_counter

import cel
import rule_engine
import zen

from storage import council_files
from triage_rules.council import parse
from triage_rules.criteria import Criteria, Row
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.table import compile_table
from triage_rules.triage import triage

Answers = Mapping[str, str]
Decide = Callable[[Answers], str]
COUNCIL = council_files.shipped()[0]
TURNS = 9
STRIDE = 1237  # prime to the number of cases: they come in no order that a cache could like


def main() -> None:
    files = council_files.read(COUNCIL)
    started = perf_counter()
    council = parse(files, COUNCIL)
    print(f"Council folder of {COUNCIL} read, proved and its examples tried: {perf_counter() - started:.2f} s")
    criteria = council.criteria
    cases = _cases(criteria, ("yes", "no"))
    print(f"{len(criteria.rows)} rows, {len(criteria.questions)} questions, {len(cases):,} combinations of yes and no")
    engines = {
        "ours, remembered": lambda: _ours(criteria, warm=cases),
        "ours, first time": lambda: _ours(criteria),
        "zen-engine": lambda: _zen(criteria, trace=False),
        "zen-engine, with trace": lambda: _zen(criteria, trace=True),
        "CEL": lambda: _cel(criteria),
        "rule-engine": lambda: _rule_engine(criteria),
    }
    _agree(engines, cases)
    seconds = _measure(engines, cases)
    print(f"{'':24}{'decisions/s':>12}{'microseconds':>14}{'ours is, first time':>22}{'remembered':>12}")
    for name, each in seconds.items():
        times = (each / seconds[ours] for ours in ("ours, first time", "ours, remembered"))
        first, remembered = (f"{ratio:.1f} x" for ratio in times)
        print(f"{name:24}{1 / each:12,.0f}{each * 1e6:14.1f}{first:>22}{remembered:>12}")
    _with_unknown(criteria)


def _cases(criteria: Criteria, answers: Sequence[str]) -> list[dict[str, str]]:
    ids = list(criteria.by_id)
    every = [dict(zip(ids, given, strict=True)) for given in product(answers, repeat=len(ids))]
    return [every[i * STRIDE % len(every)] for i in range(len(every))]


def _agree(engines: Mapping[str, Callable[[], Decide]], cases: Sequence[Answers]) -> None:
    """All engines come to the same row for every case."""
    made = {name: make() for name, make in engines.items()}
    for case in cases:
        rows = {name: decide(case) for name, decide in made.items()}
        if len(set(rows.values())) > 1:
            raise SystemExit(f"The engines differ on {case}: {rows}")


def _measure(engines: Mapping[str, Callable[[], Decide]], cases: Sequence[Answers]) -> dict[str, float]:
    """Seconds a decision. Building and compiling the rules is not counted for anybody."""
    best = dict.fromkeys(engines, float("inf"))
    for _ in range(TURNS):
        for name, make in engines.items():
            decide = make()
            started = perf_counter()
            for case in cases:
                decide(case)
            best[name] = min(best[name], (perf_counter() - started) / len(cases))
    return best


def _ours(criteria: Criteria, warm: Sequence[Answers] = ()) -> Decide:
    """With a table of its own, so that nothing is remembered but what was decided in `warm`."""
    table = compile_table(criteria)

    def decide(answers: Answers) -> str:
        decision = triage(table, answers)  # type: ignore[arg-type]
        assert decision.row is not None
        assert decision.reasons
        return decision.row.id

    for case in warm:
        decide(case)
    return decide


def _zen(criteria: Criteria, trace: bool) -> Decide:
    """A decision table with the hit policy "first"."""
    ids = list(criteria.by_id)
    rules = [
        {"_id": row.id, "row": f'"{row.id}"', **{id: f'"{row.when[id]}"' if id in row.when else "" for id in ids}}
        for row in criteria.rows
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": id, "name": id, "field": id} for id in ids],
        "outputs": [{"id": "row", "name": "row", "field": "row"}],
        "rules": rules,
    }
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", **place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table, **place},
        {"id": "out", "type": "outputNode", "name": "out", **place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    if trace:
        return lambda answers: decision.evaluate(answers, {"trace": True})["result"]["row"]
    return lambda answers: decision.evaluate(answers)["result"]["row"]


def _cel(criteria: Criteria) -> Decide:
    """One expression that reads the rows from the top, which is quicker than one a row."""
    rows = "".join(f'{_condition(row, " && ")} ? "{row.id}" : ' for row in criteria.rows)
    program = cel.compile(f'{rows}""')
    return lambda answers: program.execute(answers)


def _rule_engine(criteria: Criteria) -> Decide:
    """One rule a row, tried from the top."""
    rules = [(row.id, rule_engine.Rule(_condition(row, " and "))) for row in criteria.rows]
    return lambda answers: next(id for id, rule in rules if rule.matches(answers))


def _condition(row: Row, and_: str) -> str:
    return and_.join(f'{id} == "{answer}"' for id, answer in row.when.items()) or "true"


def _with_unknown(criteria: Criteria) -> None:
    """Ours alone: every combination of yes, no and not known, each evaluated over all that it may be."""
    table = compile_table(criteria)
    cases = _cases(criteria, ("yes", "no", "unknown"))
    started = perf_counter()
    stand = sum(triage(table, case).decided for case in cases)  # type: ignore[arg-type]
    each = (perf_counter() - started) / len(cases)
    print(
        f"With not known: {stand:,} of {len(cases):,} combinations stand, the others are held with what to ask next; "
        f"{1 / each:,.0f} decisions/s ({each * 1e6:.1f} microseconds, each for the first time)"
    )
    started = perf_counter()
    read_criteria(council_files.read(COUNCIL))
    print(f"The criteria alone, read from YAML and proved: {perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
