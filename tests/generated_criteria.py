"""Other councils' criteria: other ids, words, numbers of questions and rows. Nothing in code may mind.

`document(...)` builds one from plain choices, as it would stand in YAML; `other_document()` is a fixed one
with every route; `documents()` and `tables()` are hypothesis strategies.
"""

from typing import Any

from hypothesis import strategies as st

from triage_rules.criteria import STREAMS_OF, Criteria, RowRoute
from triage_rules.table import Table, compile_table

OUTCOMES: list[tuple[RowRoute, str | None]] = [
    (route, stream) for route, streams in STREAMS_OF.items() if route != "stop" for stream in streams
]
STOPS = STREAMS_OF["stop"]


def question(id: str, **more: Any) -> dict[str, Any]:
    """A question as it would stand in YAML."""
    says = {"yes": f"{id} holds", "no": f"{id} does not hold"}
    text = {"text": f"Does {id} hold?", "help": f"Say whether {id} holds.", "source": f"standing order {id}"}
    return {"id": id, **text, "says": says, **more}


def row(id: str, when: dict[str, str], route: str, stream: str | None = None, **more: Any) -> dict[str, Any]:
    """A row as it would stand in YAML."""
    words = {"meaning": f"{id} takes it.", "source": "ours"}
    return {"id": id, "when": when, "route": route, "stream": stream, **words, **more}


def document(
    safety: list[str], others: list[str], wanted: list[tuple[dict[str, str], tuple[str, str | None]]]
) -> dict[str, Any]:
    """Criteria in which each safety question stops, then the wanted rows; a last row takes what is left.

    Rows that could never match, or have the conditions of an earlier one, are left out.
    """
    rows = [row(f"stop-{id}", {id: "yes"}, "stop", STOPS[i % 2]) for i, id in enumerate(safety)]
    left = set(range(1 << len(others)))
    for n, (when, outcome) in enumerate([*wanted, ({}, ("service", None))]):
        taken = {
            number
            for number in left
            if all((number >> others.index(id) & 1) == (answer == "yes") for id, answer in when.items())
        }
        if taken:
            rows.append(row(f"way-{n + 1}", when, *outcome))
            left -= taken
    questions = [*(question(id, safety=True) for id in safety), *map(question, others)]
    return {"effective_from": "2031-05-01", "questions": questions, "rows": rows}


def other_document() -> dict[str, Any]:
    """A second council's criteria: three safety questions, seven others, every route and stream."""
    wanted = [
        ({"known": "yes"}, ("join", None)),
        ({"ours": "no"}, ("signpost", None)),
        ({"consult": "yes", "plan": "yes"}, ("team", "engagement")),
        ({"plan": "yes", "harm": "yes"}, ("team", "planned")),
        ({"plan": "yes"}, ("service", "plan_owner")),
        ({"harm": "yes", "sudden": "yes", "many": "yes"}, ("team", "rapid_response")),
        ({"harm": "yes", "many": "yes"}, ("team", "planned_candidate")),
        ({"harm": "yes"}, ("service", "flagged")),
        ({"many": "yes"}, ("ward_member", None)),
    ]
    others = ["known", "ours", "consult", "plan", "harm", "sudden", "many"]
    made = document(["fire", "child", "cliff"], others, wanted)
    by_id = {question["id"]: question for question in made["questions"]}
    by_id["known"]["object"] = "issue"
    by_id["consult"]["object"] = "priority"
    by_id["plan"]["object"] = "plan_action"
    by_id["harm"] |= {"object": "threat", "parts": [{"id": "reputation", "text": "Our good name"}]}
    return made


@st.composite
def documents(draw: st.DrawFn, most: int = 7) -> dict[str, Any]:
    """Criteria with up to two safety questions and `most` others, whose rows overlap as they like."""
    ids = draw(st.permutations([f"{word}-{n}" for n, word in enumerate(["ask", "Frage", "cwestiwn", "x"] * 3)]))
    safety = ids[: draw(st.integers(0, 2))]
    others = ids[2 : 2 + draw(st.integers(1, most))]
    conditions = st.dictionaries(st.sampled_from(others), st.sampled_from(["yes", "no"]), max_size=3)
    wanted = draw(st.lists(st.tuples(conditions, st.sampled_from(OUTCOMES)), max_size=10))
    return document(safety, others, wanted)


def tables(most: int = 7) -> st.SearchStrategy[Table]:
    """`documents`, read and compiled."""
    return documents(most).map(Criteria.model_validate).map(compile_table)


def answers_to(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to some of a table's questions, "unknown" among them."""
    return st.dictionaries(st.sampled_from(list(table.yes)), st.sampled_from(["yes", "no", "unknown"]))
