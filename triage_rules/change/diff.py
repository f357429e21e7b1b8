"""What changes between two criteria documents: which combinations of answers go elsewhere, and what is worded anew.

Both documents are read over the questions of either, so that one which only one of them asks counts as well. Sets
of combinations are ints, as in `table.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage_rules.criteria import Criteria, Given, Question, Row
from triage_rules.table import combinations_of

MOST_QUESTIONS = 20
"""Of the two documents together: a million combinations. Few share so little that they have more."""

Case = Mapping[str, Given]
"""Answers by question id; what is not named may be anything."""


class TooDifferent(ValueError):
    """The two documents have too few questions in common to be compared."""


@dataclass(frozen=True)
class Move:
    """Combinations that one row took before and another takes now. `of` is how many the old row took in all.

    `when`: what sets them apart among those, as cases, any of which will do; one empty case for all of them.
    """

    old: Row
    new: Row
    combinations: int
    of: int
    when: tuple[Case, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether the route or its stream is another, and not the row alone."""
        return self.old.outcome != self.new.outcome


@dataclass(frozen=True)
class Reworded:
    """A question or row that both documents have, and which of its fields differ."""

    old: Question | Row
    new: Question | Row
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """`moves`: in the order of the old rows, the biggest first; those to another route or stream before the rest.

    `combinations`: of yes and no, over the questions of both documents.
    """

    old: Criteria
    new: Criteria
    combinations: int
    moves: tuple[Move, ...]
    added: tuple[Question | Row, ...]
    removed: tuple[Question | Row, ...]
    reworded: tuple[Reworded, ...]
    reordered: bool

    @property
    def changed(self) -> int:
        """How many combinations go to another route or stream."""
        return sum(move.combinations for move in self.moves if move.elsewhere)


def diff(old: Criteria, new: Criteria) -> Difference:
    """Compare two documents, each of which must compile. Raises TooDifferent."""
    ids = list(dict.fromkeys([*new.by_id, *old.by_id]))
    if len(ids) > MOST_QUESTIONS:
        raise TooDifferent(
            f"The two documents have {len(ids)} questions between them; {MOST_QUESTIONS} are the most that can be "
            "compared. A question that stays the same keeps its id."
        )
    yes = combinations_of(ids)
    moves = sorted(_moves(old, new, yes), key=lambda move: not move.elsewhere)
    added, removed, reworded = [], [], []
    for before, after in ((old.questions, new.questions), (old.rows, new.rows)):
        earlier, later = {each.id: each for each in before}, {each.id: each for each in after}
        added += [each for id, each in later.items() if id not in earlier]
        removed += [each for id, each in earlier.items() if id not in later]
        pairs = ((each, later[id]) for id, each in earlier.items() if id in later)
        reworded += [Reworded(*pair, fields) for pair in pairs if (fields := tuple(_fields(*pair)))]
    both = [row.id for row in new.rows if row.id in {each.id for each in old.rows}]
    reordered = both != [row.id for row in old.rows if row.id in both]
    return Difference(old, new, 1 << len(ids), tuple(moves), tuple(added), tuple(removed), tuple(reworded), reordered)


def _moves(old: Criteria, new: Criteria, yes: Mapping[str, int]) -> Iterator[Move]:
    now = _won(new, yes)
    for row, before in _won(old, yes):
        found = []
        for other, after in now:
            moved = before & after
            if moved and (other.id != row.id or other.outcome != row.outcome):
                order = [id for id in yes if id not in row.when and id not in other.when]
                order += [id for id in yes if id not in order]
                when = tuple(_cases(moved, before, yes, order))
                found.append(Move(row, other, moved.bit_count(), before.bit_count(), when))
        yield from sorted(found, key=lambda move: -move.combinations)


def _won(criteria: Criteria, yes: Mapping[str, int]) -> list[tuple[Row, int]]:
    """The rows with the combinations that each takes."""
    left = (1 << (1 << len(yes))) - 1
    won = []
    for row in criteria.rows:
        fits = _narrowed(left, row.when, yes)
        won.append((row, fits))
        left &= ~fits
    return won


def _narrowed(combinations: int, case: Case, yes: Mapping[str, int]) -> int:
    for id, answer in case.items():
        combinations &= yes[id] if answer == "yes" else ~yes[id]
    return combinations


def _cases(wanted: int, among: int, yes: Mapping[str, int], order: Iterable[str]) -> Iterator[Case]:
    """Cases that together are `wanted` and nothing else of `among`; conditions are dropped in this order."""
    left = wanted
    while left:
        number = (left & -left).bit_length() - 1
        case: dict[str, Given] = {id: "yes" if yes[id] >> number & 1 else "no" for id in yes}
        for id in order:
            wider: dict[str, Given] = {other: answer for other, answer in case.items() if other != id}
            if not _narrowed(among, wider, yes) & ~wanted:
                case = wider
        yield case
        left &= ~_narrowed(among, case, yes)


def _fields(old: Question | Row, new: Question | Row) -> Iterator[str]:
    """The names of the fields that differ; the examples and what is usual change nothing for anybody."""
    for name in type(old).model_fields:
        if name not in ("id", "examples", "usual") and _plain(old, name) != _plain(new, name):
            yield name


def _plain(each: Question | Row, name: str) -> Any:
    """A row's conditions in their order, which is that of the reasons."""
    value = getattr(each, name)
    return list(value.items()) if isinstance(value, dict) else value
