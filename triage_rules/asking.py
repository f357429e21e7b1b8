"""How many questions a report takes on average: as we ask them, in the document's order, and at the least.

All three are measured alike. The safety questions have a given No and are not counted. Each question is answered
in its shares, apart from the others. Asking ends when the route is settled, or when "not known" to what was asked
leaves it to a person whatever else is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from triage_rules.criteria import Usual
from triage_rules.questions import EQUAL, Shares, to_ask
from triage_rules.table import Table

Order = Callable[[Mapping[str, str]], tuple[str, ...]]
"""From the answers so far to the questions worth asking, the first of them being the next one."""


@dataclass(frozen=True)
class Asking:
    """Mean numbers of questions beyond the safety questions. `best` is the least that any plan can do."""

    ours: float
    in_order: float
    best: float


def asking(table: Table, shares: Shares | None = None) -> Asking:
    """The three means for a table. The least comes from trying every order: 3 to 4 times as long a question."""
    return Asking(
        mean(table, lambda answers: to_ask(table, answers, shares)[:1], shares),
        mean(table, lambda answers: tuple(id for id in table.yes if id in to_ask(table, answers))[:1], shares),
        mean(table, lambda answers: to_ask(table, answers), shares),
    )


def mean(table: Table, order: Order, shares: Shares | None = None) -> float:
    """The mean number of questions if, of those that `order` gives, always the one that turns out best is next."""
    usual = {id: _odds((shares or {}).get(id, EQUAL)) for id in table.yes}
    known: dict[tuple[int, frozenset[str]], float] = {}

    def left(answers: dict[str, str]) -> float:
        unknown = frozenset(id for id, answer in answers.items() if answer == "unknown")
        state = (table.possible(answers), unknown)
        if state not in known:
            known[state] = min((after(answers, id) for id in order(answers)), default=0.0)
        return known[state]

    def after(answers: dict[str, str], id: str) -> float:
        return 1 + sum(odds * left({**answers, id: answer}) for answer, odds in usual[id] if odds)

    return left({question.id: "no" for question in table.criteria.safety})


def _odds(usual: Usual) -> tuple[tuple[str, float], ...]:
    all_ = usual.yes + usual.no + usual.unknown
    return ("yes", usual.yes / all_), ("no", usual.no / all_), ("unknown", usual.unknown / all_)
