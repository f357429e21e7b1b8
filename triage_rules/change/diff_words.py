"""The difference of two criteria documents, for people and as JSON."""

from collections.abc import Iterator
from typing import Any

from triage_rules.change.diff import Difference, Move, Reworded
from triage_rules.criteria import Criteria, Question, Row
from triage_rules.plain_words import answered, counted, day, destination, first, listed

MOST_CASES = 3
FIELDS = {
    "text": "the label",
    "help": "the help below it",
    "says": "the answers as reasons",
    "safety": "whether it is a safety question",
    "object": "what a Yes has to name",
    "parts": "its parts",
    "signal": "what may suggest an answer",
    "when": "the conditions",
    "meaning": "what it means",
    "tell": "who is told, and when",
    "source": "the source",
}


def in_words(difference: Difference) -> list[str]:
    """Lines, what matters most first; those that begin with two spaces belong to the one above them."""
    old, new = difference.old, difference.new
    if old.version == new.version:
        return [f"The two documents say the same (version {new.version})."]
    elsewhere = [_moved(move) for move in difference.moves if move.elsewhere]
    same_place = [_retaken(move) for move in difference.moves if not move.elsewhere]
    every = counted(difference.combinations, "combination")
    lines = [
        f"{difference.changed:,} of {every} of answers go elsewhere:"
        if elsewhere
        else f"No route differs: all {every} of answers go where they went."
    ]
    lines += elsewhere
    if same_place:
        lines += ["To the same place as before, but by another row:", *same_place]
    changes = [f"  {change}" for change in _changes(difference)]
    lines += ["Besides:", *changes] if changes else []
    if asked := [f"  {id}: {text}" for id, text in _named(difference)]:
        lines += ["The questions named here:", *asked]
    return [*lines, f"Old: {_dated(old)}. New: {_dated(new)}."]


def _moved(move: Move) -> str:
    how_many, verb = _how_many(move)
    now, before = destination(*move.new.outcome), destination(*move.old.outcome)
    row = f"row {move.new.id}, " if move.new.id != move.old.id else ""
    return f"  Row {move.old.id}: {how_many} now {verb} to {now}, {row}instead of {before}{_when(move)}."


def _retaken(move: Move) -> str:
    how_many, verb = _how_many(move)
    return f"  Row {move.old.id}: {how_many} now {verb} by row {move.new.id}{_when(move)}."


def _how_many(move: Move) -> tuple[str, str]:
    """The count, and the verb that goes with it."""
    if move.combinations == move.of:
        return (f"all {move.of:,} combinations", "go") if move.of > 1 else ("its one combination", "goes")
    return f"{move.combinations:,} of {move.of:,} combinations", "goes" if move.combinations == 1 else "go"


def _when(move: Move) -> str:
    cases = [f"when {answered(case)}" for case in move.when if case]
    return f", {listed(first(cases, MOST_CASES, 'in {} more cases'), 'or')}" if cases else ""


def _changes(difference: Difference) -> Iterator[str]:
    for added in difference.added:
        yield f"{_name(added)} is new: {added.text if isinstance(added, Question) else _row(added)}"
    for removed in difference.removed:
        yield f"{_name(removed)} is gone: {removed.text if isinstance(removed, Question) else _row(removed)}"
    for reworded in difference.reworded:
        yield from _reworded(reworded)
    if difference.reordered:
        yield f"The rows now stand in this order: {', '.join(row.id for row in difference.new.rows)}."


def _reworded(reworded: Reworded) -> Iterator[str]:
    """The fields that people read are quoted; of the others it says that they have changed."""
    old, new, fields = reworded.old, reworded.new, list(reworded.fields)
    if isinstance(old, Row) and isinstance(new, Row):
        quoted = _quoted(old, new)
    else:
        quoted = {"text": f"has a new label: “{getattr(new, 'text', '')}” It was: “{getattr(old, 'text', '')}”"}
    for field, words in quoted.items():
        if field in fields and words:
            yield f"{_name(new)} {words}"
    if left := [FIELDS[field] for field in fields if field not in quoted]:
        yield f"{_name(new)}: changed in {listed(left)}."


def _quoted(old: Row, new: Row) -> dict[str, str]:
    """Field to words."""
    sends = f"now sends to {destination(*new.outcome)}, not to {destination(*old.outcome)}."
    return {
        "route": sends,
        "stream": sends if new.route == old.route else "",
        "when": f"now takes {_conditions(new)}; it took {_conditions(old)}.",
        "meaning": f"now says: “{new.meaning}” It said: “{old.meaning}”",
    }


def _name(each: Question | Row) -> str:
    return f"{'Question' if isinstance(each, Question) else 'Row'} {each.id}"


def _row(row: Row) -> str:
    return f"{_conditions(row)}, to {destination(*row.outcome)}."


def _conditions(row: Row) -> str:
    return answered(row.when) if row.when else "all that is left"


def _named(difference: Difference) -> Iterator[tuple[str, str]]:
    """The questions that the moves name, as the new document words them, or else the old one."""
    named = {id for move in difference.moves for case in move.when[: MOST_CASES + 1] for id in case}
    for id, question in {**difference.old.by_id, **difference.new.by_id}.items():
        if id in named:
            yield id, question.text


def _dated(criteria: Criteria) -> str:
    return f"version {criteria.version}, from {day(criteria.effective_from)}"


def as_json(difference: Difference) -> dict[str, Any]:
    """`when` lists cases, any of which will do; [{}] is all of the row's combinations."""
    return {
        "old": _document(difference.old),
        "new": _document(difference.new),
        "combinations": difference.combinations,
        "changed": difference.changed,
        "routes": [_move(move) for move in difference.moves if move.elsewhere],
        "rows_only": [_move(move) for move in difference.moves if not move.elsewhere],
        "questions": _of_kind(difference, Question),
        "rows": _of_kind(difference, Row),
        "reordered": difference.reordered,
    }


def _of_kind(difference: Difference, kind: type[Question] | type[Row]) -> dict[str, Any]:
    return {
        "added": [each.id for each in difference.added if isinstance(each, kind)],
        "removed": [each.id for each in difference.removed if isinstance(each, kind)],
        "changed": {each.new.id: list(each.fields) for each in difference.reworded if isinstance(each.new, kind)},
    }


def _document(criteria: Criteria) -> dict[str, str]:
    return {"version": criteria.version, "effective_from": criteria.effective_from.isoformat()}


def _move(move: Move) -> dict[str, Any]:
    return {
        "row": move.old.id,
        "was": {"route": move.old.route, "stream": move.old.stream},
        "now": {"row": move.new.id, "route": move.new.route, "stream": move.new.stream},
        "combinations": move.combinations,
        "of": move.of,
        "when": [dict(case) for case in move.when],
    }
