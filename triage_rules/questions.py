"""Which questions still matter, and which of them to ask next."""

from collections.abc import Iterable, Mapping
from operator import mul

from triage_rules.criteria import Usual
from triage_rules.table import Table

Shares = Mapping[str, Usual]
"""Question id -> how often it is answered yes, no or "not known"; one left out has as many yeses as noes."""

EQUAL = Usual(yes=1, no=1)
RAREST = 1e-6
"""A share of 0 stands for this: what has never been seen can still be reported."""


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
    """`open_questions`, the best to ask first: those of `to_ask`, then those that were answered "unknown"."""
    still_open = open_questions(table, answers)
    if len(still_open) < 2:
        return still_open
    first = to_ask(table, answers, shares)
    return (*first, *(id for id in still_open if id not in first))


def next_question(table: Table, answers: Mapping[str, str], shares: Shares | None = None) -> str | None:
    """The first of `to_ask`, or None when nothing more is worth asking. Raises AnswerError."""
    best_first = to_ask(table, answers, shares)
    return best_first[0] if best_first else None


def to_ask(table: Table, answers: Mapping[str, str], shares: Shares | None = None) -> tuple[str, ...]:
    """The questions to put to whoever reports, the best first; () when no answer can change what comes of it.

    An answer "unknown" was given, and is not asked for again (but a safety question is): where it alone leaves
    the issue held, nothing more is asked. Safety questions go first, in their order. Then the one most likely to
    decide: the share of issues whose outcome turns on its answer alone, the others being what they are. Such an
    issue cannot be settled without it, so asking it is never wasted. (`asking.py` measures how near that comes
    to the best plan.) Answers come in these shares, each question's apart from the others'; by default yes and
    no are equally likely. A tie goes to the earlier question. Raises AnswerError.
    """
    possible = table.possible(answers)
    safety = _safety_not_known(table, answers)
    if safety is None:
        return ()
    turning = _turning(table, answers, possible)
    rest = [id for id in turning if id not in answers and id not in safety]
    first = tuple(question.id for question in table.criteria.safety if question.id in safety)
    if len(rest) < 2:
        return (*first, *rest)
    likely = _likely(table, turning, possible, shares) if shares else {id: turning[id].bit_count() for id in rest}
    return (*first, *sorted(rest, key=likely.__getitem__, reverse=True))


def _safety_not_known(table: Table, answers: Mapping[str, str]) -> frozenset[str] | None:
    """The safety questions still to be answered; None once a given Yes has stopped."""
    given = {question.id: answers.get(question.id, "unknown") for question in table.criteria.safety}
    if "yes" in given.values():
        return None
    return frozenset(id for id, answer in given.items() if answer == "unknown")


def _turning(table: Table, answers: Mapping[str, str], possible: int) -> dict[str, int]:
    """Question id -> the possible combinations that turn on it, once what was answered "unknown" stays so."""
    safety = {question.id for question in table.criteria.safety}
    unknown = [id for id, answer in answers.items() if answer == "unknown" and id not in safety]
    found = {id: turning & possible for id, turning in table.turning.items()}
    if unknown:
        settled = []
        for where in table.outcomes.values():
            for id in unknown:
                where &= _other_answer(table, id, where)  # both answers to it come out here
            settled.append(where & possible)
        found = {id: _changes(table, id, settled) for id in table.yes}
    return {id: turning for id, turning in found.items() if turning}


def _changes(table: Table, id: str, settled: Iterable[int]) -> int:
    """Where one answer to the question leads to one of these, and the other answer does not."""
    changes = 0
    for where in settled:
        changes |= where ^ _other_answer(table, id, where)
    return changes


def _other_answer(table: Table, id: str, combinations: int) -> int:
    """The same combinations with the other answer to this question."""
    yes = table.yes[id]
    step = (yes & -yes).bit_length() - 1  # the first combination with a Yes is one step from all noes
    return (combinations & yes) >> step | (combinations & ~yes) << step


def _likely(table: Table, turning: Mapping[str, int], possible: int, shares: Shares) -> dict[str, float]:
    """Question id -> how likely its answer is to decide; rounded, so that equals tie whatever the order."""
    usual = {id: shares.get(id, EQUAL) for id in table.yes}
    odds = [max(each.yes / (each.yes + each.no), RAREST) for each in usual.values()]
    odds = [min(each, 1 - RAREST) for each in odds] + [0.0] * (3 - len(odds))  # a byte holds three questions
    of_byte = _of_bytes(_weights(odds[:3]))
    high = _weights(odds[3:])

    def share(combinations: int) -> float:
        return sum(map(mul, high, map(of_byte.__getitem__, combinations.to_bytes(len(high), "little"))))

    every = share(possible)
    return {id: round(share(turns) / every * _known(usual[id]), 12) for id, turns in turning.items()}


def _known(usual: Usual) -> float:
    """How likely it is that an answer is yes or no: "not known" decides nothing."""
    return (usual.yes + usual.no) / (usual.yes + usual.no + usual.unknown)


def _weights(odds: Iterable[float]) -> list[float]:
    """How likely each combination of these questions is, given how likely a Yes is to each."""
    weights = [1.0]
    for yes in odds:
        weights = [weight * (1 - yes) for weight in weights] + [weight * yes for weight in weights]
    return weights


def _of_bytes(weights: list[float]) -> list[float]:
    """For each byte of a set, the weight of the combinations in it."""
    sums = [0.0] * 256
    for byte in range(1, 256):
        first = byte & -byte
        sums[byte] = sums[byte ^ first] + weights[first.bit_length() - 1]
    return sums
