"""Which questions still matter, and which of them to ask next."""

from collections.abc import Mapping

from triage_rules.table import Table

Shares = Mapping[str, float]
"""Row id -> how often issues come out there, in any unit; a row left out counts as none."""


def open_questions(table: Table, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The questions not known whose answer can still change (route, stream), in the document's order.

    Safety questions not known are all among them, until one has a given Yes. Raises AnswerError.
    """
    possible = table.possible(answers)
    safety = _safety_not_known(table, answers)
    if safety is None:
        return ()
    return tuple(
        id
        for id, turning in table.turning.items()
        if id in safety or (answers.get(id, "unknown") == "unknown" and turning & possible)
    )


def ranked(table: Table, answers: Mapping[str, str], shares: Shares | None = None) -> tuple[str, ...]:
    """`open_questions`, the best to ask first: safety questions in their order, then as `next_question`."""
    still_open = open_questions(table, answers)
    if len(still_open) < 2:
        return still_open
    safety = {question.id for question in table.criteria.safety}
    weights = _weights(table, table.possible(answers), shares)
    first = [id for id in still_open if id in safety]
    rest = [id for id in still_open if id not in safety]
    return (*first, *sorted(rest, key=lambda id: _decides(table.turning[id], weights), reverse=True))


def next_question(table: Table, answers: Mapping[str, str], shares: Shares | None = None) -> str | None:
    """The question expected to settle (route, stream) soonest, or None when none can change it any more.

    It is the one most likely to decide: the share of issues whose outcome turns on its answer alone, the
    others being what they are. Such an issue cannot be settled without it, so asking it is never wasted. (On
    the sample council this asks no more, on average, than the best plan over all orders.) Issues come out at
    the rows in these shares, by default at each alike, and at every combination of a row alike. Safety
    questions go first; a tie goes to the earlier question. Raises AnswerError.
    """
    best_first = ranked(table, answers, shares)
    return best_first[0] if best_first else None


def _safety_not_known(table: Table, answers: Mapping[str, str]) -> frozenset[str] | None:
    """The safety questions still to be answered; None once a given Yes has stopped."""
    given = {question.id: answers.get(question.id, "unknown") for question in table.criteria.safety}
    if "yes" in given.values():
        return None
    return frozenset(id for id, answer in given.items() if answer == "unknown")


def _weights(table: Table, possible: int, shares: Shares | None) -> list[tuple[int, float]]:
    """For each row still possible: its combinations still possible, and the weight of each of them."""
    weights = []
    for row, won in zip(table.criteria.rows, table.won, strict=True):
        share = 1.0 if shares is None else shares.get(row.id, 0.0)
        if won & possible and share > 0:
            weights.append((won & possible, share / won.bit_count()))
    if not weights and shares is not None:
        return _weights(table, possible, None)  # nothing like it has been seen: every row alike
    return weights


def _decides(turning: int, weights: list[tuple[int, float]]) -> float:
    """The weight of the issues that turn on this answer; rounded, so that equals tie whatever the order."""
    return round(sum((won & turning).bit_count() * weight for won, weight in weights), 12)
