"""How many questions a report takes beyond the safety questions: as we ask, in the document's order, at best.

The least is found by dynamic programming over the table: it tries every order. All are measured alike: each
question is answered in its shares, apart from the others, and asking ends when the route is settled, or when an
answer "not known" leaves it to a person.
"""

from time import perf_counter

from storage import council_files
from triage_rules.asking import asking
from triage_rules.criteria import Usual
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.questions import Shares, to_ask
from triage_rules.table import Table

ENOUGH = 200


def main() -> None:
    for name in council_files.shipped():
        table = read_criteria(council_files.read(name)).table
        assert table is not None, f"{name} is checked by the tests"
        stated = table.criteria.usual
        sure = {id: Usual(yes=usual.yes, no=usual.no) for id, usual in stated.items()}
        print(f"{name}: mean number of questions after the {len(table.criteria.safety)} safety questions")
        print(f"{'shares of the answers':36}{'ours':>8}{'at best':>9}{'above it':>10}{'in order':>10}")
        for words, shares in (
            ("equal", None),
            ("as the criteria state, all known", sure),
            ("as the criteria state", stated),
        ):
            means = asking(table, shares)
            above = means.ours / means.best - 1
            print(f"{words:36}{means.ours:8.3f}{means.best:9.3f}{above:10.1%}{means.in_order:10.3f}")
        print(
            f"To rank them all takes {_ranking(table, None):.2f} ms, by stated shares {_ranking(table, stated):.2f} ms"
        )


def _ranking(table: Table, shares: Shares | None) -> float:
    """Milliseconds for the first ranking, when most questions are open."""
    answers = {question.id: "no" for question in table.criteria.safety}
    started = perf_counter()
    for _ in range(ENOUGH):
        to_ask(table, answers, shares)
    return (perf_counter() - started) / ENOUGH * 1000


if __name__ == "__main__":
    main()
